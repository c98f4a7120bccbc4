using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Ends the session of this browser: a copy of its cookie is worth nothing afterwards.</summary>
internal static class SignOut
{
    public static async Task<NoContent> HandleAsync(HttpContext http, CurrentUser user, WriteAttempts writes, SignInOptions options, CancellationToken ct)
    {
        if (user.IsKnown && Session.IdOf(http.User) is { } session) await EndSession.RunAsync(session, user, writes, options, ct);
        await http.SignOutAsync(Session.Scheme);
        return TypedResults.NoContent();
    }
}

using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.Pages;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary><c>/connect/logout</c>: ends the session of this browser, and goes back to the client where it has named an address of its own.</summary>
internal static class EndOAuthSession
{
    public static async Task<IResult> HandleAsync(HttpContext http, CurrentUser user, WriteAttempts writes, SignInOptions options, CancellationToken ct)
    {
        // The session's cookie is SameSite=Strict: it comes along once our own page asks.
        if (!user.IsKnown && !http.Request.Query.ContainsKey("again")) return PlainPage.GoOn(http, $"{http.Request.Path}{(http.Request.QueryString.HasValue ? http.Request.QueryString + "&" : "?")}again=1");
        if (user.IsKnown && Session.IdOf(http.User) is { } session) await EndSession.RunAsync(session, user, writes, options, ct);
        await http.SignOutAsync(Session.Scheme);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}

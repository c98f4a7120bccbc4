using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Ends all sessions of the caller, this one as well.</summary>
internal static class SignOutEverywhere
{
    public static async Task<NoContent> HandleAsync(CurrentUser user, WriteAttempts writes, HttpContext http, CancellationToken ct)
    {
        await writes.RunAsync(async (scope, token) =>
        {
            var account = await scope.GetRequiredService<AppDbContext>().Users.SingleAsync(a => a.PersonId == user.PersonId, token);
            account.EndSessions();
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, user.Actor, "sign-in.ended-everywhere", new { }));
            return account.Id;
        }, ct);
        await http.SignOutAsync(Session.Scheme);
        return TypedResults.NoContent();
    }
}

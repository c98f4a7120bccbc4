using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>An administrator removes the authenticator app and the passkeys of a person who has lost the phone. All sessions of the person end.</summary>
internal static class ResetSecondFactor
{
    /// <param name="Reason">Why, for the audit log; for example how it was made sure that it is the person.</param>
    internal sealed record Request(string Reason);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid personId, Request request, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return Problems.Invalid("accounts.reason.invalid", "Expected a reason for the audit log, but it is empty.");
        // Nobody takes their own away by this: that would be a way around the code which removing it asks for.
        if (personId == user.PersonId) return Problems.Forbidden("second-factor.own", "Expected another person than oneself, but it is the same. Remove your own with a code.");
        var isThere = await writes.RunAsync(async (scope, token) =>
        {
            var db = scope.GetRequiredService<AppDbContext>();
            if (await db.Users.SingleOrDefaultAsync(a => a.PersonId == personId && a.CompanyId == user.CompanyId, token) is not { } account) return false;
            await db.RecoveryCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(token);
            await db.Passkeys.Where(p => p.AccountId == account.Id).ExecuteDeleteAsync(token);
            await db.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteDeleteAsync(token);
            account.EndSessions();
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, user.Actor, "second-factor.reset", new { request.Reason }));
            return true;
        }, ct);
        return isThere ? TypedResults.NoContent() : Problems.NotFound("accounts.unknown", $"Expected a person {personId} of your company with an account, but there is none.");
    }
}

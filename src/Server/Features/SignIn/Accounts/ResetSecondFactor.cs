using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>An administrator removes the authenticator app and the passkeys of a person who has lost the phone. All sessions of the person end.</summary>
internal static class ResetSecondFactor
{
    /// <param name="Reason">Why, for the audit log; for example how it was made sure that it is the person.</param>
    internal sealed record Request(string Reason);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid personId, Request request, CurrentUser user, ActOnAccount act, CancellationToken ct)
    {
        // Nobody takes their own away by this: that would be a way around the code which removing it asks for.
        if (personId == user.PersonId) return Problems.Forbidden("second-factor.own", "Expected another person than oneself, but it is the same. Remove your own with a code.");
        return await act.RunAsync(personId, request.Reason, "second-factor.reset", async (account, db, token) =>
        {
            await db.RecoveryCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(token);
            await db.Passkeys.Where(p => p.AccountId == account.Id).ExecuteDeleteAsync(token);
            await db.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteDeleteAsync(token);
            account.EndSessions();
            return null;
        }, ct);
    }
}

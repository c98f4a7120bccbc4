using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>What an administrator does to the account of a person of their company, with a reason, and on record.</summary>
internal sealed class ActOnAccount(WriteAttempts writes, CurrentUser user)
{
    /// <summary>Does it; a problem where there is no reason, or no such account.</summary>
    /// <param name="personId">Whose account.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <param name="action">What it is called there.</param>
    /// <param name="act">Does it, within the transaction, or says why not before it has changed anything.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Results<NoContent, ProblemHttpResult>> RunAsync(Guid personId, string reason, string action, Func<Account, AppDbContext, CancellationToken, Task<Refusal?>> act, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason)) return Problems.Invalid("accounts.reason.invalid", "Expected a reason for the audit log, but it is empty.");
        var refusal = await writes.RunAsync(async (scope, token) =>
        {
            var db = scope.GetRequiredService<AppDbContext>();
            if (await db.Users.SingleOrDefaultAsync(a => a.PersonId == personId && a.CompanyId == user.CompanyId, token) is not { } account) return Unknown(personId);
            if (await act(account, db, token) is { } not) return not;
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, user.Actor, action, new { Reason = reason }));
            return null;
        }, ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static Refusal Unknown(Guid personId) => new("accounts.unknown", $"Expected a person {personId} of your company with an account, but there is none.");
}

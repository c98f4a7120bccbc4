using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>An administrator enables an account again, of somebody who is employed a second time, or where it was disabled by mistake. The password stays; a new one can be chosen by a link.</summary>
internal static class EnableAccount
{
    /// <param name="Reason">Why, for the audit log.</param>
    internal sealed record Request(string Reason);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid personId, Request request, ActOnAccount act, AccountEnds ends, TimeProvider clock, CancellationToken ct) =>
        act.RunAsync(personId, request.Reason, "account.enabled", async (account, db, token) =>
        {
            if (account.DisabledUtc is null) return new("accounts.enabled", "Expected an account that is disabled, but it can be used.");
            if (await LeftOnAsync(db, personId, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), token) is { } day)
                return new("accounts.has-left", $"Expected somebody who is employed, or will be, but the last employment ended on {day:yyyy-MM-dd}.");
            account.Enable();
            account.EndsUtc = await ends.OfAsync(db, personId, token);
            return null;
        }, ct);

    private static async Task<DateOnly?> LeftOnAsync(AppDbContext db, Guid personId, DateOnly today, CancellationToken ct)
    {
        var days = await db.Employments.Where(e => e.PersonId == personId).Select(e => e.Until).ToListAsync(ct);
        // Somewhere it is yesterday still.
        return days.Count == 0 || days.Exists(until => until is null || until >= today.AddDays(-1)) ? null : days.Max();
    }
}

using HrBpm.Activities.Evidence;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>When accounts end: at the last working hour of their person's last employment, in its branch.</summary>
internal sealed class AccountEnds(OffboardingOptions options)
{
    /// <summary>The moment for one person; null while no end is in sight.</summary>
    public async Task<DateTime?> OfAsync(AppDbContext db, Guid personId, CancellationToken ct) => (await OfAsync(db, [personId], ct)).GetValueOrDefault(personId);

    /// <summary>The moments for some people, as their employments are in the context.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTime?>> OfAsync(AppDbContext db, IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        // Tracked, so that what was changed and not saved yet counts.
        var employments = await db.Employments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(e => people.Contains(e.PersonId)).ToListAsync(ct);
        var places = employments.Select(e => e.BranchId).Distinct().ToList();
        var zones = await db.Branches.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(b => places.Contains(b.Id)).ToDictionaryAsync(b => b.Id, b => b.TimeZoneId, ct);
        return employments.GroupBy(e => e.PersonId).ToDictionary(each => each.Key, each => MomentOf(each.OrderBy(e => e.From).Last(), zones));
    }

    private DateTime? MomentOf(Employment last, Dictionary<Guid, string> zones) => last.Until is { } day ? WorkingHour.AtUtc(day, options.LastWorkingHour, zones[last.BranchId]) : null;
}

/// <summary>Keeps the end of accounts beside the employments that it follows from.</summary>
internal sealed class FollowAccountEnds(AppDbContext db, AccountEnds ends) : IFollowsEmployment
{
    /// <inheritdoc />
    public async Task FollowAsync(IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        var accounts = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(a => people.Contains(a.PersonId) && a.DisabledUtc == null).ToListAsync(ct);
        if (accounts.Count == 0) return;
        var moments = await ends.OfAsync(db, [.. accounts.Select(a => a.PersonId)], ct);
        foreach (var account in accounts) account.EndsUtc = moments.GetValueOrDefault(account.PersonId);
    }
}

/// <summary>Disables accounts whose time has come, which ends their sessions and tokens. Looks at those that are due only, by an index.</summary>
internal sealed class EndAccounts(WriteAttempts writes, TimeProvider clock) : IComesDue
{
    private const int Batch = 100;

    /// <inheritdoc />
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        var total = 0;
        for (var done = Batch; done == Batch; total += done) done = await writes.RunAsync(EndSomeAsync, ct);
        return total;
    }

    private async Task<int> EndSomeAsync(IServiceProvider scope, CancellationToken ct)
    {
        var (db, nowUtc) = (scope.GetRequiredService<AppDbContext>(), clock.GetUtcNow().UtcDateTime);
        var due = await db.Users.Where(a => a.EndsUtc <= nowUtc).OrderBy(a => a.EndsUtc).Take(Batch).ToListAsync(ct);
        foreach (var account in due)
        {
            var endsUtc = account.EndsUtc;
            account.Disable(nowUtc);
            account.EndsUtc = null;
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, "time", "account.ended", new { endsUtc }));
        }

        return due.Count;
    }
}

using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HrBpm.Server.Features.Privacy;

/// <summary>Whose data's time is over.</summary>
internal sealed class DueRemovals(AppDbContext db, PersonData data, TimeProvider clock)
{
    private const int Most = 500;

    /// <summary>A person with the kinds that may go.</summary>
    internal sealed record Due(Guid PersonId, IReadOnlyList<DataKind> Kinds);

    /// <summary>People of a company who have left and of whom something may go; the longest gone first.</summary>
    public async Task<IReadOnlyList<Due>> OfAsync(Guid companyId, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        // Whose name is gone has nothing left.
        var gone = await db.People.Where(p => p.CompanyId == companyId && !db.Removals.Any(r => r.PersonId == p.Id && r.Kind == DataKind.Identity)
                && db.Employments.Any(e => e.PersonId == p.Id) && !db.Employments.Any(e => e.PersonId == p.Id && (e.Until == null || e.Until >= today)))
            .OrderBy(p => db.Employments.Where(e => e.PersonId == p.Id).Max(e => e.Until)).ThenBy(p => p.Id).Select(p => p.Id).Take(Most).ToListAsync(ct);
        var due = new List<Due>();
        foreach (var person in gone)
            if ((await data.OfAsync(companyId, person, ct)).Where(s => s.MayGo).Select(s => s.Kind).ToList() is { Count: > 0 } kinds) due.Add(new(person, kinds));
        return due;
    }
}

/// <summary>Removes what is no evidence and whose time is over, and records it. Evidence waits for two people.</summary>
internal sealed class RemoveDue(IServiceScopeFactory scopes, WriteAttempts writes)
{
    /// <returns>How many people something was removed of.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var removed = 0;
        foreach (var company in await CompaniesAsync(ct))
            foreach (var due in await DueAsync(company, ct))
                if (due.Kinds.Where(k => !DataRules.Of(k).IsEvidence).ToList() is { Count: > 0 } kinds && await EraseAsync(company, due.PersonId, kinds, ct)) removed++;
        return removed;
    }

    private async Task<List<Guid>> CompaniesAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().Companies.Select(c => c.Id).ToListAsync(ct);
    }

    private async Task<IReadOnlyList<DueRemovals.Due>> DueAsync(Guid companyId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DueRemovals>().OfAsync(companyId, ct);
    }

    private Task<bool> EraseAsync(Guid companyId, Guid personId, List<DataKind> kinds, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var data = scope.GetRequiredService<PersonData>();
        // A hold may have come in between.
        var still = (await data.OfAsync(companyId, personId, token)).Where(s => s.MayGo && kinds.Contains(s.Kind)).Select(s => s.Kind).ToList();
        if (still.Count == 0) return false;
        var removed = await data.EraseAsync(companyId, personId, still, null, null, token);
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(companyId, "time", "privacy.removed", $"person:{personId:D}", new { removed }));
        return true;
    }, ct);
}

/// <summary>Looks once a day; in a cluster, one process at a time does.</summary>
[DisallowConcurrentExecution]
internal sealed class RetentionJob(RemoveDue removal, SweepTurn turn) : IJob
{
    public static readonly TimeSpan Beat = TimeSpan.FromDays(1);

    /// <summary>Nothing is removed right after a start, when somebody may still be putting a restored or a wrongly set server right.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await turn.RunAsync("retention", removal.RunAsync, cancellationToken);
}

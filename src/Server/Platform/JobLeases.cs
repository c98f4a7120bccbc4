using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Nodes;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform;

/// <summary>Hands due jobs out, each to one worker at a time. A lease that ran out is handed out again: its process died, or its attempt took too long.</summary>
internal sealed class JobLeases(WriteAttempts writes, NodeCatalog catalog, TimeProvider time)
{
    /// <summary>Names this process in leases.</summary>
    public string Owner { get; } = Guid.CreateVersion7().ToString("D");

    /// <summary>Leases due jobs, longest due first. The attempt that begins with the lease is counted here, so that a process that dies in it used it up.</summary>
    /// <param name="most">At most so many.</param>
    /// <param name="running">Ids of the jobs that this process is working on: their leases are not given away, however far the clock is moved.</param>
    /// <param name="ct">Cancels.</param>
    public Task<IReadOnlyList<WorkflowJob>> TakeAsync(int most, IReadOnlyCollection<string> running, CancellationToken ct) => writes.RunAsync<IReadOnlyList<WorkflowJob>>(async (services, inner) =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var now = time.GetUtcNow().UtcDateTime;
        var due = (await DueAsync(db, now, most + running.Count, inner)).Where(j => !running.Contains(j.Id)).Take(most).ToList();
        var awaited = await AwaitedAsync(db, due, inner);
        var taken = new List<WorkflowJob>();
        foreach (var job in due)
        {
            if (job.BookmarkId is { } bookmark && !awaited.Contains(bookmark)) job.End(JobState.Dropped, now, "Nothing waits for it any more.");
            else taken.Add(Lease(job, now));
        }

        return taken;
    }, ct);

    private WorkflowJob Lease(WorkflowJob job, DateTime now)
    {
        job.Lease(Owner, now.AddSeconds(SettingsOf(job.ActivityType).LeaseSeconds));
        return job;
    }

    /// <summary>How often and how patiently a type is tried.</summary>
    public RunsOutsideAttribute SettingsOf(string activityType) => catalog.Find(activityType)?.Outside ?? new RunsOutsideAttribute();

    // SKIP LOCKED: two workers that ask at once get different jobs. On SQLite the transaction itself has the database for itself.
    private static Task<List<WorkflowJob>> DueAsync(AppDbContext db, DateTime now, int most, CancellationToken ct) => db.WorkflowJobs
        .FromSql(db.Database.IsNpgsql()
            ? (FormattableString)$"""
                SELECT * FROM workflow_jobs
                WHERE state = 'Pending' AND not_before_utc <= {now} OR state = 'Running' AND lease_until_utc <= {now}
                ORDER BY not_before_utc, id LIMIT {most} FOR UPDATE SKIP LOCKED
                """
            : $"""
                SELECT * FROM workflow_jobs
                WHERE state = 'Pending' AND not_before_utc <= {now} OR state = 'Running' AND lease_until_utc <= {now}
                ORDER BY not_before_utc, id LIMIT {most}
                """)
        .IgnoreQueryFilters([AppDbContext.CompanyFilter]).ToListAsync(ct);

    private static async Task<HashSet<string>> AwaitedAsync(AppDbContext db, List<WorkflowJob> due, CancellationToken ct)
    {
        var bookmarks = due.Select(j => j.BookmarkId).OfType<string>().ToList();
        if (bookmarks.Count == 0) return [];
        return [.. await db.WorkflowBookmarks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(b => bookmarks.Contains(b.Id)).Select(b => b.Id).ToListAsync(ct)];
    }
}

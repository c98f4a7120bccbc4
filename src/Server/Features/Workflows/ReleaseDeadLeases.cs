using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>On SQLite there is one server process at a time, so at its start every lease is that of a dead one: its jobs need not wait until the lease runs out.</summary>
internal sealed class ReleaseDeadLeases(AppDbContext db, TimeProvider time) : IStartupStep
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (!db.Database.IsSqlite()) return;
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var job in await db.WorkflowJobs.Where(j => j.State == JobState.Running).ToListAsync(ct)) job.PutOff(now, "The process that worked on it died.");
        await db.SaveChangesAsync(ct);
    }
}

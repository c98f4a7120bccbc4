using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Two people agreed that a certain backup takes the place of the live database.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="AskedById">The one.</param>
/// <param name="ConsentedById">The other.</param>
internal sealed record RestoreApproval(Guid RequestId, Guid AskedById, Guid ConsentedById)
{
    /// <summary>How long after the consent the backup may be restored.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);

    /// <summary>The approval of this restore, from the live database.</summary>
    /// <exception cref="BackupException">There is none, it is for another backup, or it is too old.</exception>
    public static async Task<RestoreApproval> OfAsync(IServiceProvider services, AppDbContext live, Guid? requestId, string name, CancellationToken ct)
    {
        if (requestId is not { } id)
            throw new BackupException("Expected the request on which two people agreed (--request), because there is a live database, but there is none. Ask for it with POST /api/backups/restore; who alone is left says --i-am-alone, which the audit logs record.");
        var found = await live.TwoPersonRequests.AsNoTracking().IgnoreQueryFilters().Where(r => r.Id == id && r.Act == RestoreAct.Act && r.DecidedUtc != null)
            .Select(r => new { Done = r.State.ToString() == "Done", r.Data, r.AskedById, r.DecidedById, r.DecidedUtc }).SingleOrDefaultAsync(ct);
        if (found is not { Done: true, DecidedById: { } second, DecidedUtc: { } at }) throw new BackupException($"Expected request {id:D} to be one for a restore on which two people agreed, but it is not.");
        if (RestoreAct.NameIn(found.Data) is var other && other != name) throw new BackupException($"Expected request {id:D} to be for {name}, but it is for {other}.");
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        return at + Life >= now ? new(id, found.AskedById, second) : throw new BackupException($"Expected request {id:D} to have been agreed on within {Life.TotalHours} hours, but it was at {at:yyyy-MM-dd HH:mm} UTC.");
    }
}

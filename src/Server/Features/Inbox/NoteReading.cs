using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>
/// Notes that somebody has opened a task: the first time only, so that reading it again writes nothing. What a confidential flow asks or was told (pay, loans) is
/// sensitive, so opening a task of one goes on the audit trail.
/// </summary>
internal sealed class NoteReading(AppDbContext db, WriteAttempts writes, TimeProvider clock)
{
    /// <param name="task">The task, which the person may see.</param>
    /// <param name="personId">Who opens it.</param>
    /// <param name="ct">Cancels.</param>
    public async Task NoteAsync(HumanTask task, Guid personId, CancellationToken ct)
    {
        if (await IsNotedAsync(db, task.Id, personId, ct)) return;
        await writes.RunAsync(async (scope, token) =>
        {
            var inner = scope.GetRequiredService<AppDbContext>();
            // Two pages of the same person may open it at the same moment.
            if (await IsNotedAsync(inner, task.Id, personId, token)) return false;
            inner.TaskReadings.Add(new TaskReading { TaskId = task.Id, PersonId = personId, CompanyId = task.CompanyId, InstanceId = task.InstanceId, FirstUtc = clock.GetUtcNow().UtcDateTime });
            if (task.IsSealed) scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(task.CompanyId, personId.ToString("D"), "tasks.read", $"task:{task.Id:D}", new { person = task.ConcerningId, instance = task.InstanceId }));
            return true;
        }, ct);
    }

    private static Task<bool> IsNotedAsync(AppDbContext at, Guid taskId, Guid personId, CancellationToken ct) =>
        at.TaskReadings.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(r => r.TaskId == taskId && r.PersonId == personId, ct);
}

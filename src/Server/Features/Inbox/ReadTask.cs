using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>A task with what is asked, the form, the document, and what happened in its step. That its reader has opened it is noted the first time.</summary>
internal static class ReadTask
{
    public static async Task<Results<Ok<TaskDetails>, ProblemHttpResult>> HandleAsync(Guid taskId, AppDbContext db, FlowSeals seals, CurrentUser user, NoteReading noted, ISignatures signatures, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        await noted.NoteAsync(task, user.PersonId, ct);
        return TypedResults.Ok(await SeenAsync(task, db, seals, user, ct) with { TimestampedBy = task.NeedsSignature ? signatures.TimestampAuthority : null });
    }

    /// <summary>A task that the person may see, as they see it.</summary>
    internal static async Task<TaskDetails> SeenAsync(HumanTask task, AppDbContext db, FlowSeals seals, CurrentUser user, CancellationToken ct)
    {
        var via = task.ViaOf(user.PersonId);
        var isConfidential = task.IsSealed;
        var details = await TaskDetails.OfAsync(db, seals, task, via, ct);
        return via is null ? await SeenByOnlookerAsync(details, task, isConfidential, db, user, ct) : details;
    }

    // Whoever has the task needs all of it; whoever only looks sees what their roles show of the person whom it is about.
    private static async Task<TaskDetails> SeenByOnlookerAsync(TaskDetails details, HumanTask task, bool isConfidential, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (task.ConcerningId is not { } person) return details.SeenBy(kind => user.Rights.ReachesCompany(ProductFields.PermissionFor(kind)), isConfidential);
        var sight = await FieldSight.OfAsync(db, user, [person], ct);
        return details.SeenBy(kind => sight.Sees(person, kind), isConfidential);
    }
}

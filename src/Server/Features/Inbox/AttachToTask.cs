using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The assignee, or the proxy, attaches a file to a task that is open.</summary>
internal static class AttachToTask
{
    public static async Task<Results<Ok<KeepAttachment.Response>, ProblemHttpResult>> HandleAsync(
        Guid taskId, IFormFile file, Guid? requestId, AppDbContext db, CurrentUser user, KeepAttachment keep, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        if (task.ViaOf(user.PersonId) is null) return Problems.Forbidden("tasks.forbidden", "Expected the assignee of the task, but somebody else asked.");
        return await keep.RunAsync(task, user.PersonId, file, requestId, ct);
    }
}

using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>A task with what is asked, the form, the document, and what happened in its step.</summary>
internal static class ReadTask
{
    public static async Task<Results<Ok<TaskDetails>, ProblemHttpResult>> HandleAsync(Guid taskId, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        return task is null ? TaskProblems.Unknown(taskId) : TypedResults.Ok(await TaskDetails.OfAsync(db, task, task.ViaOf(user.PersonId), ct));
    }
}

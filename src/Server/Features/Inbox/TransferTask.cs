using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>转办: somebody else gets the task, and the decision with it.</summary>
internal static class TransferTask
{
    /// <param name="To">The person who gets it.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(Guid To, string? Comment = null, int? Version = null, Guid? RequestId = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid taskId, Request request, AppDbContext db, CurrentUser user, ActOnTask acts, HttpContext http, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        var command = task.CommandOf(TaskVerbs.Transfer, user) with { To = request.To.ToString("D"), Comment = request.Comment };
        var act = new TaskAct(task, command, TaskClient.Of(http)) { SeenVersion = request.Version, RequestId = request.RequestId };
        return await acts.RunAsync(act, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}

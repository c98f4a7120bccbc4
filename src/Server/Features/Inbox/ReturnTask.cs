using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>退回: the flow goes back to an earlier step.</summary>
internal static class ReturnTask
{
    /// <summary>What happens once the earlier step is done again.</summary>
    public enum Then
    {
        /// <summary>The flow walks again through all that lies between.</summary>
        Walk,

        /// <summary>The flow comes straight back to this step.</summary>
        StraightBack,
    }

    /// <param name="To"><c>initiator</c>, <c>previous</c>, or the activity id of an earlier step.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(string To, Then Then = Then.Walk, string? Comment = null, int? Version = null, Guid? RequestId = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid taskId, Request request, AppDbContext db, CurrentUser user, ActOnTask acts, HttpContext http, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        var command = task.CommandOf(TaskVerbs.Return, user) with { To = request.To, ComesStraightBack = request.Then == Then.StraightBack, Comment = request.Comment };
        var act = new TaskAct(task, command, TaskClient.Of(http)) { SeenVersion = request.Version, RequestId = request.RequestId };
        return await acts.RunAsync(act, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}

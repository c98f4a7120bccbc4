using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>What the slices of the inbox share.</summary>
internal static class TaskProblems
{
    /// <summary>There is no such task, or it is none of the caller's business: the two must look the same.</summary>
    public static ProblemHttpResult Unknown(Guid taskId) => Problems.NotFound("tasks.unknown", $"Expected a task of yours with id {taskId}, but there is none.");

    /// <summary>Does what the signed-in person asks of a task that they may see.</summary>
    /// <param name="acts">Does it.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="adjust">Adds what came with the request.</param>
    /// <param name="seenVersion">Version of the task that the person saw; null where it does not matter.</param>
    /// <param name="requestId">The client's id for the intention.</param>
    /// <param name="http">The request.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="scope">The permission that has to reach the task.</param>
    public static async Task<Results<NoContent, ProblemHttpResult>> RunAsync(
        this ActOnTask acts, Guid taskId, string verb, Func<TaskCommand, TaskCommand> adjust, int? seenVersion, Guid? requestId, HttpContext http, CancellationToken ct,
        Permission scope = Permission.TasksRead)
    {
        var (db, user) = (http.RequestServices.GetRequiredService<AppDbContext>(), http.RequestServices.GetRequiredService<CurrentUser>());
        var task = await db.Tasks.VisibleTo(user, scope, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return Unknown(taskId);
        var act = new TaskAct(task, adjust(task.CommandOf(verb, user)), TaskClient.Of(http)) { SeenVersion = seenVersion, RequestId = requestId };
        return await acts.RunAsync(act, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }

    /// <summary>The command of the signed-in person: as the assignee, or for the assignee as their proxy.</summary>
    public static TaskCommand CommandOf(this HumanTask task, string verb, CurrentUser user)
    {
        var via = task.ViaOf(user.PersonId) ?? TaskVia.Session;
        return new TaskCommand
        {
            Verb = verb,
            TaskId = task.Id.ToString("D"),
            By = user.Actor,
            Via = via,
            OnBehalfOf = via == TaskVia.Proxy ? task.AssigneeId.ToString("D") : null,
        };
    }
}

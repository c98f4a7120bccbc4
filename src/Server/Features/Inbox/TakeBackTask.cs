using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>拿回: somebody who has decided takes the decision back: within the step while it goes on, or from the next step while nobody has acted there.</summary>
internal static class TakeBackTask
{
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(string? Comment = null, Guid? RequestId = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid taskId, Request request, AppDbContext db, CurrentUser user, ActOnTask acts, HttpContext http, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        var once = RequestOnce.Of(user.PersonId, request.RequestId, taskId.ToString("D"), TaskVerbs.TakeBack);
        if (once is not null && await once.FindAsync(db, ct) is { } before) return before.Refusal?.ToProblem() is { } other ? other : TypedResults.NoContent();
        var step = (await StepRows.OfAsync(db, taskId, ct))!;
        var (act, refusal) = step.IsOver ? await FromNextAsync(db, step, task, user, http, ct) : (Within(step, task, user, http), null);
        refusal ??= await acts.RunAsync(act! with { Command = act.Command with { Comment = request.Comment }, Once = once }, ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static TaskAct Within(TaskSet step, HumanTask task, CurrentUser user, HttpContext http) =>
        new(task, task.CommandOf(TaskVerbs.TakeBack, user), TaskClient.Of(http)) { Through = step.Live.First().BookmarkId };

    private static async Task<(TaskAct? Act, Refusal? Refusal)> FromNextAsync(AppDbContext db, TaskSet step, HumanTask task, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (TaskVerbs.WhyNotTakenBack(step, step.Find(task.Id.ToString("D"))!) is { } refusal) return (null, refusal);
        var live = await db.Tasks.OfAnyCompany().AsNoTracking().Where(t => t.InstanceId == task.InstanceId && t.State == AssignmentState.Open).OrderBy(t => t.Id).ToListAsync(ct);
        var next = live.FirstOrDefault(t => TaskJson.Terms(t).HandedOnBy.Contains(user.Actor) && TaskJson.EarlierSteps(t) is [.., { } last] && last.ActivityId == task.ActivityId);
        if (next is null) return (null, new("tasks.next-has-acted", "Expected a person to have the step that came next, and not to have acted, but nobody has it."));
        var command = new TaskCommand { Verb = TaskVerbs.GiveBack, TaskId = next.Id.ToString("D"), By = user.Actor, Via = TaskVia.Predecessor, To = task.ActivityId };
        return (new TaskAct(next, command, TaskClient.Of(http)), null);
    }
}

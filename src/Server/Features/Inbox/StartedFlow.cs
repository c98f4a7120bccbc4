using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>A flow as its initiator sees it: the tasks that are open in it, and what the initiator can do about them.</summary>
internal static class StartedFlow
{
    /// <summary>The open tasks of a flow that this person started; none when somebody else did.</summary>
    public static Task<List<HumanTask>> OpenTasksAsync(AppDbContext db, string instanceId, Guid initiator, CancellationToken ct) => db.Tasks.OfAnyCompany().AsNoTracking()
        .Where(t => t.InstanceId == instanceId && t.InitiatorId == initiator && t.State == AssignmentState.Open).OrderBy(t => t.OpenedUtc).ThenBy(t => t.Id).ToListAsync(ct);

    /// <summary>What the initiator asks of the step of this task.</summary>
    public static TaskAct ActOf(HumanTask task, string verb, CurrentUser user, TaskClient client, string? comment = null)
    {
        var command = new TaskCommand { Verb = verb, TaskId = task.Id.ToString("D"), By = user.Actor, Via = TaskVia.Initiator, Comment = comment };
        var (target, _) = ReturnTarget.Of(command, TaskJson.EarlierSteps(task), TaskJson.Terms(task));
        return new TaskAct(task, command with { To = target }, client);
    }

    /// <summary>Whether the initiator could do this now at any of the steps.</summary>
    public static async Task<bool> CanAsync(AppDbContext db, List<HumanTask> open, string verb, CurrentUser user, DateTime nowUtc, CancellationToken ct)
    {
        foreach (var task in open.DistinctBy(t => t.ExecutionId))
            if (await CheckNow.WhyNotAsync(db, ActOf(task, verb, user, new TaskClient("", "")), nowUtc, ct) is null) return true;
        return false;
    }

    /// <summary>There is no such flow, or somebody else started it: the two must look the same.</summary>
    public static ProblemHttpResult Unknown(string instanceId) =>
        Problems.NotFound("started.unknown", $"Expected a flow {instanceId} that you started and that waits for somebody, but there is none.");
}

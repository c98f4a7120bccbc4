using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>Looks after people who left while they waited: for their turn, or for a delegate. Their nearest active manager has the task instead.</summary>
internal sealed class StandIns(IOrg org, AssigneeRules rules, Guid? concerning)
{
    /// <summary>The step as it shall go on.</summary>
    /// <param name="before">The step before the verb.</param>
    /// <param name="after">The step after it.</param>
    /// <param name="moment">The moment of the run.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<TaskSet> FindAsync(TaskSet before, TaskSet after, TaskMoment moment, CancellationToken ct)
    {
        foreach (var task in after.Assignments.Where(task => task.State == AssignmentState.Open && before.Find(task.TaskId) is { State: not AssignmentState.Open }).ToList())
        {
            if (await StandInOfAsync(Guid.Parse(task.AssigneeId), ct) is not { } manager) continue;
            var command = new TaskCommand { Verb = TaskVerbs.Reroute, Via = TaskVia.Time, TaskId = task.TaskId, To = manager.ToString("D"), Comment = "轮到办理时已离职, 转由其上级办理" };
            after = TaskVerbs.Do(after, command, moment).Set;
        }
        return after;
    }

    // A case is theirs to the end whom it is about, employed or not.
    private async Task<Guid?> StandInOfAsync(Guid person, CancellationToken ct)
    {
        if (person == concerning || await org.FindAsync(person, ct) is { IsActive: true }) return null;
        var manager = await rules.NearestActiveManagerAsync(person, ct);
        return manager == concerning ? null : manager;
    }
}

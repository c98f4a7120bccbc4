using HrBpm.Activities.Org;

namespace HrBpm.Activities.Inbox;

/// <summary>外出委托: finds who has a task instead of somebody who is away, at the moment when the task is made.</summary>
internal sealed class AwayDelegates(IAbsences absences, IOrg org, string definitionId, Guid? concerning)
{
    /// <summary>Longest chain of people who are away and name each other.</summary>
    public const int LongestChain = 5;

    /// <summary>The step with the new tasks of people who are away given to those whom they have named.</summary>
    public async Task<TaskSet> FollowAsync(TaskSet before, TaskSet after, TaskMoment moment, CancellationToken ct)
    {
        foreach (var task in after.Assignments.Where(task => task is { State: AssignmentState.Open, ParentTaskId: null } && before.Find(task.TaskId) is null or { State: AssignmentState.Queued }))
        {
            if (task.Origin == AssignmentOrigin.TakeBack || await DelegateOfAsync(Guid.Parse(task.AssigneeId), moment.NowUtc, ct) is not { } person) continue;
            if (!IsAskedAlready(after, task, person.ToString("D"))) after = Give(before, after, task, person.ToString("D"), moment);
        }
        return after;
    }

    /// <summary>Follows the chain to the first who is not away. Nobody, when it goes in a circle, is too long, or ends at somebody who cannot have the task.</summary>
    public async Task<Guid?> DelegateOfAsync(Guid person, DateTime nowUtc, CancellationToken ct)
    {
        if (person == concerning) return null;
        HashSet<Guid> chain = [person];
        var last = person;
        while (await absences.DelegateOfAsync(last, definitionId, nowUtc, ct) is { } next)
        {
            if (!chain.Add(next) || chain.Count > LongestChain + 1) return null;
            last = next;
        }
        return last != person && last != concerning && await org.FindAsync(last, ct) is { IsActive: true } ? last : null;
    }

    private static bool IsAskedAlready(TaskSet tasks, Assignment task, string person) => tasks.Assignments.Any(other =>
        other.IsUndone && other.AssigneeId == person && (other.Seat == task.Seat || tasks.Mode is TaskMode.Any or TaskMode.Single));

    private static TaskSet Give(TaskSet before, TaskSet after, Assignment task, string person, TaskMoment moment)
    {
        if (before.Find(task.TaskId) is null) return after.With(task with { AssigneeId = person, OnBehalfOf = task.AssigneeId, Origin = AssignmentOrigin.Away });
        var command = new TaskCommand { Verb = TaskVerbs.Reroute, Via = TaskVia.Time, TaskId = task.TaskId, To = person, Comment = "外出期间由委托人代办" };
        return after.Noting(command, moment.NowUtc)
            .Closing(task, AssignmentState.Rerouted, command, moment.NowUtc)
            .Plus(task.HandedTo(person, AssignmentOrigin.Away, moment) with { OnBehalfOf = task.AssigneeId });
    }
}

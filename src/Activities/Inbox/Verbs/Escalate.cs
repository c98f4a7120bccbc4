using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>The step is late: the managers of those who have tasks get them as well, on the same seat, so that either of the two can decide.</summary>
internal sealed class Escalate : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var escalated = tasks.Noting(command, moment.NowUtc);
        foreach (var late in tasks.Live.Where(task => task.ParentTaskId is null))
        {
            if (command.Managers.TryGetValue(late.TaskId, out var manager) && !HasIt(escalated, late, manager))
                escalated = escalated.Plus(late.HandedTo(manager, AssignmentOrigin.Escalation, moment) with { State = AssignmentState.Open });
        }
        return escalated;
    }

    /// <summary>One task is enough where one decision ends the step; where everybody must agree, each seat needs its own.</summary>
    private static bool HasIt(TaskSet tasks, Assignment late, string manager) => tasks.Live.Any(task =>
        task.AssigneeId == manager && (task.Seat == late.Seat || tasks.Mode is TaskMode.Any or TaskMode.Single));
}

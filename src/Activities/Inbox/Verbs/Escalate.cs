using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>The step is late: the managers of those who have tasks get them as well, on the same seat, so that either of the two can decide. Where the step says so, they are only told.</summary>
internal sealed class Escalate : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var escalated = tasks.Noting(command, moment.NowUtc);
        if (tasks.Terms.EscalationInforms)
            return escalated.Copying(Late(tasks).Where(task => command.Managers.ContainsKey(task.TaskId)).Select(task => new TaskCopy(command.Managers[task.TaskId], "", moment.NowUtc, task.TaskId, IsLate: true)));
        foreach (var late in Late(tasks))
        {
            if (command.Managers.TryGetValue(late.TaskId, out var manager) && !HasIt(escalated, late, manager))
                escalated = escalated.Plus(late.HandedTo(manager, AssignmentOrigin.Escalation, moment) with { State = AssignmentState.Open });
        }
        return escalated;
    }

    /// <summary>Those whose move it is. Who waits for signers who were asked to sign first is not late; they are.</summary>
    public static IEnumerable<Assignment> Late(TaskSet tasks) => tasks.Live.Where(task => task.ParentTaskId is null && task.State != AssignmentState.Held);

    /// <summary>One task is enough where one decision ends the step; where everybody must agree, each seat needs its own.</summary>
    private static bool HasIt(TaskSet tasks, Assignment late, string manager) => tasks.Live.Any(task =>
        task.AssigneeId == manager && (task.Seat == late.Seat || tasks.Mode is TaskMode.Any or TaskMode.Single));
}

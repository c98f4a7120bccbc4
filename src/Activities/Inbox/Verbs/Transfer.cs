using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>转办: somebody else has the task now, and the decision with it.</summary>
internal sealed class Transfer : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => Recipient.WhyNot(tasks, command);

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var task = tasks.Find(command.TaskId)!;
        return tasks.Noting(command, moment.NowUtc)
            .Closing(task, AssignmentState.Transferred, command, moment.NowUtc)
            .Plus(task.HandedTo(command.To!, AssignmentOrigin.Transfer, moment));
    }
}

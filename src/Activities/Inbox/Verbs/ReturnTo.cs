using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>退回: the step ends, and the flow goes back to an earlier one. The activity has resolved <see cref="TaskCommand.To"/> to an activity id by then.</summary>
internal sealed class ReturnTo : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => string.IsNullOrWhiteSpace(command.To)
        ? new("tasks.return-target.invalid", "Expected the step to return to, but none was named.")
        : null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) => tasks
        .Noting(command, moment.NowUtc)
        .Closing(tasks.Find(command.TaskId)!, AssignmentState.Returned, command, moment.NowUtc)
        .Deciding(new TaskDecision(Verdict.Returned, command.By, moment.NowUtc, command.To, command.ComesStraightBack));
}

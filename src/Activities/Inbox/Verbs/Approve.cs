using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>同意.</summary>
internal sealed class Approve : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) =>
        SeatDecision.Give(tasks, command, moment, AssignmentState.Approved, Verdict.Approved);
}

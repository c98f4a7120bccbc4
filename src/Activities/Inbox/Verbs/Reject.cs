using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>拒绝. What a refusal means for the flow is up to its definition: for a resignation it is recorded and stops nothing.</summary>
internal sealed class Reject : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) =>
        SeatDecision.Give(tasks, command, moment, AssignmentState.Rejected, Verdict.Rejected);
}

using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>去重: somebody who has agreed to the same flow before agrees here by itself, as the step's policy says.</summary>
internal sealed class Pass : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) =>
        SeatDecision.Give(tasks, command, moment, AssignmentState.Approved, Verdict.Approved);
}

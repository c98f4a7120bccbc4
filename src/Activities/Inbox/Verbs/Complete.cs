using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>办理完成.</summary>
internal sealed class Complete : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) =>
        SeatDecision.Give(tasks, command, moment, AssignmentState.Completed, Verdict.Done);
}

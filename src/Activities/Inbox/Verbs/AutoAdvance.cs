using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>The moment came at which the flow goes on by itself: whatever is open is taken back, and the reason is kept.</summary>
internal sealed class AutoAdvance : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) =>
        tasks.Noting(command, moment.NowUtc).Deciding(new TaskDecision(Verdict.Advanced, "", moment.NowUtc));
}

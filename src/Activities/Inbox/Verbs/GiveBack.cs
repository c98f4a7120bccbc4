using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>拿回, seen from the next step: whoever handed the flow on to it takes it back while nobody here has acted, and is asked anew.</summary>
internal sealed class GiveBack : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => Untouched.WhyNot(tasks, command);

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) =>
        tasks.Noting(command, moment.NowUtc).Deciding(new TaskDecision(Verdict.Returned, command.By, moment.NowUtc, command.To));
}

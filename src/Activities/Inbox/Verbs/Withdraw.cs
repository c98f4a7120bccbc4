using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>撤回: the initiator takes the request back before anybody has handled it; it returns to the initiator's form.</summary>
internal sealed class Withdraw : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => Untouched.WhyNot(tasks, command);

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) =>
        tasks.Noting(command, moment.NowUtc).Deciding(new TaskDecision(Verdict.Returned, command.By, moment.NowUtc, command.To));
}

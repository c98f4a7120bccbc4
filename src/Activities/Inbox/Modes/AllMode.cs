namespace HrBpm.Activities.Inbox;

/// <summary>会签: everybody must agree; one refusal ends it at once and the other tasks are taken back.</summary>
internal sealed class AllMode : ITaskMode
{
    public TaskSet Start(TaskSet tasks) => tasks.Opening(_ => true);

    public TaskSet After(TaskSet tasks, TaskDecision verdict) =>
        verdict.Verdict == Verdict.Rejected || !tasks.UndecidedSeats().Any() ? tasks.Deciding(verdict) : tasks;
}

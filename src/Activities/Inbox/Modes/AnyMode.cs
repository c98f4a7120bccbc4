namespace HrBpm.Activities.Inbox;

/// <summary>或签: whoever decides first decides for all.</summary>
internal sealed class AnyMode : ITaskMode
{
    public TaskSet Start(TaskSet tasks) => tasks.Opening(_ => true);

    public TaskSet After(TaskSet tasks, TaskDecision verdict) => tasks.Deciding(verdict);
}

namespace HrBpm.Activities.Inbox;

/// <summary>One person decides: the first that the rules name; the others never hear of it.</summary>
internal sealed class SingleMode : ITaskMode
{
    public TaskSet Start(TaskSet tasks) => (tasks with { Assignments = [.. tasks.Assignments.Take(1)] }).Opening(_ => true);

    public TaskSet After(TaskSet tasks, TaskDecision verdict) => tasks.Deciding(verdict);
}

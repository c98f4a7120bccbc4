using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>暂存: answers are kept without being sent. They are the assignee's own until then, so the flow knows nothing of them.</summary>
internal sealed class Save : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) => tasks;
}

using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>后加签: others sign once the one who asked has agreed.</summary>
internal sealed class AddAfter : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => AddedSigners.WhyNot(tasks, command);

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) => AddedSigners.Add(tasks, command, moment, SignerPlace.After);
}

using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>并加签: others sign at the same time; all of them have to agree.</summary>
internal sealed class AddBeside : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => AddedSigners.WhyNot(tasks, command);

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment) => AddedSigners.Add(tasks, command, moment, SignerPlace.Beside);
}

using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>前加签: others sign first; the task then comes back to the one who asked, who decides after them.</summary>
internal sealed class AddBefore : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => AddedSigners.WhyNot(tasks, command);

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var asking = tasks.Find(command.TaskId)!;
        var added = AddedSigners.Add(tasks, command, moment, SignerPlace.Before);
        // A manager who has the task as well must not overtake those who were asked to sign first.
        return added with
        {
            Assignments = [.. added.Assignments.Select(task => task.SpeaksWith(asking) && task is { State: AssignmentState.Open, ParentTaskId: null } ? task with { State = AssignmentState.Held } : task)],
        };
    }
}

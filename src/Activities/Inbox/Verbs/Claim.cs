using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>认领: one of several candidates takes the step on; the others' tasks leave their inboxes until it is released.</summary>
internal sealed class Claim : ITaskVerb
{
    public Refusal? WhyNotWith(TaskSet tasks, Assignment task)
    {
        if (task.Place != SignerPlace.None)
            return new("tasks.not-candidate", "Expected one of the step's candidates to claim it, but this person was added by one of them.");
        return tasks.Assignments.Any(other => other.IsUndone && other.State != AssignmentState.Yielded && IsRival(task, other))
            ? null
            : new("tasks.only-candidate", "Expected several candidates of whom one claims the step, but there is only one.");
    }

    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var task = tasks.Find(command.TaskId)!;
        var noted = tasks.Noting(command, moment.NowUtc);
        return noted with
        {
            Assignments = [.. noted.Assignments.Select(other => other.IsUndone && IsRival(task, other)
                ? other with { State = AssignmentState.Yielded, BookmarkId = null }
                : other)],
        };
    }

    private static bool IsRival(Assignment task, Assignment other) => other.TaskId != task.TaskId && (other.Seat != task.Seat || other.Voice == task.Voice);
}

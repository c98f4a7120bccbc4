using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>归还: the step is everybody's again whose task had gone away when it was claimed.</summary>
internal sealed class Release : ITaskVerb
{
    public Refusal? WhyNotWith(TaskSet tasks, Assignment task) => tasks.Assignments.Any(other => other.State == AssignmentState.Yielded)
        ? null
        : new("tasks.not-claimed", "Expected a step that somebody has claimed, but nobody has.");

    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        // Somebody to whom the claimed task was handed meanwhile must not have it twice.
        var twice = tasks.Assignments.Where(other => other.State == AssignmentState.Yielded && other.ParentTaskId is null && tasks.Live.Any(live => live.AssigneeId == other.AssigneeId)).ToList();
        var released = tasks.Noting(command, moment.NowUtc)
            .Recalling(other => twice.Any(owner => owner.TaskId == other.TaskId || other.AnswersTo(tasks, owner)), command.By, moment.NowUtc);
        return released with
        {
            Assignments = [.. released.Assignments.Select(other => other.State == AssignmentState.Yielded ? other with { State = released.RestingState(other) } : other)],
        };
    }
}

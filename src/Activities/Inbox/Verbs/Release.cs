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
        // Somebody to whom the claimed task was handed meanwhile, or who had another candidate's as well, must not have the decision twice.
        var again = tasks.Assignments.Where(other => other is { State: AssignmentState.Yielded, ParentTaskId: null, Place: SignerPlace.None }).ToList();
        var twice = again.Where((own, at) => again.Take(at).Concat(tasks.Live).Any(other => other.AssigneeId == own.AssigneeId)).ToList();
        var released = tasks.Noting(command, moment.NowUtc)
            .Recalling(other => twice.Any(owner => owner.TaskId == other.TaskId || other.AnswersTo(tasks, owner)), command.By, moment.NowUtc);
        // Signers whom such a person had added are not asked either, when nobody is left to decide with them.
        var empty = twice.Where(own => !released.Assignments.Any(other => other.IsUndone && other.SpeaksWith(own))).Select(own => own.Seat).ToHashSet();
        released = released.Recalling(other => empty.Contains(other.Seat), command.By, moment.NowUtc);
        return released with
        {
            Assignments = [.. released.Assignments.Select(other => other.State == AssignmentState.Yielded ? other with { State = released.RestingState(other) } : other)],
        };
    }
}

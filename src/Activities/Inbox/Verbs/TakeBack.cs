using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>拿回: somebody who has decided takes the decision back while the step goes on and whoever came next has not acted, and has the task anew.</summary>
internal sealed class TakeBack : ITaskVerb
{
    public Refusal? WhyNotWith(TaskSet tasks, Assignment task) =>
        tasks.IsOver ? new("tasks.step-ended", "Expected the step to go on, but it has ended.") : WhyNotOf(tasks, task);

    /// <summary>Why a decision cannot be taken back, whether its step goes on or has handed the flow on.</summary>
    public static Refusal? WhyNotOf(TaskSet tasks, Assignment task)
    {
        if (task.ClosedBy != task.AssigneeId) return new("tasks.not-theirs", "Expected a decision of this person's own, but somebody else, or time, has made it.");
        if (tasks.IsAsked(task.AssigneeId)) return new("tasks.recipient-has-it", "Expected a person without a task in this step, but that person has one already.");
        return Next(tasks, task).All(next => HasNotActed(tasks, task, next))
            ? null
            : new("tasks.next-has-acted", "Expected whoever came next not to have acted, but they have.");
    }

    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc) => null;

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var task = tasks.Find(command.TaskId)!;
        var next = Next(tasks, task).Where(other => other.State == AssignmentState.Open).Select(other => other.TaskId).ToHashSet();
        var taken = tasks.Noting(command, moment.NowUtc).With(task with { State = AssignmentState.TakenBack })
            .Plus(task.HandedTo(task.AssigneeId, AssignmentOrigin.TakeBack, moment) with { State = AssignmentState.Open });
        return taken with { Assignments = [.. taken.Assignments.Select(other => next.Contains(other.TaskId) ? Waiting(task, other) : other)] };
    }

    private static IEnumerable<Assignment> Next(TaskSet tasks, Assignment task) => tasks.Assignments.Where(other =>
        IsAfter(task, other) || IsWhoAsked(task, other) || (tasks.Mode == TaskMode.InTurn && other.Seat > task.Seat));

    private static bool HasNotActed(TaskSet tasks, Assignment task, Assignment next)
    {
        if (IsWhoAsked(task, next)) return next.State is AssignmentState.Open or AssignmentState.Held;
        return IsAfter(task, next)
            ? next is { Origin: AssignmentOrigin.Added, State: AssignmentState.Open or AssignmentState.Queued or AssignmentState.Removed } && !tasks.AddedTo(next).Any()
            : next.IsUntouched();
    }

    private static bool IsAfter(Assignment task, Assignment other) => other.Seat == task.Seat && other.Place == SignerPlace.After && other.AddedTo == task.Voice;

    private static bool IsWhoAsked(Assignment task, Assignment other) =>
        task.Place == SignerPlace.Before && other.Seat == task.Seat && other.Voice == task.AddedTo && (other.IsUndone || other.IsAgreed);

    private static Assignment Waiting(Assignment task, Assignment other) => IsWhoAsked(task, other)
        ? other with { State = AssignmentState.Held }
        : other with { State = AssignmentState.Queued, BookmarkId = null };
}

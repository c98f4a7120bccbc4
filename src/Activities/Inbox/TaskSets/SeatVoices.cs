namespace HrBpm.Activities.Inbox;

/// <summary>The voices of a seat: the approver by the rules, and the signers who were added before, beside or after one of them (加签).</summary>
internal static class SeatVoices
{
    /// <summary>Somebody was asked to sign before this task, and has not yet.</summary>
    public static bool HasUndoneBefore(this TaskSet tasks, Assignment task) =>
        tasks.AddedTo(task).Any(added => added.Place == SignerPlace.Before && added.IsUndone);

    /// <summary>The tasks of signers whom this task's voice asked for.</summary>
    public static IEnumerable<Assignment> AddedTo(this TaskSet tasks, Assignment task) =>
        tasks.Assignments.Where(added => added.Place != SignerPlace.None && added.Seat == task.Seat && added.AddedTo == task.Voice);

    /// <summary>The state of an undone task while it is nobody else's move.</summary>
    public static AssignmentState RestingState(this TaskSet tasks, Assignment task)
    {
        if (tasks.Assignments.Any(child => child.ParentTaskId == task.TaskId && child.IsUndone)) return AssignmentState.Delegated;
        if (tasks.HasUndoneBefore(task)) return AssignmentState.Held;
        return task.Place == SignerPlace.After && !tasks.HasAgreed(task.Seat, task.AddedTo) ? AssignmentState.Queued : AssignmentState.Open;
    }

    /// <summary>Puts a task back into the state in which it waits for nobody's answer, or for those who still have to give one.</summary>
    public static TaskSet Resting(this TaskSet tasks, string? taskId) => tasks.Find(taskId) is { IsLive: true } task ? tasks.With(task with { State = tasks.RestingState(task) }) : tasks;

    /// <summary>The task was delegated by this one, or by one that was.</summary>
    public static bool AnswersTo(this Assignment task, TaskSet tasks, Assignment owner)
    {
        for (var parent = task.ParentTaskId; parent is not null; parent = tasks.Find(parent)?.ParentTaskId)
            if (parent == owner.TaskId) return true;
        return false;
    }

    /// <summary>A voice of the seat was heard, or is not asked any more: opens what waited for it.</summary>
    public static TaskSet Continuing(this TaskSet tasks, int seat) => tasks with
    {
        Assignments = [.. tasks.Assignments.Select(task => task.Seat == seat && Waits(task) ? task with { State = tasks.RestingState(task) } : task)],
    };

    /// <summary>Nobody has acted on this task: it is as the step opened it, or time has ended it.</summary>
    public static bool IsUntouched(this Assignment task) => task.State switch
    {
        AssignmentState.Open or AssignmentState.Queued => task.Origin is AssignmentOrigin.Rule or AssignmentOrigin.Away or AssignmentOrigin.Escalation or AssignmentOrigin.Reroute,
        AssignmentState.Approved => string.IsNullOrEmpty(task.ClosedBy),
        AssignmentState.Rerouted => true,
        _ => false,
    };

    private static bool HasAgreed(this TaskSet tasks, int seat, int? voice) => tasks.Assignments.Any(task => task.Seat == seat && task.Voice == voice && task.IsAgreed);

    private static bool Waits(Assignment task) => task.State == AssignmentState.Held || (task.State == AssignmentState.Queued && task.Place == SignerPlace.After);
}

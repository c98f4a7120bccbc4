namespace HrBpm.Activities.Inbox;

/// <summary>What one person's yes, no or "done" means for the step.</summary>
internal static class SeatDecision
{
    /// <summary>An owner's word decides the seat; a delegate's is an answer, with which the task comes back to its owner.</summary>
    public static TaskSet Give(TaskSet tasks, TaskCommand command, TaskMoment moment, AssignmentState state, Verdict verdict)
    {
        var task = tasks.Find(command.TaskId)!;
        var noted = tasks.Noting(command, moment.NowUtc);
        return tasks.Find(task.ParentTaskId) is { State: AssignmentState.Delegated } owner
            ? noted.Closing(task, AssignmentState.Answered, command, moment.NowUtc).Resting(owner.TaskId)
            : Decide(noted, task, command, moment, state, verdict);
    }

    private static TaskSet Decide(TaskSet tasks, Assignment task, TaskCommand command, TaskMoment moment, AssignmentState state, Verdict verdict)
    {
        var isNo = verdict == Verdict.Rejected;
        var decided = (tasks.Closing(task, state, command, moment.NowUtc)
            .Recalling(other => other.Seat == task.Seat && (isNo || other.SpeaksWith(task)), command.By, moment.NowUtc)
            with { Answers = command.Answers ?? tasks.Answers }).Continuing(task.Seat);
        return decided.Assignments.Any(other => other.Seat == task.Seat && other.IsUndone)
            ? decided
            : TaskModes.For(tasks.Mode).After(decided, new TaskDecision(verdict, command.By, moment.NowUtc));
    }
}

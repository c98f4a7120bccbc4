namespace HrBpm.Activities.Inbox;

/// <summary>拿回 from the next step: the flow comes back to a step of several people, and only whoever took their decision back is asked again.</summary>
internal static class KeptSeats
{
    /// <summary>The step as it is asked anew, with the decisions that stand put in place of the questions.</summary>
    /// <param name="asked">The step as the rules ask it. Who it asks in another seat than last time is asked.</param>
    /// <param name="given">What was decided at the last visit.</param>
    /// <param name="takenBackBy">Who is asked again.</param>
    /// <param name="moment">The moment of the run.</param>
    public static TaskSet In(TaskSet asked, IReadOnlyList<GivenDecision> given, string takenBackBy, TaskMoment moment)
    {
        var same = given.Where(decision => asked.Assignments.Any(task => IsSeatOf(task, decision))).Select(decision => decision.Task.Seat).ToHashSet();
        var seats = given.Where(decision => same.Contains(decision.Task.Seat)).ToLookup(decision => decision.Task.Seat);
        if (!seats.SelectMany(seat => seat).Any(decision => decision.Task.ClosedBy == takenBackBy)) return asked;
        var set = asked with { Assignments = [.. asked.Assignments.Where(task => !same.Contains(task.Seat))] };
        var round = asked.Assignments[0].Round;
        foreach (var decision in seats.OrderBy(seat => seat.Key).SelectMany(seat => seat))
            set = decision.Task.ClosedBy == takenBackBy ? set.Plus(Again(decision.Task, round, moment)) : Kept(set, decision, round, moment);
        return set;
    }

    // Somebody to whom a task was handed over sits in the seat of whom the rules found.
    private static bool IsSeatOf(Assignment task, GivenDecision decision) => decision.Task.Voice == 0 && task.Seat == decision.Task.Seat
        && (decision.Task.Origin != AssignmentOrigin.Rule || decision.Task.AssigneeId == task.AssigneeId);

    private static Assignment Again(Assignment task, int round, TaskMoment moment) => Fresh(task, round, moment) with
    {
        Origin = AssignmentOrigin.TakeBack, State = AssignmentState.Open, ClosedBy = null, ClosedByName = null, ClosedAtUtc = null,
    };

    private static TaskSet Kept(TaskSet set, GivenDecision decision, int round, TaskMoment moment)
    {
        var task = Fresh(decision.Task, round, moment);
        return (set.Plus(task) with { Answers = decision.Act.Answers ?? set.Answers }).Noting(decision.Act with { TaskId = task.TaskId }, task.ClosedAtUtc ?? moment.NowUtc);
    }

    private static Assignment Fresh(Assignment task, int round, TaskMoment moment) =>
        task with { TaskId = moment.NewTaskId(), Round = round, BookmarkId = null, ParentTaskId = null, UrgedAtUtc = null };
}

using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>What holds for every task set, whatever was done to it.</summary>
internal static class TaskSetRules
{
    /// <summary>Holds at any moment.</summary>
    public static void Check(TaskSet step)
    {
        step.Assignments.Select(task => task.TaskId).ShouldBeUnique();
        foreach (var task in step.Assignments) CheckTask(step, task);
        foreach (var voice in step.Assignments.Where(task => task.IsUndone).GroupBy(task => (task.Seat, task.Voice, task.AssigneeId)))
            voice.Count().ShouldBe(1, $"{voice.Key.AssigneeId} has the same decision twice.");
        if (step.Mode == TaskMode.Any)
            step.Live.Where(task => task is { Place: SignerPlace.None, ParentTaskId: null }).Select(task => task.AssigneeId).ShouldBeUnique();
        if (step.Decision is null) step.Live.ShouldContain(task => task.State == AssignmentState.Open, "Somebody has to be able to go on.");
        else CheckDecision(step, step.Decision.Verdict);
    }

    /// <summary>Holds between a moment and the next.</summary>
    public static void CheckStep(TaskSet before, TaskSet after)
    {
        if (before.Decision is not null) after.Decision.ShouldBe(before.Decision, "A step ends once.");
        foreach (var closed in before.Assignments.Where(task => !task.IsUndone))
        {
            var now = after.Find(closed.TaskId).ShouldNotBeNull();
            now.IsUndone.ShouldBeFalse("Closed stays closed.");
            if (now.State != closed.State) (closed.ClosedBy == closed.AssigneeId, now.State).ShouldBe((true, AssignmentState.TakenBack));
        }
        after.Entries.Count.ShouldBeInRange(before.Entries.Count, before.Entries.Count + 1);
    }

    private static void CheckTask(TaskSet step, Assignment task)
    {
        (task.BookmarkId is not null).ShouldBe(task.IsLive, $"{task.AssigneeId} is {task.State}.");
        (task.ClosedAtUtc is not null).ShouldBe(!task.IsUndone, $"{task.AssigneeId} is {task.State}.");
        var answers = step.Assignments.Any(child => child.ParentTaskId == task.TaskId && child.IsUndone);
        var signsFirst = step.Assignments.Any(other => other.IsUndone && other.Seat == task.Seat && other.AddedTo == task.Voice && other.Place == SignerPlace.Before);
        switch (task.State)
        {
            case AssignmentState.Open:
                answers.ShouldBeFalse();
                if (task.ParentTaskId is null) signsFirst.ShouldBeFalse("Whoever was asked to sign first comes first.");
                break;
            case AssignmentState.Delegated:
                answers.ShouldBeTrue();
                break;
            case AssignmentState.Held:
                signsFirst.ShouldBeTrue();
                break;
            case AssignmentState.Queued:
                (step.Mode == TaskMode.InTurn || task.Place == SignerPlace.After).ShouldBeTrue();
                break;
            case AssignmentState.Yielded:
                step.Mode.ShouldBe(TaskMode.Any);
                break;
            default:
                answers.ShouldBeFalse("Nobody answers to somebody who is done.");
                break;
        }
    }

    private static void CheckDecision(TaskSet step, Verdict verdict)
    {
        step.Assignments.ShouldNotContain(task => task.IsUndone);
        if (verdict is Verdict.Advanced or Verdict.Returned) return;
        var seats = step.Assignments.GroupBy(task => task.Seat).Select(seat => (seat.First().Weight, IsNo: seat.Any(task => task.State == AssignmentState.Rejected), IsYes: IsYes(seat))).ToList();
        var share = 100.0 * seats.Where(seat => seat.IsYes).Sum(seat => seat.Weight) / seats.Sum(seat => seat.Weight);
        var noes = 100.0 * seats.Where(seat => seat.IsNo).Sum(seat => seat.Weight) / seats.Sum(seat => seat.Weight);
        switch (step.Mode, verdict)
        {
            case (TaskMode.Vote, Verdict.Rejected):
                (100 - noes).ShouldBeLessThan(step.Terms.VoteThreshold);
                break;
            case (TaskMode.Vote, _):
                share.ShouldBeGreaterThanOrEqualTo(step.Terms.VoteThreshold - 1e-9);
                break;
            case (_, Verdict.Rejected):
                seats.ShouldContain(seat => seat.IsNo);
                break;
            case (TaskMode.All or TaskMode.InTurn, _):
                seats.ShouldAllBe(seat => seat.IsYes);
                break;
            default:
                seats.ShouldContain(seat => seat.IsYes);
                break;
        }
    }

    // Every voice that still counts has to have agreed. One that was removed may have changed hands before.
    private static bool IsYes(IEnumerable<Assignment> seat) => seat.GroupBy(task => task.Voice)
        .Where(voice => voice.All(task => task.State != AssignmentState.Removed))
        .All(voice => voice.Any(task => task.IsAgreed));
}

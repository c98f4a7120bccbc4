using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.TaskSetSituations;

namespace HrBpm.Activities.Tests.Inbox;

public sealed class ModeTests
{
    [Fact]
    public void Single_asks_the_first_person_only() => Step(TaskMode.Single, "a", "b").Assignments.Single().AssigneeId.ShouldBe("a");

    [Fact]
    public void 或签_ends_with_the_first_decision_and_takes_the_other_tasks_back()
    {
        var step = Step(TaskMode.Any, "a", "b", "c").After(TaskVerbs.Approve, "b");

        step.Decision!.ShouldBe(new TaskDecision(Verdict.Approved, "b", Now));
        step.TaskOf("a").State.ShouldBe(AssignmentState.Recalled);
        step.TaskOf("c").State.ShouldBe(AssignmentState.Recalled);
    }

    [Fact]
    public void 或签_ends_with_the_first_refusal_too() =>
        Step(TaskMode.Any, "a", "b").After(TaskVerbs.Reject, "a").Decision!.Verdict.ShouldBe(Verdict.Rejected);

    [Fact]
    public void 会签_waits_until_everybody_agreed()
    {
        var step = Step(TaskMode.All, "a", "b", "c").After(TaskVerbs.Approve, "c").After(TaskVerbs.Approve, "a");

        step.Decision.ShouldBeNull();
        step.Holders().ShouldBe("b");
        step.After(TaskVerbs.Approve, "b").Decision!.Verdict.ShouldBe(Verdict.Approved);
    }

    [Fact]
    public void FlowLong_cb8293f8_会签_with_one_refusal_is_rejected_and_the_remaining_tasks_are_recalled()
    {
        var step = Step(TaskMode.All, "a", "b", "c").After(TaskVerbs.Approve, "a").After(TaskVerbs.Reject, "b");

        step.Decision!.Verdict.ShouldBe(Verdict.Rejected);
        step.Assignments.Select(task => task.State).ShouldBe([AssignmentState.Approved, AssignmentState.Rejected, AssignmentState.Recalled]);
        step.TaskOf("c").ClosedBy.ShouldBe("b");
    }

    [Fact]
    public void 依次_asks_the_next_after_the_one_before_agreed()
    {
        var step = Step(TaskMode.InTurn, "a", "b", "c");

        step.Holders().ShouldBe("a");
        step.Try(TaskVerbs.Approve, "b").Refusal!.Code.ShouldBe("tasks.not-yet");
        step = step.After(TaskVerbs.Approve, "a");
        step.Holders().ShouldBe("b");
        step = step.After(TaskVerbs.Approve, "b").After(TaskVerbs.Approve, "c");
        step.Decision!.Verdict.ShouldBe(Verdict.Approved);
    }

    [Fact]
    public void 依次_ends_with_a_refusal_and_never_asks_the_rest()
    {
        var step = Step(TaskMode.InTurn, "a", "b").After(TaskVerbs.Reject, "a");

        step.Decision!.Verdict.ShouldBe(Verdict.Rejected);
        step.TaskOf("b").State.ShouldBe(AssignmentState.Recalled);
    }

    [Fact]
    public void 依次_keeps_the_turn_when_a_task_is_transferred()
    {
        var step = Step(TaskMode.InTurn, "a", "b").After(TaskVerbs.Transfer, "a", to: "x");

        step.Holders().ShouldBe("x");
        step.After(TaskVerbs.Approve, "x").Holders().ShouldBe("b");
    }

    [Fact]
    public void Handling_by_all_is_done_when_everybody_is()
    {
        var step = Step(TaskKind.Handle, TaskMode.All, "a", "b").After(TaskVerbs.Complete, "a");

        step.Decision.ShouldBeNull();
        step.After(TaskVerbs.Complete, "b").Decision!.Verdict.ShouldBe(Verdict.Done);
    }

    [Fact]
    public void Time_ends_a_step_without_a_person()
    {
        var step = Step(TaskMode.All, "a", "b").After(TaskVerbs.Approve, "a").AfterTime(TaskVerbs.Advance);

        step.Decision.ShouldBe(new TaskDecision(Verdict.Advanced, "", Now));
        step.Live.ShouldBeEmpty();
    }
}

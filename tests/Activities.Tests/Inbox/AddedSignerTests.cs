using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.TaskSetSituations;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>加签 before, beside and after, and 减签.</summary>
public sealed class AddedSignerTests
{
    [Fact]
    public void Signers_added_before_sign_first_and_the_task_comes_back()
    {
        var step = Step(TaskMode.Single, "a").AfterTo(TaskVerbs.AddBefore, "a", "x", "y");

        step.TaskOf("a").State.ShouldBe(AssignmentState.Held);
        step.Try(TaskVerbs.Approve, "a").Refusal!.Code.ShouldBe("tasks.held");
        step = step.After(TaskVerbs.Approve, "x");
        step.TaskOf("a").State.ShouldBe(AssignmentState.Held);
        step = step.After(TaskVerbs.Approve, "y");
        step.Holders().ShouldBe("a");
        step.After(TaskVerbs.Approve, "a").Decision!.By.ShouldBe("a");
    }

    [Fact]
    public void Signers_added_after_sign_once_the_one_who_asked_has_agreed()
    {
        var step = Step(TaskMode.Single, "a").AfterTo(TaskVerbs.AddAfter, "a", "x");

        step.Holders().ShouldBe("a");
        step.Try(TaskVerbs.Approve, "x").Refusal!.Code.ShouldBe("tasks.not-yet");
        step = step.After(TaskVerbs.Approve, "a");
        step.Holders().ShouldBe("x");
        step.After(TaskVerbs.Approve, "x").Decision!.ShouldBe(new TaskDecision(Verdict.Approved, "x", Now));
    }

    [Fact]
    public void Signers_added_beside_sign_at_the_same_time_and_all_have_to_agree()
    {
        var step = Step(TaskMode.Any, "a", "b").AfterTo(TaskVerbs.AddBeside, "a", "x");

        step.Holders().ShouldBe("a b x");
        step = step.After(TaskVerbs.Approve, "a");
        step.Decision.ShouldBeNull();
        step.After(TaskVerbs.Approve, "x").Decision!.Verdict.ShouldBe(Verdict.Approved);
        step.After(TaskVerbs.Approve, "b").TaskOf("x").State.ShouldBe(AssignmentState.Recalled);
    }

    [Theory, InlineData(TaskVerbs.AddBefore), InlineData(TaskVerbs.AddBeside)]
    public void FlowLong_I9HTX1_when_one_of_several_added_signers_refuses_the_others_are_taken_back(string verb)
    {
        var step = Step(TaskMode.All, "a", "b").AfterTo(verb, "a", "x", "y", "z").After(TaskVerbs.Approve, "x").After(TaskVerbs.Reject, "y");

        step.Decision!.Verdict.ShouldBe(Verdict.Rejected);
        step.Assignments.ShouldNotContain(task => task.IsUndone);
        step.TaskOf("z").State.ShouldBe(AssignmentState.Recalled);
        step.TaskOf("a").State.ShouldBe(AssignmentState.Recalled);
    }

    [Fact]
    public void FlowLong_I9SVKP_signers_can_be_added_after_a_delegation_that_was_transferred_has_come_back()
    {
        var step = Step(TaskMode.All, "a", "b").After(TaskVerbs.Delegate, "a", to: "d").After(TaskVerbs.Transfer, "d", to: "x");
        step.TryTo(TaskVerbs.AddBefore, "x", "y").Refusal!.Code.ShouldBe("tasks.owner-decides");
        step = step.After(TaskVerbs.Approve, "x").AfterTo(TaskVerbs.AddBefore, "a", "y");

        step.Holders().ShouldBe("a b y");
        step.TaskOf("a").State.ShouldBe(AssignmentState.Held);
        step = step.After(TaskVerbs.Approve, "y").After(TaskVerbs.Approve, "b").After(TaskVerbs.Approve, "a");
        step.Decision!.Verdict.ShouldBe(Verdict.Approved);
    }

    [Fact]
    public void FlowLong_ID284C_signers_of_parallel_seats_do_not_wait_for_each_other()
    {
        var step = Step(TaskMode.All, "a", "b").AfterTo(TaskVerbs.AddAfter, "a", "x").AfterTo(TaskVerbs.AddAfter, "b", "y");
        step = step.After(TaskVerbs.Approve, "b").After(TaskVerbs.Approve, "y");

        step.Holders().ShouldBe("a");
        step = step.After(TaskVerbs.Approve, "a");
        step.Holders().ShouldBe("x");
        step.After(TaskVerbs.Approve, "x").Decision!.Verdict.ShouldBe(Verdict.Approved);
    }

    [Fact]
    public void 依次_goes_on_only_when_the_added_signers_have_signed_too()
    {
        var step = Step(TaskMode.InTurn, "a", "b").AfterTo(TaskVerbs.AddAfter, "a", "x").After(TaskVerbs.Approve, "a");

        step.Holders().ShouldBe("x");
        step.After(TaskVerbs.Approve, "x").Holders().ShouldBe("b");
    }

    [Fact]
    public void An_added_signer_may_ask_for_others_in_turn()
    {
        var step = Step(TaskMode.Single, "a").AfterTo(TaskVerbs.AddBefore, "a", "x").AfterTo(TaskVerbs.AddBefore, "x", "y").After(TaskVerbs.Approve, "y");

        step.TaskOf("x").State.ShouldBe(AssignmentState.Open);
        step.TaskOf("a").State.ShouldBe(AssignmentState.Held);
        step.After(TaskVerbs.Approve, "x").After(TaskVerbs.Approve, "a").Decision!.By.ShouldBe("a");
    }

    [Fact]
    public void A_manager_who_has_the_task_as_well_waits_for_those_who_sign_first()
    {
        var step = Step(TaskMode.Single, "a").AfterTime(TaskVerbs.Escalate, ("a", "m")).AfterTo(TaskVerbs.AddBefore, "a", "x");

        step.TaskOf("m").State.ShouldBe(AssignmentState.Held);
        step.After(TaskVerbs.Approve, "x").Try(TaskVerbs.Approve, "m").Set.Decision!.By.ShouldBe("m");
    }

    [Fact]
    public void A_signer_who_was_removed_is_not_waited_for_and_nor_are_those_whom_that_one_added()
    {
        var step = Step(TaskMode.Single, "a").AfterTo(TaskVerbs.AddBefore, "a", "x").AfterTo(TaskVerbs.AddBeside, "x", "y").After(TaskVerbs.RemoveSigner, "a", to: "x");

        step.Holders().ShouldBe("a");
        step.TaskOf("x").State.ShouldBe(AssignmentState.Removed);
        step.TaskOf("y").State.ShouldBe(AssignmentState.Removed);
        step.After(TaskVerbs.Approve, "a").Decision!.Verdict.ShouldBe(Verdict.Approved);
    }

    [Fact]
    public void Nobody_is_removed_whom_the_rules_found()
    {
        var step = Step(TaskMode.All, "a", "b").AfterTo(TaskVerbs.AddBeside, "a", "x");

        step.Try(TaskVerbs.RemoveSigner, "a", to: "b").Refusal!.Code.ShouldBe("tasks.recipient.invalid");
        step.Try(TaskVerbs.RemoveSigner, "b", to: "x").Refusal!.Code.ShouldBe("tasks.no-added-signer");
    }

    [Fact]
    public void Nobody_is_added_twice_or_who_has_a_task_already()
    {
        var step = Step(TaskMode.InTurn, "a", "b");

        step.TryTo(TaskVerbs.AddAfter, "a", "x", "x").Refusal!.Code.ShouldBe("tasks.signers.invalid");
        step.TryTo(TaskVerbs.AddAfter, "a").Refusal!.Code.ShouldBe("tasks.signers.invalid");
        step.TryTo(TaskVerbs.AddAfter, "a", "b").Refusal!.Code.ShouldBe("tasks.recipient-has-it");
        step.TryTo(TaskVerbs.AddAfter, "a", "a").Refusal!.Code.ShouldBe("tasks.recipient-has-it");
    }
}

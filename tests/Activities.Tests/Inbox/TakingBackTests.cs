using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.TaskSetSituations;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>拿回, 撤回, 催办 and 抄送 within one step.</summary>
public sealed class TakingBackTests
{
    [Fact]
    public void A_decision_is_taken_back_while_the_others_still_decide()
    {
        var step = Step(TaskMode.All, "a", "b").After(TaskVerbs.Approve, "a").After(TaskVerbs.TakeBack, "a");

        step.Find("t1")!.State.ShouldBe(AssignmentState.TakenBack);
        step.Holders().ShouldBe("b a");
        step.After(TaskVerbs.Reject, "a").Decision!.Verdict.ShouldBe(Verdict.Rejected);
    }

    [Fact]
    public void Whoever_would_have_been_next_waits_for_their_turn_again()
    {
        var step = Step(TaskMode.InTurn, "a", "b", "c").After(TaskVerbs.Approve, "a").After(TaskVerbs.TakeBack, "a");

        step.Holders().ShouldBe("a");
        step.TaskOf("b").State.ShouldBe(AssignmentState.Queued);
        step.After(TaskVerbs.Approve, "a").Holders().ShouldBe("b");
    }

    [Fact]
    public void Nothing_is_taken_back_once_the_next_has_acted()
    {
        var next = Step(TaskMode.InTurn, "a", "b", "c").After(TaskVerbs.Approve, "a");

        next.After(TaskVerbs.Transfer, "b", to: "x").Try(TaskVerbs.TakeBack, "a").Refusal!.Code.ShouldBe("tasks.next-has-acted");
        next.After(TaskVerbs.Delegate, "b", to: "x").Try(TaskVerbs.TakeBack, "a").Refusal!.Code.ShouldBe("tasks.next-has-acted");
        next.AfterTo(TaskVerbs.AddBefore, "b", "x").Try(TaskVerbs.TakeBack, "a").Refusal!.Code.ShouldBe("tasks.next-has-acted");
        next.After(TaskVerbs.Approve, "b").Try(TaskVerbs.TakeBack, "a").Refusal!.Code.ShouldBe("tasks.next-has-acted");
    }

    [Fact]
    public void A_step_that_has_ended_gives_nothing_back() =>
        Step(TaskMode.Any, "a", "b").After(TaskVerbs.Approve, "a").Try(TaskVerbs.TakeBack, "a").Refusal!.Code.ShouldBe("tasks.step-ended");

    [Fact]
    public void A_signer_who_was_to_sign_first_takes_it_back_and_the_owner_waits_again()
    {
        var step = Step(TaskMode.Single, "a").AfterTo(TaskVerbs.AddBefore, "a", "x").After(TaskVerbs.Approve, "x").After(TaskVerbs.TakeBack, "x");

        step.TaskOf("a").State.ShouldBe(AssignmentState.Held);
        step.After(TaskVerbs.Approve, "x").After(TaskVerbs.Approve, "a").Decision!.By.ShouldBe("a");
    }

    [Fact]
    public void A_task_is_taken_back_from_the_signer_who_was_to_sign_afterwards()
    {
        var step = Step(TaskMode.Single, "a").AfterTo(TaskVerbs.AddAfter, "a", "x").After(TaskVerbs.Approve, "a").After(TaskVerbs.TakeBack, "a");

        step.Holders().ShouldBe("a");
        step.After(TaskVerbs.Approve, "a").Holders().ShouldBe("x");
    }

    [Fact]
    public void FlowLong_f4ecb4ea_taking_back_again_and_again_leaves_one_task()
    {
        var step = Step(TaskMode.InTurn, "a", "b");
        for (var i = 0; i < 5; i++) step = step.After(TaskVerbs.Approve, "a").After(TaskVerbs.TakeBack, "a");

        step.Holders().ShouldBe("a");
        step.After(TaskVerbs.Approve, "a").After(TaskVerbs.Approve, "b").Decision!.Verdict.ShouldBe(Verdict.Approved);
    }

    [Theory, InlineData(TaskVerbs.Withdraw, TaskVia.Initiator, "i"), InlineData(TaskVerbs.GiveBack, TaskVia.Predecessor, "p")]
    public void A_step_is_given_back_only_while_nobody_has_acted_on_it(string verb, TaskVia via, string by)
    {
        var step = Started(TaskMode.All, "a", "b");

        step.TryOnStep(verb, via, by).Set.Decision!.ShouldBe(new TaskDecision(Verdict.Returned, by, Now, "form"));
        step.After(TaskVerbs.Approve, "a").TryOnStep(verb, via, by).Refusal!.Code.ShouldBe("tasks.handled-meanwhile");
        step.After(TaskVerbs.Transfer, "a", to: "x").TryOnStep(verb, via, by).Refusal!.Code.ShouldBe("tasks.handled-meanwhile");
        step.AfterTime(TaskVerbs.Escalate, ("a", "m")).TryOnStep(verb, via, by).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_step_is_urged_again_only_after_a_while()
    {
        var urged = Started(TaskMode.All, "a", "b").TryOnStep(TaskVerbs.Urge, TaskVia.Initiator, "i").Set;

        urged.Live.ShouldAllBe(task => task.UrgedAtUtc == Now);
        var early = urged.TryOnStep(TaskVerbs.Urge, TaskVia.Hr, "hr", Now.AddMinutes(59)).Refusal!;
        early.Code.ShouldBe("tasks.urged-lately");
        early.Message.ShouldBe("Expected the step not to have been urged within 01:00:00, but the next time is 2026-03-02 10:12 UTC.");
        urged.TryOnStep(TaskVerbs.Urge, TaskVia.Initiator, "i", Now.AddHours(1)).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_copy_goes_to_each_person_once_and_changes_nothing_else()
    {
        var step = Step(TaskMode.Any, "a").AfterTo(TaskVerbs.Cc, "a", "x", "y").AfterTo(TaskVerbs.Cc, "a", "y", "z");

        step.Copies.Select(copy => copy.PersonId).ShouldBe(["x", "y", "z"]);
        step.Holders().ShouldBe("a");
        step.TryTo(TaskVerbs.Cc, "a", "z").Refusal!.Code.ShouldBe("tasks.copied-already");
    }

    [Fact]
    public void An_escalation_that_only_informs_gives_nobody_a_task()
    {
        var step = (Step(TaskMode.All, "a", "b") with { Terms = new() { EscalationInforms = true } }).AfterTime(TaskVerbs.Escalate, ("a", "m"), ("b", "n"));

        step.Holders().ShouldBe("a b");
        step.Copies.Select(copy => (copy.PersonId, copy.IsLate)).ShouldBe([("m", true), ("n", true)]);
    }

    private static TaskSet Started(TaskMode mode, params string[] people) => Step(mode, people) with { Terms = new() { Initiator = "i", HandedOnBy = ["p"] } };
}

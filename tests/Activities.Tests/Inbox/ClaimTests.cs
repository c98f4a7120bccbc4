using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.TaskSetSituations;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>认领 and 归还: several candidates, of whom one takes the step on.</summary>
public sealed class ClaimTests
{
    [Fact]
    public void FlowLong_9c06d3d1_the_other_candidates_tasks_go_away_and_come_back()
    {
        var step = Step(TaskMode.Any, "a", "b", "c").After(TaskVerbs.Claim, "b");

        step.Holders().ShouldBe("b");
        step.Try(TaskVerbs.Approve, "a").Refusal!.Code.ShouldBe("tasks.claimed");
        step.After(TaskVerbs.Release, "b").Holders().ShouldBe("a b c");
    }

    [Fact]
    public void A_claimed_step_is_decided_by_the_one_who_claimed_it_and_nothing_stays_open()
    {
        var step = Step(TaskKind.Handle, TaskMode.Any, "a", "b").After(TaskVerbs.Claim, "a").After(TaskVerbs.Complete, "a");

        step.Decision!.Verdict.ShouldBe(Verdict.Done);
        step.TaskOf("b").State.ShouldBe(AssignmentState.Recalled);
    }

    [Fact]
    public void A_claim_can_be_handed_to_another_candidate_only_by_releasing_it()
    {
        var step = Step(TaskMode.Any, "a", "b").After(TaskVerbs.Claim, "a");

        step.Try(TaskVerbs.Transfer, "a", to: "b").Refusal!.Code.ShouldBe("tasks.recipient-has-it");
        step.After(TaskVerbs.Transfer, "a", to: "x").After(TaskVerbs.Release, "x").Holders().ShouldBe("b x");
    }

    [Fact]
    public void A_step_is_claimed_once_and_released_only_when_it_is_claimed()
    {
        var step = Step(TaskMode.Any, "a", "b");

        step.Try(TaskVerbs.Release, "a").Refusal!.Code.ShouldBe("tasks.not-claimed");
        step.After(TaskVerbs.Claim, "a").Try(TaskVerbs.Claim, "a").Refusal.ShouldNotBeNull();
        step.After(TaskVerbs.Claim, "a").Try(TaskVerbs.Claim, "b").Refusal!.Code.ShouldBe("tasks.claimed");
    }

    [Fact]
    public void Somebody_who_asked_a_delegate_still_waits_for_the_answer_after_a_release() =>
        Step(TaskMode.Any, "a", "b").After(TaskVerbs.Delegate, "a", to: "d").After(TaskVerbs.Claim, "b").After(TaskVerbs.Release, "b").Holders().ShouldBe("(a) b d");

    [Theory, InlineData(TaskMode.All), InlineData(TaskMode.InTurn), InlineData(TaskMode.Vote), InlineData(TaskMode.Single)]
    public void Only_a_step_that_one_of_several_decides_can_be_claimed(TaskMode mode) =>
        Step(mode, "a", "b").Try(TaskVerbs.Claim, "a").Refusal!.Code.ShouldBe("tasks.action.invalid");

    [Fact]
    public void A_claimed_task_of_a_leaver_goes_to_a_candidate_once()
    {
        var step = Step(TaskMode.Any, "a", "b", "c").After(TaskVerbs.Claim, "a").AfterReroute("a", to: "b");

        step.Holders().ShouldBe("b");
        step.After(TaskVerbs.Release, "b").Holders().ShouldBe("c b");
    }
}

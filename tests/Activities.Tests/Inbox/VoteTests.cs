using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.TaskSetSituations;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>票签: weighted votes that end the step as soon as its outcome is certain.</summary>
public sealed class VoteTests
{
    [Fact]
    public void A_majority_of_the_weight_approves_and_the_other_tasks_are_taken_back()
    {
        var step = Voting(51, ("a", 1), ("b", 1), ("c", 1)).After(TaskVerbs.Approve, "a");

        step.Decision.ShouldBeNull();
        step = step.After(TaskVerbs.Approve, "c");
        step.Decision!.ShouldBe(new TaskDecision(Verdict.Approved, "c", Now));
        step.TaskOf("b").State.ShouldBe(AssignmentState.Recalled);
    }

    [Fact]
    public void One_heavy_vote_may_be_enough() => Voting(60, ("a", 6), ("b", 2), ("c", 2)).After(TaskVerbs.Approve, "a").Decision!.Verdict.ShouldBe(Verdict.Approved);

    [Fact]
    public void A_refusal_alone_decides_nothing_while_the_others_can_still_reach_the_threshold() =>
        Voting(50, ("a", 1), ("b", 1)).After(TaskVerbs.Reject, "a").Holders().ShouldBe("b");

    [Fact]
    public void FlowLong_9f27eaf2_a_rejected_票签_takes_the_other_tasks_back()
    {
        var step = Voting(51, ("a", 1), ("b", 1), ("c", 1), ("d", 1)).After(TaskVerbs.Reject, "a").After(TaskVerbs.Reject, "b");

        step.Decision!.Verdict.ShouldBe(Verdict.Rejected);
        step.Live.ShouldBeEmpty();
        step.Assignments.Select(task => task.State).ShouldBe([AssignmentState.Rejected, AssignmentState.Rejected, AssignmentState.Recalled, AssignmentState.Recalled]);
    }

    [Fact]
    public void Warm_Flow_9f67a802_everybody_has_to_vote_at_a_threshold_of_100()
    {
        var step = Voting(100, ("a", 3), ("b", 1)).After(TaskVerbs.Approve, "a");

        step.Decision.ShouldBeNull();
        step.After(TaskVerbs.Approve, "b").Decision!.Verdict.ShouldBe(Verdict.Approved);
        step.After(TaskVerbs.Reject, "b").Decision!.Verdict.ShouldBe(Verdict.Rejected);
    }

    [Fact]
    public void A_vote_that_was_handed_over_keeps_its_weight() =>
        Voting(60, ("a", 6), ("b", 4)).After(TaskVerbs.Transfer, "a", to: "x").After(TaskVerbs.Approve, "x").Decision!.Verdict.ShouldBe(Verdict.Approved);

    [Fact]
    public void A_seat_votes_yes_once_all_its_signers_have() =>
        Voting(60, ("a", 6), ("b", 4)).AfterTo(TaskVerbs.AddAfter, "a", "x").After(TaskVerbs.Approve, "a").After(TaskVerbs.Approve, "x").Decision!.By.ShouldBe("x");

    [Fact]
    public void A_vote_can_be_taken_back_while_the_outcome_is_open()
    {
        var step = Voting(51, ("a", 1), ("b", 1), ("c", 1)).After(TaskVerbs.Approve, "a").After(TaskVerbs.TakeBack, "a");

        step.Holders().ShouldBe("b c a");
        step.After(TaskVerbs.Reject, "a").After(TaskVerbs.Approve, "b").Decision.ShouldBeNull();
    }

    private static TaskSet Voting(int threshold, params (string Person, int Weight)[] votes) => TaskSet.Open(
        TaskKind.Approval, TaskMode.Vote, TaskVerbs.OfferedTo(TaskKind.Approval), [.. votes.Select(vote => vote.Person)], 1, Moment("t"),
        new StepTerms { VoteThreshold = threshold }, votes.ToDictionary(vote => vote.Person, vote => vote.Weight));
}

using System.Text.Json;
using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.TaskSetSituations;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>转办, 委派, 升级, 离职转办: tasks that change hands.</summary>
public sealed class HandingOverTests
{
    [Fact]
    public void A_transferred_task_is_decided_by_the_one_who_has_it_now()
    {
        var step = Step(TaskMode.Single, "a").After(TaskVerbs.Transfer, "a", to: "x");

        step.Try(TaskVerbs.Approve, "a").Refusal!.Code.ShouldBe("tasks.already-handled");
        step.After(TaskVerbs.Approve, "x").Decision!.By.ShouldBe("x");
    }

    [Fact]
    public void A_delegate_answers_and_the_owner_decides()
    {
        var delegated = Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d");
        delegated.Holders().ShouldBe("(a) d");
        delegated.TaskOf("d").OnBehalfOf.ShouldBe("a");

        var answered = delegated.After(TaskVerbs.Reject, "d", comment: "不建议");
        answered.Decision.ShouldBeNull();
        answered.Holders().ShouldBe("a");

        answered.After(TaskVerbs.Approve, "a").Decision!.ShouldBe(new TaskDecision(Verdict.Approved, "a", Now));
    }

    [Fact]
    public void The_owner_waits_while_a_delegate_has_it() =>
        Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d").Try(TaskVerbs.Approve, "a").Refusal!.Code.ShouldBe("tasks.delegated");

    [Fact]
    public void FlowLong_16da80d3_delegations_of_delegations_come_back_one_by_one_to_the_first_who_delegated()
    {
        var step = Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d").After(TaskVerbs.Delegate, "d", to: "e");

        step.Holders().ShouldBe("(a) (d) e");
        step = step.After(TaskVerbs.Approve, "e");
        step.Holders().ShouldBe("(a) d");
        step = step.After(TaskVerbs.Approve, "d");
        step.Holders().ShouldBe("a");
        step.After(TaskVerbs.Approve, "a").Decision!.By.ShouldBe("a");
    }

    [Fact]
    public void A_delegation_that_was_transferred_still_comes_back_to_the_owner()
    {
        var step = Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d").After(TaskVerbs.Transfer, "d", to: "x");

        step.TaskOf("x").OnBehalfOf.ShouldBe("a");
        step.After(TaskVerbs.Approve, "x").Holders().ShouldBe("a");
    }

    [Fact]
    public void A_task_can_be_delegated_again_after_it_came_back() =>
        Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d").After(TaskVerbs.Approve, "d").After(TaskVerbs.Delegate, "a", to: "d").Holders().ShouldBe("(a) d");

    [Fact]
    public void A_chain_of_delegations_is_bounded()
    {
        var step = Step(TaskMode.Single, "p0");
        for (var i = 0; i < 5; i++) step = step.After(TaskVerbs.Delegate, $"p{i}", to: $"p{i + 1}");

        step.Try(TaskVerbs.Delegate, "p5", to: "p6").Refusal!.Code.ShouldBe("tasks.delegated-too-often");
    }

    [Fact]
    public void A_delegate_cannot_return_the_flow() =>
        Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d").Try(TaskVerbs.Return, "d", to: "form").Refusal!.Code.ShouldBe("tasks.owner-decides");

    [Theory, InlineData(TaskVerbs.Transfer), InlineData(TaskVerbs.Delegate)]
    public void A_task_is_not_handed_to_nobody_to_oneself_or_to_somebody_who_has_one(string verb)
    {
        var step = Step(TaskMode.All, "a", "b");

        step.Try(verb, "a").Refusal!.Code.ShouldBe("tasks.recipient.invalid");
        step.Try(verb, "a", to: "a").Refusal!.Code.ShouldBe("tasks.recipient.invalid");
        step.Try(verb, "a", to: "b").Refusal!.Code.ShouldBe("tasks.recipient-has-it");
    }

    [Fact]
    public void A_deadline_gives_the_manager_the_same_seat()
    {
        var step = Step(TaskMode.All, "a", "b").AfterTime(TaskVerbs.Escalate, ("a", "m"));
        step.Holders().ShouldBe("a b m");

        var decided = step.After(TaskVerbs.Approve, "m");
        decided.TaskOf("a").State.ShouldBe(AssignmentState.Recalled);
        decided.Decision.ShouldBeNull();
        decided.After(TaskVerbs.Approve, "b").Decision!.Verdict.ShouldBe(Verdict.Approved);
    }

    [Fact]
    public void A_manager_of_two_late_people_gets_one_task_where_one_decision_is_enough() =>
        Step(TaskMode.Any, "a", "b").AfterTime(TaskVerbs.Escalate, ("a", "m"), ("b", "m")).Holders().ShouldBe("a b m");

    [Fact]
    public void A_manager_who_decides_ends_a_delegation_as_well() =>
        Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d").AfterTime(TaskVerbs.Escalate, ("a", "m"))
            .After(TaskVerbs.Approve, "m").Assignments.Select(task => task.State)
            .ShouldBe([AssignmentState.Recalled, AssignmentState.Recalled, AssignmentState.Approved]);

    [Fact]
    public void A_rerouted_task_keeps_its_seat_and_needs_a_reason()
    {
        var step = Step(TaskMode.All, "a", "b").AfterReroute("a", to: "x");

        step.Holders().ShouldBe("b x");
        step.After(TaskVerbs.Approve, "b").After(TaskVerbs.Approve, "x").Decision!.Verdict.ShouldBe(Verdict.Approved);
        TaskVerbs.WhyNot(step, new TaskCommand { Verb = TaskVerbs.Reroute, TaskId = step.TaskOf("b").TaskId, By = "hr", Via = TaskVia.Hr, To = "y" }, Now)!
            .Code.ShouldBe("tasks.reason.invalid");
    }

    [Fact]
    public void A_delegate_answers_to_the_new_owner_after_a_reroute()
    {
        var step = Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d").AfterReroute("a", to: "x");

        step.Holders().ShouldBe("d (x)");
        step.TaskOf("d").OnBehalfOf.ShouldBe("x");
        step.After(TaskVerbs.Approve, "d").Holders().ShouldBe("x");
    }

    [Fact]
    public void A_leavers_task_that_goes_to_their_own_delegate_is_decided_by_the_delegate() =>
        Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d").AfterReroute("a", to: "d").After(TaskVerbs.Approve, "d").Decision!.By.ShouldBe("d");

    [Fact]
    public void A_delegate_who_leaves_gives_the_task_back_to_an_owner_who_gets_it() =>
        Step(TaskMode.Single, "a").After(TaskVerbs.Delegate, "a", to: "d").AfterReroute("d", to: "a").Holders().ShouldBe("a");

    [Fact]
    public void A_step_survives_being_written_and_read()
    {
        var step = Step(TaskMode.InTurn, "a", "b").After(TaskVerbs.Delegate, "a", to: "d", comment: "请看").After(TaskVerbs.Approve, "d").After(TaskVerbs.Approve, "a");

        var read = JsonSerializer.Deserialize<TaskSet>(JsonSerializer.Serialize(step))!;

        read.Assignments.ShouldBe(step.Assignments);
        read.Entries.ShouldBe(step.Entries);
        read.After(TaskVerbs.Approve, "b").Decision!.Verdict.ShouldBe(Verdict.Approved);
    }
}

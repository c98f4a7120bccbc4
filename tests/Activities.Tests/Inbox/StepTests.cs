using HrBpm.Activities.Inbox;
using HrBpm.Workflows;
using static HrBpm.Activities.Tests.Inbox.StepSituation;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Approval, handling and initiator steps, run by the engine.</summary>
public sealed class StepTests : IAsyncLifetime
{
    private readonly StepSituation request = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => request.DisposeAsync();

    [Fact]
    public async Task A_request_is_approved_step_by_step()
    {
        await request.StartAsync(Manager(), Head());
        request.Holders.ShouldBe("李娜");

        await request.DoAsync("李娜", TaskVerbs.Approve, comment: "同意", answers: new() { ["days"] = 3 });
        await request.DoAsync("王强", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
        request.Inbox.Lines.ShouldBe(["open 李娜", "close 李娜 approve", "open 王强", "close 王强 approve"]);
        request.OutputOf("manager", "decision").ShouldBe("Approved");
        request.OutputOf("manager", "decidedBy").ShouldBe(request.Org["李娜"].ToString("D"));
        request.OutputOf("manager", "answers").ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["days"].ShouldBe(3);
        request.OutputOf("manager", "comments").ShouldBeAssignableTo<IReadOnlyList<object?>>()!.Single()
            .ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["comment"].ShouldBe("同意");
    }

    [Fact]
    public async Task The_first_form_hands_on_what_the_flow_was_started_with()
    {
        await request.StartAsync(Manager());

        request.OutputOf("form", "answers").ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["reason"].ShouldBe("年假");
    }

    [Fact]
    public async Task A_refusal_leaves_by_its_own_way_and_is_kept()
    {
        await request.StartAsync(Manager());
        await request.DoAsync("李娜", TaskVerbs.Reject, comment: "人手不足");

        request.Flow.Lines.ShouldBe(["Rejected"]);
        request.OutputOf("manager", "refusals").ShouldBeAssignableTo<IReadOnlyList<object?>>()!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_return_to_the_initiator_walks_again_through_every_step()
    {
        await request.StartAsync(Manager(), Head());
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Return, to: "initiator", comment: "请补充日期");

        request.Holders.ShouldBe("张伟");
        await request.DoAsync("张伟", TaskVerbs.Complete, answers: new() { ["reason"] = "年假 3 天" });
        request.OutputOf("form", "answers").ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["reason"].ShouldBe("年假 3 天");
        request.Holders.ShouldBe("李娜");
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
        request.Inbox.Lines.ShouldContain("open 王强 round 2");
    }

    [Fact]
    public async Task A_return_may_come_straight_back_to_the_one_who_returned()
    {
        await request.StartAsync(Manager(), Head());
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Return, to: "initiator", straightBack: true);
        await request.DoAsync("张伟", TaskVerbs.Complete);

        request.Holders.ShouldBe("王强");
        request.Flow.Path.ShouldBe("form > manager > head > form > head");
    }

    [Fact]
    public async Task A_return_to_the_previous_step_asks_that_person_again()
    {
        await request.StartAsync(Manager(), Head());
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Return, to: "previous");

        request.Holders.ShouldBe("李娜");
        request.Inbox.Lines[^1].ShouldBe("open 李娜 round 2");
    }

    [Fact]
    public async Task A_return_to_an_unknown_step_changes_nothing_and_the_task_waits_on()
    {
        await request.StartAsync(Manager(), Head());
        var before = request.Inbox.TaskOf("李娜");
        await request.ResumeAsync(before.BookmarkId!, new TaskCommand { Verb = TaskVerbs.Return, By = before.AssigneeId, To = "head" });

        request.Holders.ShouldBe("李娜");
        request.Inbox.TaskOf("李娜").BookmarkId.ShouldNotBe(before.BookmarkId);
        await request.DoAsync("李娜", TaskVerbs.Approve);
        request.Holders.ShouldBe("王强");
    }

    [Fact]
    public void A_return_to_an_unknown_step_names_the_possible_ones() =>
        ReturnTarget.Resolve("pay", [new("form", "申请", true), new("manager", "直属主管", false)]).Refusal!.Message
            .ShouldBe("Expected one of the earlier steps initiator, manager (直属主管), but got 'pay'.");

    [Fact]
    public async Task A_transferred_task_is_approved_by_the_one_who_got_it()
    {
        await request.StartAsync(Manager());
        await request.DoAsync("李娜", TaskVerbs.Transfer, to: request.Org["赵敏"].ToString("D"));
        await request.DoAsync("赵敏", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
        request.Inbox.Lines.ShouldBe(["open 李娜", "close 李娜 transfer", "open 赵敏", "close 赵敏 approve"]);
    }

    [Fact]
    public async Task A_delegated_task_comes_back_to_its_owner_who_decides()
    {
        await request.StartAsync(Manager());
        await request.DoAsync("李娜", TaskVerbs.Delegate, to: request.Org["刘洋"].ToString("D"));
        request.Holders.ShouldBe("刘洋");
        await request.DoAsync("刘洋", TaskVerbs.Reject, comment: "建议改期");
        request.Holders.ShouldBe("李娜");
        request.Flow.Lines.ShouldBeEmpty();
        await request.DoAsync("李娜", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
        request.OutputOf("manager", "refusals").ShouldBeAssignableTo<IReadOnlyList<object?>>()!.ShouldBeEmpty();
        request.Messages.Select(message => (string)message["title"]!).ShouldBe(["待办：manager 的待办", "请你答复：manager 的待办", "已答复, 请你决定：manager 的待办"]);
    }

    [Fact]
    public async Task 会签_with_one_refusal_is_rejected_and_the_others_are_recalled()
    {
        await request.StartAsync(Step("hr", "HrBpm.Approval", ("assignees", """[{"by":"Role","value":"HrSpecialist"},{"by":"DirectManager"}]"""), ("mode", "All")));
        await request.DoAsync("赵敏", TaskVerbs.Approve);
        await request.DoAsync("刘洋", TaskVerbs.Reject);

        request.Flow.Lines.ShouldBe(["Rejected"]);
        request.Inbox.Open.ShouldBeEmpty();
        request.Flow.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chain_of_managers_is_asked_in_turn()
    {
        await request.StartAsync(Step("chain", "HrBpm.Approval", ("assignees", """[{"by":"ManagerChain","levels":3}]""")));
        await request.DoAsync("李娜", TaskVerbs.Approve);
        request.Holders.ShouldBe("王强");
        await request.DoAsync("王强", TaskVerbs.Approve);
        await request.DoAsync("总经理", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
    }

    [Fact]
    public async Task Somebody_who_left_before_their_turn_is_stood_in_for_by_their_manager()
    {
        await request.StartAsync(Step("chain", "HrBpm.Approval", ("assignees", """[{"by":"ManagerChain","levels":2}]""")));
        request.Org.Leave("王强");
        await request.DoAsync("李娜", TaskVerbs.Approve);

        request.Holders.ShouldBe("总经理");
        request.Inbox.Lines.ShouldBe(["open 李娜", "queue 王强", "close 李娜 approve", "close 王强 reroute", "open 总经理"]);
    }

    [Fact]
    public async Task An_owner_who_left_before_the_delegate_answered_is_stood_in_for()
    {
        await request.StartAsync(Manager());
        await request.DoAsync("李娜", TaskVerbs.Delegate, to: request.Org["刘洋"].ToString("D"));
        request.Org.Leave("李娜");
        await request.DoAsync("刘洋", TaskVerbs.Approve);

        request.Holders.ShouldBe("王强");
        request.Inbox.Lines[^1].ShouldBe("open 王强");
    }

    [Fact]
    public async Task A_step_that_is_signed_needs_something_to_sign()
    {
        await request.StartAsync(Manager(("signature", "true")));

        request.Flow.Instance.Incidents.Single().Code.ShouldBe("inbox.signature-invalid");
    }

    [Fact]
    public async Task A_deadline_reminds_the_assignee_and_escalates_to_the_manager()
    {
        await request.StartAsync(Manager(("dueIn", "2.00:00:00"), ("remindBefore", "1.00:00:00"), ("escalateAfterDue", "1.00:00:00")));

        await request.Flow.AdvanceAsync(TimeSpan.FromDays(1));
        request.Messages.Select(message => (string)message["title"]!).Last().ShouldBe("即将到期：manager 的待办");
        await request.Flow.AdvanceAsync(TimeSpan.FromDays(2));
        request.Holders.ShouldBe("李娜 王强");
        await request.DoAsync("王强", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
        request.Inbox.Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task Time_goes_on_by_itself_and_says_why()
    {
        var at = request.Flow.Clock.NowUtc.AddDays(30);
        await request.StartAsync(Manager(("advanceAt", at.ToString("O")), ("advanceReason", "通知期已满")));
        await request.Flow.AdvanceAsync(TimeSpan.FromDays(30));

        request.Flow.Lines.ShouldBe(["Advanced"]);
        request.Inbox.Lines.ShouldBe(["open 李娜", "close 李娜 advance"]);
        request.OutputOf("manager", "comments").ShouldBeAssignableTo<IReadOnlyList<object?>>()!.Single()
            .ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["comment"].ShouldBe("通知期已满");
        request.OutputOf("manager", "decidedBy").ShouldBeNull();
    }

    [Fact]
    public async Task A_returned_request_that_nobody_resubmits_goes_on_in_time_with_what_was_handed_in_last()
    {
        var at = request.Flow.Clock.NowUtc.AddDays(30);
        request.Form = new() { ["advanceAt"] = at.ToString("O"), ["advanceReason"] = "期限届满" };
        await request.StartAsync(Manager());
        await request.DoAsync("李娜", TaskVerbs.Return, to: "initiator", comment: "请更正");
        await request.DoAsync("张伟", TaskVerbs.Complete, answers: new() { ["reason"] = "事假" });
        await request.DoAsync("李娜", TaskVerbs.Return, to: "initiator", comment: "请再更正");
        await request.Flow.AdvanceAsync(TimeSpan.FromDays(30));

        request.Holders.ShouldBe("李娜");
        request.OutputOf("form", "answers").ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["reason"].ShouldBe("事假");
        request.OutputOf("form", "decision").ShouldBe("Advanced");

        await request.DoAsync("李娜", TaskVerbs.Return, to: "initiator", comment: "太晚了");
        request.Holders.ShouldBe("李娜", "after that moment nobody is asked to amend any more");
    }

    [Fact]
    public async Task A_step_that_may_not_be_returned_so_far_offers_only_the_steps_that_it_names()
    {
        await request.StartAsync(Manager(), Head(("returnTargets", """["manager"]""")));
        await request.DoAsync("李娜", TaskVerbs.Approve);
        request.Inbox.Asks[^1].Terms.Returnable(request.Inbox.Asks[^1].EarlierSteps).Select(step => step.ActivityId).ShouldBe(["manager"]);

        await request.DoAsync("王强", TaskVerbs.Return, to: "initiator");
        request.Holders.ShouldBe("王强", "nothing has happened");
        await request.DoAsync("王强", TaskVerbs.Return, to: "previous");
        request.Holders.ShouldBe("李娜");
    }

    [Fact]
    public async Task A_moment_that_has_passed_before_the_step_opens_asks_nobody()
    {
        await request.StartAsync(Manager(("advanceAt", request.Flow.Clock.NowUtc.ToString("O"))));

        request.Flow.Lines.ShouldBe(["Advanced"]);
        request.Inbox.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_is_one_per_task_and_event_with_a_stable_id_and_the_due_time_in_local_time()
    {
        await request.StartAsync(Manager(("dueIn", "1.00:00:00"), ("instruction", "请核对休假天数")));

        var message = request.Messages.Single();
        message["text"].ShouldBe("请核对休假天数\n截止 2026-09-02 09:00");
        message["toUserIds"].ShouldBeAssignableTo<IReadOnlyList<object?>>()!.ShouldBe([(await request.Org.FindAsync(request.Org["李娜"], default))!.WeComUserId]);
        ((string)message["taskId"]!).ShouldMatch("^[0-9A-Za-z_@-]{1,128}$");
        ((string)message["taskId"]!).ShouldBe($"{Guid.Parse(request.Inbox.TaskOf("李娜").TaskId):N}-opened");
    }

    [Theory]
    [InlineData("en-GB", "Europe/London", "To do: manager 的待办", "^Due 2 Sept? 2026 02:00$")]
    [InlineData("de-DE", "Europe/Berlin", "To do: manager 的待办", "^Due 2 Sept?\\.? 2026 03:00$")]
    [InlineData("zh-CN", "Mars/Olympus", "待办：manager 的待办", "^截止 2026-09-02 01:00 UTC$")]
    public async Task A_message_is_in_the_language_and_the_time_of_whoever_gets_it(string locale, string zone, string title, string due)
    {
        request.Org.Speaks("李娜", locale, zone);
        await request.StartAsync(Manager(("dueIn", "1.00:00:00")));

        request.Messages.Single()["title"].ShouldBe(title);
        ((string)request.Messages.Single()["text"]!).ShouldMatch(due, "ICU writes Sep or Sept");
    }

    [Fact]
    public async Task Several_people_may_handle_a_step_and_one_is_enough_unless_told_otherwise()
    {
        await request.StartAsync(Step("clear", "HrBpm.Handle", ("assignees", """[{"by":"Role","value":"HrSpecialist"}]""")));
        await request.DoAsync("赵敏", TaskVerbs.Complete);

        request.Flow.Lines.ShouldBe(["Done"]);
        request.Inbox.Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_without_anybody_passes_where_it_may()
    {
        await request.StartAsync(Step("auditor", "HrBpm.Approval", ("assignees", """[{"by":"Role","value":"Auditor"}]"""), ("whenNobody", "Pass")));

        request.Flow.Lines.ShouldBe(["Approved"]);
    }

    [Fact]
    public async Task A_step_without_anybody_goes_to_the_administrator_unless_told_otherwise()
    {
        await request.StartAsync(Step("auditor", "HrBpm.Approval", ("assignees", """[{"by":"Role","value":"Auditor"}]""")));

        request.Holders.ShouldBe("许诺");
    }

    [Theory, InlineData("""["explode"]"""), InlineData("""["reject"]""")]
    public async Task Actions_that_make_no_sense_are_an_incident(string actions)
    {
        await request.StartAsync(Manager(("actions", actions)));

        request.Flow.Instance.Incidents.Single().Code.ShouldBe("inbox.actions-invalid");
    }

    [Fact]
    public async Task A_cancelled_flow_takes_its_tasks_out_of_the_inboxes()
    {
        await request.StartAsync(Manager());
        await request.Flow.Runtime.CancelAsync(request.Flow.InstanceId, "hr", "撤回", TestContext.Current.CancellationToken);

        request.Inbox.Lines.ShouldBe(["open 李娜", "close 李娜 cancel"]);
    }

    [Fact]
    public async Task A_rerouted_task_goes_on_with_somebody_else()
    {
        await request.StartAsync(Manager());
        var task = request.Inbox.TaskOf("李娜");
        var command = new TaskCommand { Verb = TaskVerbs.Reroute, By = request.Org["刘洋"].ToString("D"), Via = TaskVia.Hr, To = request.Org["王强"].ToString("D"), Comment = "离职" };
        (await request.ResumeAsync(task.BookmarkId!, command)).ShouldBeNull();

        request.Inbox.Lines.ShouldBe(["open 李娜", "close 李娜 reroute", "open 王强"]);
        await request.DoAsync("王强", TaskVerbs.Approve);
        request.Flow.Lines.ShouldBe(["Approved"]);
    }

    [Fact]
    public async Task Somebody_elses_word_changes_nothing()
    {
        await request.StartAsync(Manager());
        var task = request.Inbox.TaskOf("李娜");
        await request.ResumeAsync(task.BookmarkId!, new TaskCommand { Verb = TaskVerbs.Approve, By = request.Org["张伟"].ToString("D") });

        request.Flow.Lines.ShouldBeEmpty();
        request.Holders.ShouldBe("李娜");
    }
}

using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.StepSituation;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>What went wrong elsewhere with several verbs together, run through the engine. Others are beside the verb that they are about.</summary>
public sealed class KnownFailureTests : IAsyncLifetime
{
    private readonly StepSituation request = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => request.DisposeAsync();

    [Fact]
    public async Task Warm_Flow_63ce6b44_a_return_in_front_of_a_fork_makes_the_tasks_of_both_branches_anew()
    {
        await request.StartParallelAsync(Manager(), Head());
        await request.DoAsync("王强", TaskVerbs.Return, to: "initiator");
        await request.DoAsync("张伟", TaskVerbs.Complete);

        request.Holders.Split(' ').Order().ShouldBe(["李娜", "王强"]);
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Approve);
        request.Flow.Lines.ShouldBe(["Approved"]);
    }

    [Fact]
    public async Task Warm_Flow_ebfaa2f6_a_return_takes_back_the_tasks_of_the_branch_beside_it()
    {
        await request.StartParallelAsync(Manager(), Head());
        await request.DoToAsync("李娜", TaskVerbs.AddBefore, "刘洋");
        await request.DoAsync("王强", TaskVerbs.Return, to: "initiator");

        request.Holders.ShouldBe("张伟");
        request.Inbox.Open.Count.ShouldBe(1);
    }

    [Fact]
    public async Task JeecgBoot_7460_a_会签_that_was_returned_asks_everybody_once_and_keeps_one_history_each()
    {
        await request.StartAsync(Step("all", "HrBpm.Approval", ("assignees", """[{"by":"DirectManager"},{"by":"DepartmentHead"}]"""), ("mode", "All")));
        await request.DoAsync("李娜", TaskVerbs.Approve, comment: "同意");
        await request.DoAsync("王强", TaskVerbs.Return, to: "initiator", comment: "请补充");
        await request.DoAsync("张伟", TaskVerbs.Complete);
        request.Holders.Split(' ').Order().ShouldBe(["李娜", "王强"]);
        await request.DoAsync("李娜", TaskVerbs.Approve, comment: "再次同意");
        await request.DoAsync("王强", TaskVerbs.Approve, comment: "同意");

        request.Flow.Lines.ShouldBe(["Approved"]);
        request.OutputOf("all", "comments").ShouldBeAssignableTo<IReadOnlyList<object?>>()!
            .Select(comment => ((IReadOnlyDictionary<string, object?>)comment!)["comment"]).ShouldBe(["再次同意", "同意"]);
        request.Inbox.All.Count.ShouldBe(5);
    }

    [Fact]
    public async Task FlowLong_f4ecb4ea_a_flow_that_is_returned_again_and_again_has_one_task_each_time()
    {
        await request.StartAsync(Manager(), Head());
        for (var round = 1; round <= 4; round++)
        {
            await request.DoAsync("李娜", TaskVerbs.Approve);
            await request.DoAsync("王强", TaskVerbs.Return, to: "previous");
            request.Holders.ShouldBe("李娜");
            request.Inbox.TaskOf("李娜").Round.ShouldBe(round + 1);
        }
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
    }

    [Fact]
    public async Task Signers_who_were_added_are_asked_by_the_engine_too()
    {
        await request.StartAsync(Manager());
        await request.DoToAsync("李娜", TaskVerbs.AddBefore, "刘洋");
        await request.DoToAsync("刘洋", TaskVerbs.AddAfter, "赵敏");
        request.Holders.ShouldBe("刘洋");
        await request.DoAsync("刘洋", TaskVerbs.Approve);
        request.Holders.Split(' ').Order().ShouldBe(["李娜", "赵敏"]);
        await request.DoAsync("赵敏", TaskVerbs.Approve);
        await request.DoAsync("李娜", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
        request.Inbox.Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_claimed_step_leaves_the_other_inboxes_and_comes_back()
    {
        await request.StartAsync(Step("clear", "HrBpm.Handle", ("assignees", """[{"by":"Role","value":"HrSpecialist"}]""")));
        await request.DoAsync("刘洋", TaskVerbs.Claim);
        request.Holders.ShouldBe("刘洋");
        await request.DoAsync("刘洋", TaskVerbs.Release);
        request.Holders.Split(' ').Order().ShouldBe(["刘洋", "赵敏"]);
        await request.DoAsync("赵敏", TaskVerbs.Complete);

        request.Flow.Lines.ShouldBe(["Done"]);
        request.Inbox.Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_initiator_withdraws_the_request_before_anybody_has_handled_it_and_hands_it_in_again()
    {
        await request.StartParallelAsync(Manager(), Head());
        await request.AskOfAsync("李娜", TaskVerbs.Withdraw, TaskVia.Initiator, "张伟");

        request.Holders.ShouldBe("张伟");
        await request.DoAsync("张伟", TaskVerbs.Complete);
        request.Holders.Split(' ').Order().ShouldBe(["李娜", "王强"]);
    }

    [Fact]
    public async Task A_request_that_has_gone_beyond_its_first_step_is_not_withdrawn()
    {
        await request.StartAsync(Manager(), Head());
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.AskOfAsync("王强", TaskVerbs.Withdraw, TaskVia.Initiator, "张伟");

        request.Holders.ShouldBe("王强");
    }

    [Fact]
    public async Task An_approver_takes_the_flow_back_from_the_next_step_while_nobody_has_acted_there()
    {
        await request.StartAsync(Manager(), Head());
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.AskOfAsync("王强", TaskVerbs.GiveBack, TaskVia.Predecessor, "李娜", to: "manager");

        request.Holders.ShouldBe("李娜");
        await request.DoAsync("李娜", TaskVerbs.Reject);
        request.Flow.Path.ShouldBe("form > manager > head > manager");
    }

    [Fact]
    public async Task Nobody_takes_the_flow_back_who_did_not_hand_it_on()
    {
        await request.StartAsync(Manager(), Head());
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.AskOfAsync("王强", TaskVerbs.GiveBack, TaskVia.Predecessor, "张伟", to: "manager");

        request.Holders.ShouldBe("王强");
    }

    [Fact]
    public async Task A_decision_is_taken_back_while_the_next_in_turn_has_not_acted()
    {
        await request.StartAsync(Step("chain", "HrBpm.Approval", ("assignees", """[{"by":"ManagerChain","levels":2}]""")));
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.TakeBackAsync("李娜", "王强");

        request.Holders.ShouldBe("李娜");
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Approve);
        request.Flow.Lines.ShouldBe(["Approved"]);
    }

    [Fact]
    public async Task Of_several_who_decided_only_the_one_who_takes_it_back_from_the_next_step_is_asked_again()
    {
        await request.StartAsync(Both("All"), Step("last", "HrBpm.Approval", ("assignees", OnlyXuNuo())));
        await request.DoAsync("王强", TaskVerbs.Approve, comment: "王强同意");
        await request.DoAsync("李娜", TaskVerbs.Approve, comment: "李娜同意");
        request.Holders.ShouldBe("许诺");
        await request.AskOfAsync("许诺", TaskVerbs.GiveBack, TaskVia.Predecessor, "李娜", to: "both");

        request.Holders.ShouldBe("李娜");
        await request.DoAsync("李娜", TaskVerbs.Approve, comment: "李娜再次同意");
        request.Holders.ShouldBe("许诺");
        ((IEnumerable<object?>)request.OutputOf("both", "comments")!).Select(said => ((IReadOnlyDictionary<string, object?>)said!)["comment"]).ShouldBe(["王强同意", "李娜再次同意"]);
        await request.Flow.AdvanceAsync(TimeSpan.FromMinutes(1));
        await request.AskOfAsync("许诺", TaskVerbs.GiveBack, TaskVia.Predecessor, "王强", to: "both");
        request.Holders.ShouldBe("王强", "who was not asked a second time may take the decision back all the same");
        await request.DoAsync("王强", TaskVerbs.Reject);
        request.Holders.ShouldBe("");
    }

    [Fact]
    public async Task A_vote_that_is_taken_back_from_the_next_step_is_counted_with_those_that_stand()
    {
        await request.StartAsync(Both("Vote"), Step("last", "HrBpm.Approval", ("assignees", OnlyXuNuo())));
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Approve);
        await request.AskOfAsync("许诺", TaskVerbs.GiveBack, TaskVia.Predecessor, "王强", to: "both");
        request.Holders.ShouldBe("王强");
        await request.DoAsync("王强", TaskVerbs.Reject);

        request.Holders.ShouldBe("", "one of two agrees, which is less than the 51 percent that it takes");
    }

    [Fact]
    public async Task Those_who_are_urged_get_one_message_more_each_time()
    {
        await request.StartAsync(Manager());
        await request.AskOfAsync("李娜", TaskVerbs.Urge, TaskVia.Initiator, "张伟");
        await request.AskOfAsync("李娜", TaskVerbs.Urge, TaskVia.Initiator, "张伟");
        await request.Flow.AdvanceAsync(TimeSpan.FromHours(1));
        await request.AskOfAsync("李娜", TaskVerbs.Urge, TaskVia.Initiator, "张伟");

        request.Messages.Select(message => (string)message["title"]!).ShouldBe(["待办：manager 的待办", "催办：manager 的待办", "催办：manager 的待办"]);
        request.Messages.Select(message => message["taskId"]).ShouldBeUnique();
    }

    private static System.Text.Json.Nodes.JsonObject Both(string mode) => Step("both", "HrBpm.Approval", ("mode", mode), ("assignees", """[{"by":"DirectManager"},{"by":"DepartmentHead"}]"""));

    private string OnlyXuNuo() => $$"""[{"by":"Person","value":"{{request.Org["许诺"]:D}}"}]""";
}

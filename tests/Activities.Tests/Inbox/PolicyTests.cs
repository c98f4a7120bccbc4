using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.StepSituation;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>What a step's settings do: duplicates, the initiator as approver, absences, copies, votes, and escalation that only informs.</summary>
public sealed class PolicyTests : IAsyncLifetime
{
    private readonly StepSituation request = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => request.DisposeAsync();

    [Theory, InlineData("Ask", "李娜"), InlineData("Consecutive", "李娜"), InlineData("WholeFlow", "")]
    public async Task Somebody_who_agreed_earlier_in_the_flow_is_asked_again_or_not(string duplicates, string holders)
    {
        await request.StartAsync(Manager(), Head(), Again(duplicates));
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Approve);

        request.Holders.ShouldBe(holders);
    }

    [Fact]
    public async Task Somebody_who_agreed_at_the_step_just_before_agrees_by_themselves_and_the_history_says_why()
    {
        await request.StartAsync(Manager(), Again("Consecutive"));
        await request.DoAsync("李娜", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
        request.Inbox.Lines.ShouldBe(["open 李娜", "close 李娜 approve", "open 李娜", "close 李娜 pass"]);
        request.OutputOf("again", "comments").ShouldBeAssignableTo<IReadOnlyList<object?>>()!.Single()
            .ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["comment"].ShouldBe("此前已同意, 自动通过");
    }

    [Fact]
    public async Task Of_several_only_those_who_agreed_before_agree_by_themselves()
    {
        await request.StartAsync(Manager(), Step("again", "HrBpm.Approval", ("assignees", """[{"by":"ManagerChain","levels":3}]"""), ("duplicates", "WholeFlow")));
        await request.DoAsync("李娜", TaskVerbs.Approve);

        request.Holders.ShouldBe("王强");
    }

    [Fact]
    public async Task What_was_agreed_to_before_a_return_does_not_count_any_more()
    {
        await request.StartAsync(Manager(), Head(), Again("WholeFlow"));
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("王强", TaskVerbs.Return, to: "initiator");
        await request.DoAsync("张伟", TaskVerbs.Complete);

        request.Holders.ShouldBe("李娜");
    }

    [Fact]
    public async Task A_step_that_is_signed_asks_everybody_whoever_agreed_before()
    {
        await request.StartAsync(Manager(), Again("WholeFlow", ("signature", "true"), ("document", "请假单"), ("intent", "同意")));
        await request.DoAsync("李娜", TaskVerbs.Approve);

        request.Holders.ShouldBe("李娜");
    }

    [Theory, InlineData("Self", "张伟"), InlineData("Manager", "李娜"), InlineData("Person", "赵敏"), InlineData("Skip", "")]
    public async Task An_initiator_whom_the_rules_find_approves_is_skipped_or_replaced(string policy, string holders)
    {
        await request.StartAsync(Step("own", "HrBpm.Approval", ("assignees", """[{"by":"Initiator"}]"""), ("whenInitiator", policy), ("whenInitiatorPerson", request.Org["赵敏"].ToString("D"))));

        request.Holders.ShouldBe(holders);
        request.Flow.Lines.ShouldBe(policy == "Skip" ? ["Approved"] : []);
    }

    [Fact]
    public async Task An_initiator_who_is_skipped_leaves_the_others_to_decide()
    {
        await request.StartAsync(Step("own", "HrBpm.Approval", ("assignees", """[{"by":"Initiator"},{"by":"DirectManager"}]"""), ("mode", "All"), ("whenInitiator", "Skip")));

        request.Holders.ShouldBe("李娜");
    }

    [Fact]
    public async Task A_task_of_somebody_who_is_away_goes_to_whom_they_named_and_both_names_are_kept()
    {
        request.Absences.Name("李娜", "刘洋");
        await request.StartAsync(Manager());

        request.Holders.ShouldBe("刘洋");
        request.Inbox.TaskOf("刘洋").OnBehalfOf.ShouldBe(request.Org["李娜"].ToString("D"));
        ((string)request.Messages.Single()["text"]!).ShouldBe("李娜 外出, 由你代为办理");
        await request.DoAsync("刘洋", TaskVerbs.Approve, comment: "代批");
        request.OutputOf("manager", "comments").ShouldBeAssignableTo<IReadOnlyList<object?>>()!.Single()
            .ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["onBehalfOf"].ShouldBe(request.Org["李娜"].ToString("D"));
    }

    [Fact]
    public async Task Absences_are_followed_from_one_to_the_next()
    {
        request.Absences.Name("李娜", "刘洋");
        request.Absences.Name("刘洋", "赵敏");
        await request.StartAsync(Manager());

        request.Holders.ShouldBe("赵敏");
    }

    [Fact]
    public async Task Absences_that_go_in_a_circle_change_nothing()
    {
        request.Absences.Name("李娜", "刘洋");
        request.Absences.Name("刘洋", "赵敏");
        request.Absences.Name("赵敏", "刘洋");
        await request.StartAsync(Manager());

        request.Holders.ShouldBe("李娜");
    }

    [Fact]
    public async Task A_chain_of_absences_is_bounded()
    {
        string[] chain = ["李娜", "刘洋", "赵敏", "许诺", "总经理", "王强", "钱七"];
        request.Org.Join("钱七");
        foreach (var (away, instead) in chain.Zip(chain.Skip(1))) request.Absences.Name(away, instead);
        await request.StartAsync(Manager());

        request.Holders.ShouldBe("李娜");
    }

    [Fact]
    public async Task A_task_does_not_go_to_the_one_whom_the_case_is_about_or_to_somebody_who_left()
    {
        request.Absences.Name("李娜", "张伟");
        request.Absences.Name("王强", "刘洋");
        request.Org.Leave("刘洋");
        await request.StartAsync(Manager(), Head());
        request.Holders.ShouldBe("李娜");
        await request.DoAsync("李娜", TaskVerbs.Approve);

        request.Holders.ShouldBe("王强");
    }

    [Fact]
    public async Task Somebody_who_goes_away_while_they_wait_for_their_turn_is_stood_in_for()
    {
        await request.StartAsync(Step("chain", "HrBpm.Approval", ("assignees", """[{"by":"ManagerChain","levels":2}]""")));
        request.Absences.Name("王强", "刘洋");
        await request.DoAsync("李娜", TaskVerbs.Approve);

        request.Holders.ShouldBe("刘洋");
        request.Inbox.TaskOf("刘洋").OnBehalfOf.ShouldBe(request.Org["王强"].ToString("D"));
    }

    [Fact]
    public async Task A_step_may_insist_on_the_person()
    {
        request.Absences.Name("李娜", "刘洋");
        await request.StartAsync(Manager(("allowsAwayDelegate", "false")));

        request.Holders.ShouldBe("李娜");
    }

    [Fact]
    public async Task An_escalation_that_only_informs_leaves_the_task_with_its_assignee()
    {
        await request.StartAsync(Manager(("dueIn", "2.00:00:00"), ("escalateAfterDue", "1.00:00:00"), ("escalation", "Inform")));
        await request.Flow.AdvanceAsync(TimeSpan.FromDays(3));

        request.Holders.ShouldBe("李娜");
        request.Inbox.Copies.Select(copy => (request.Org.NameOf(Guid.Parse(copy.PersonId)), copy.IsLate)).ShouldBe([("王强", true)]);
        request.Messages.Select(message => (string)message["title"]!).Last().ShouldBe("下属逾期, 供知悉：manager 的待办");
    }

    [Fact]
    public async Task A_step_sends_copies_when_it_opens()
    {
        await request.StartAsync(Manager(("cc", """[{"by":"Role","value":"HrSpecialist"}]""")));

        request.Inbox.Lines.ShouldBe(["open 李娜", "copy 刘洋", "copy 赵敏"]);
        request.Messages.Select(message => (string)message["title"]!).ShouldBe(["待办：manager 的待办", "抄送：manager 的待办", "抄送：manager 的待办"]);
        request.Messages.Select(message => message["taskId"]).ShouldBeUnique();
    }

    [Fact]
    public async Task Votes_weigh_what_the_rules_say()
    {
        await request.StartAsync(Step("vote", "HrBpm.Approval", ("mode", "Vote"), ("voteThreshold", "60"),
            ("assignees", """[{"by":"DirectManager","weight":2},{"by":"DepartmentHead","weight":3},{"by":"Role","value":"HrSpecialist"}]""")));
        await request.DoAsync("李娜", TaskVerbs.Approve);
        await request.DoAsync("刘洋", TaskVerbs.Reject);
        request.Flow.Lines.ShouldBeEmpty();
        await request.DoAsync("王强", TaskVerbs.Approve);

        request.Flow.Lines.ShouldBe(["Approved"]);
        request.Inbox.Open.ShouldBeEmpty();
    }

    [Theory, InlineData("voteThreshold", "0", "inbox.vote-threshold-invalid"), InlineData("assignees", """[{"by":"DirectManager","weight":0}]""", "inbox.assignee-rule-invalid"),
        InlineData("cc", """[{"by":"Role"}]""", "inbox.assignee-rule-invalid")]
    public async Task Settings_that_make_no_sense_are_an_incident(string name, string value, string code)
    {
        await request.StartAsync(name == "assignees" ? Step("manager", "HrBpm.Approval", (name, value)) : Manager((name, value)));

        request.Flow.Instance.Incidents.Single().Code.ShouldBe(code);
    }

    private static System.Text.Json.Nodes.JsonObject Again(string duplicates, params (string Name, object Value)[] inputs) =>
        Step("again", "HrBpm.Approval", [("assignees", """[{"by":"DirectManager"}]"""), ("duplicates", duplicates), .. inputs]);
}

using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests;

public sealed class ActivityRuns
{
    private static readonly Type[] Types = [typeof(HumanStep), typeof(Form), typeof(Strict), typeof(Outside), typeof(Broken)];

    private static Dictionary<string, object?> Answer(string text) => new() { ["answer"] = text };

    private static WorkflowHarness NewHarness() => new(Types, s => s.AddSingleton<Calls>());

    [Fact]
    public async Task A_return_walks_again_from_the_earlier_step()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("form", "Test.Form"), Node("lead", "Test.Step"), Node("head", "Test.Step"), Line("end")], ["form>lead", "lead.Approved>head", "head.Approved>end"]));
        await harness.ResumeAsync("lead", Answer("Approved"));
        await harness.ResumeAsync("head", Answer("back:form"));
        harness.Waiting.ShouldBe("form");
        await harness.ResumeAsync("form");
        await harness.ResumeAsync("lead", Answer("Approved"));
        await harness.ResumeAsync("head", Answer("Approved"));
        harness.Path.ShouldBe("form > lead > head > form > lead > head > end");
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_return_that_comes_straight_back_skips_what_lies_between()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("form", "Test.Form"), Node("lead", "Test.Step"), Node("head", "Test.Step"), Line("end")], ["form>lead", "lead.Approved>head", "head.Approved>end"]));
        await harness.ResumeAsync("lead", Answer("Approved"));
        await harness.ResumeAsync("head", Answer("straight:form"));
        await harness.ResumeAsync("form");
        harness.Waiting.ShouldBe("head");
        await harness.ResumeAsync("head", Answer("Approved"));
        harness.Path.ShouldBe("form > lead > head > form > head > end");
    }

    [Fact]
    public async Task An_answer_that_the_next_activity_cannot_take_is_refused_and_changes_nothing()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("form", "Test.Form"), Node("lead", "Test.Step"), Node("strict", "Test.Strict", ("to", "lead")), Line("end")], ["form>lead", "lead.Approved>strict", "strict>end"]));
        var (before, events) = (harness.WaitingAt("lead").Single().Id, harness.Events.Count);
        (await harness.ResumeAsync("lead", Answer("Approved"), actor: "li.na"))!.Message.ShouldBe("Expected better, but got this.");
        harness.WaitingAt("lead").Single().Id.ShouldBe(before);
        harness.Events.Count.ShouldBe(events);
    }

    [Fact]
    public async Task A_step_that_the_flow_comes_back_to_by_itself_is_told_why()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("form", "Test.Form"), Node("lead", "Test.Step"), Node("strict", "Test.Strict", ("to", "form")), Line("end")], ["form>lead", "lead.Approved>strict", "strict>end"]));
        await harness.ResumeAsync("lead", Answer("Approved"), actor: "li.na");
        harness.Waiting.ShouldBe("form");
        harness.Services.GetRequiredService<Calls>().Seen.ShouldBe(["back because of test.unfit"]);
    }

    [Fact]
    public async Task A_return_inside_one_branch_leaves_the_other_alone_and_the_join_fires_once()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart(
            [Fork("split", "L", "R"), Node("list", "Test.Step"), Node("confirm", "Test.Step"), Node("it", "Test.Step"), Join("join", "WaitAll"), Line("end")],
            ["split.L>list", "list.Approved>confirm", "confirm.Approved>join", "split.R>it", "it.Approved>join", "join>end"]));
        await harness.ResumeAsync("list", Answer("Approved"));
        await harness.ResumeAsync("it", Answer("Approved"));
        await harness.ResumeAsync("confirm", Answer("back:list"));
        harness.Waiting.ShouldBe("list");
        await harness.ResumeAsync("list", Answer("Approved"));
        await harness.ResumeAsync("confirm", Answer("Approved"));
        harness.Lines.ShouldBe(["end"]);
        harness.Events.OfType<ActivityStarted>().Count(e => e.Node.EndsWith(":join", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_return_behind_a_join_undoes_every_branch_and_the_join_waits_for_all_anew()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart(
            [Node("form", "Test.Form"), Fork("split", "L", "R"), Node("a", "Test.Step"), Node("b", "Test.Step"), Join("join", "WaitAll"), Node("head", "Test.Step"), Line("end")],
            ["form>split", "split.L>a", "split.R>b", "a.Approved>join", "b.Approved>join", "join>head", "head.Approved>end"]));
        await harness.ResumeAsync("a", Answer("Approved"));
        await harness.ResumeAsync("b", Answer("Approved"));
        await harness.ResumeAsync("head", Answer("back:form"));
        await harness.ResumeAsync("form");
        await harness.ResumeAsync("a", Answer("Approved"));
        harness.Waiting.ShouldBe("b");
        await harness.ResumeAsync("b", Answer("Approved"));
        await harness.ResumeAsync("head", Answer("Approved"));
        harness.Lines.ShouldBe(["end"]);
    }

    [Fact]
    public async Task Earlier_steps_are_those_that_the_path_came_through()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("form", "Test.Form"), Node("lead", "Test.Step"), Node("head", "Test.Step")], ["form>lead", "lead.Approved>head"]));
        await harness.ResumeAsync("lead", Answer("Approved"));
        await harness.ResumeAsync("head", Answer("steps"));
        harness.Services.GetRequiredService<Calls>().Seen.ShouldBe(["form*", "lead"]);
    }

    [Fact]
    public async Task A_return_to_a_step_that_was_not_passed_is_an_incident_that_says_so()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("form", "Test.Form"), Node("lead", "Test.Step"), Node("head", "Test.Step")], ["form>lead", "lead.Approved>head"], KeepGoing()));
        await harness.ResumeAsync("lead", Answer("back:head"));
        harness.Instance.Incidents.Single().Code.ShouldBe("flow.return-unknown");
    }

    [Fact]
    public async Task An_activity_that_runs_outside_is_a_job_whose_outcome_goes_on()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("call", "Test.Outside", ("to", "payroll")), Node("say", "Elsa.WriteLine", ("text", JavaScript("getReceiptFromcall()", "String")))], ["call.Sent>say"]));
        harness.Services.GetRequiredService<Calls>().Seen.ShouldBeEmpty();
        await harness.RunJobsAsync();
        harness.Services.GetRequiredService<Calls>().Seen.Single().ShouldStartWith("payroll " + harness.InstanceId);
        harness.Lines.ShouldBe(["receipt for payroll"]);
    }

    [Theory]
    [InlineData(Resolution.Skip, "")]
    [InlineData(Resolution.Answer, "by hand")]
    public async Task A_job_that_fails_waits_for_an_operator_who_may_go_on_without_it(Resolution how, string receipt)
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("call", "Test.Outside", ("to", "nobody")), Node("say", "Elsa.WriteLine", ("text", JavaScript("'r:' + (getReceiptFromcall() ?? '')", "String")))], ["call.Sent>say"]));
        await harness.RunJobsAsync();
        var incident = harness.Instance.Incidents.Single();
        incident.Code.ShouldBe("test.nobody");
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        var without = new ResolveIncident(harness.InstanceId, incident.Id, how, "");
        (await harness.Runtime.ResolveIncidentAsync(without, TestContext.Current.CancellationToken))!.Code.ShouldBe("workflows.reason-missing");
        var outputs = how == Resolution.Answer ? new Dictionary<string, object?> { ["receipt"] = receipt } : [];
        (await harness.Runtime.ResolveIncidentAsync(without with { Reason = "done by phone", Outcome = "Sent", Outputs = outputs }, TestContext.Current.CancellationToken)).ShouldBeNull();
        harness.Lines.ShouldBe(["r:" + receipt]);
    }

    [Fact]
    public async Task A_job_that_failed_can_be_tried_again_under_the_same_key()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("call", "Test.Outside", ("to", "nobody"))], []));
        var first = harness.Kept.Jobs.Peek();
        await harness.RunJobsAsync();
        await harness.Runtime.ResolveIncidentAsync(new(harness.InstanceId, harness.Instance.Incidents.Single().Id, Resolution.Retry, ""), TestContext.Current.CancellationToken);
        harness.Kept.Jobs.Single().IdempotencyKey.ShouldBe(first.IdempotencyKey);
        harness.Kept.Jobs.Single().JobId.ShouldNotBe(first.JobId);
    }

    [Fact]
    public async Task An_activity_that_throws_becomes_an_incident_and_the_rest_of_the_run_counts()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Fork("split", "L", "R"), Line("before"), Node("bad", "Test.Broken"), Event("good")], ["split.L>before", "before>bad", "split.R>good"], KeepGoing()));
        harness.Lines.ShouldBe(["before"]);
        harness.Instance.Incidents.Single().Code.ShouldBe("activities.threw");
        harness.Waiting.ShouldBe("good");
    }

    [Fact]
    public async Task Cancelling_the_instance_lets_its_activities_withdraw_their_work()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Node("lead", "Test.Step")], []));
        await harness.Runtime.CancelAsync(harness.InstanceId, "hr", "withdrawn", TestContext.Current.CancellationToken);
        harness.Services.GetRequiredService<Calls>().Seen.ShouldBe(["withdrawn lead"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Cancelled);
    }

    public sealed class Calls
    {
        public List<string> Seen { get; } = [];
    }

    [Activity("Test.Step", "步骤"), Outcomes("Approved", "Rejected"), ReturnTarget]
    public sealed class HumanStep(Calls calls) : Activity
    {
        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) => Task.FromResult(WaitFor(context.Bookmark("Test.Answer")));

        public override Task<ActivityResult> ResumeAsync(ActivityContext context, Resumption resumption, CancellationToken ct)
        {
            var answer = ((string)resumption.Input["answer"]!).Split(':');
            if (answer[0] == "steps") calls.Seen.AddRange(context.EarlierSteps.Select(s => s.ActivityId + (s.IsInitiatorForm ? "*" : "")));
            return Task.FromResult(answer[0] switch
            {
                "back" => GoBack(answer[1], comeStraightBack: false),
                "straight" => GoBack(answer[1], comeStraightBack: true),
                var outcome => Done(outcome),
            });
        }

        public override Task CancelAsync(ActivityContext context, CancellationToken ct)
        {
            calls.Seen.Add("withdrawn " + context.ActivityId);
            return Task.CompletedTask;
        }
    }

    [Activity("Test.Form", "表单"), ReturnTarget(IsInitiatorForm = true)]
    public sealed class Form(Calls calls) : Activity
    {
        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            if (context.CameBackBecause is { } because) calls.Seen.Add($"back because of {because.Code}");
            return Task.FromResult(context.IsRevisit ? WaitFor(context.Bookmark("Test.Answer")) : Done());
        }
    }

    [Activity("Test.Strict", "挑剔的")]
    public sealed class Strict : Activity
    {
        [Input("to")] public string To { get; init; } = "";

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) =>
            Task.FromResult(GoBack(To, comeStraightBack: false, new Refusal("test.unfit", "Expected better, but got this.")));
    }

    [Activity("Test.Outside", "外部"), Outcomes("Sent"), RunsOutside]
    public sealed class Outside(Calls calls) : Activity
    {
        [Input("to")] public string To { get; init; } = "";

        [Output("receipt")] public string Receipt { get; private set; } = "";

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            if (To == "nobody") return Task.FromResult(Fail("test.nobody", "Expected a receiver, but there is none."));
            calls.Seen.Add($"{To} {context.IdempotencyKey}");
            Receipt = "receipt for " + To;
            return Task.FromResult(Done("Sent"));
        }
    }

    [Activity("Test.Broken", "坏的")]
    public sealed class Broken : Activity
    {
        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) => throw new InvalidOperationException("boom");
    }
}

using System.Text.Json.Nodes;
using HrBpm.Activities.DryRuns;
using HrBpm.Workflows;

namespace HrBpm.Designer.Tests.DryRuns;

/// <summary>Drafts that run without anything happening.</summary>
public sealed class DryRunTests
{
    private static readonly DryPerson Leaver = new(Guid.Parse("11111111-1111-4111-8111-111111111111"), "李文博", "研发中心"), Receiver = new(Guid.Parse("22222222-2222-4222-8222-222222222222"), "徐嘉宁");

    [Fact]
    public async Task The_standard_offboarding_runs_from_its_start_to_the_archive()
    {
        await using var run = await OffboardingAsync();
        run.Path.Visited.Take(4).ShouldBe(["form", "open", "byEmployer", "manager"]);
        run.Waits.ShouldHaveSingleItem().ShouldBeOfType<DryWait.OfPerson>().Who.Name.ShouldBe("李文博的直属主管");

        await ToTheEndAsync(run);

        run.Status.ShouldBe(InstanceSubStatus.Finished, Situation(run));
        run.Path.Visited[^1].ShouldBe("archive");
        run.NowUtc.ShouldBe(new DateTime(2026, 10, 1, 10, 0, 0, DateTimeKind.Utc), TimeSpan.FromDays(1), "time went on to the legal end and no further");
        run.Path.Visited.ShouldContain("payRest");
        run.Path.Taken.ShouldContain(("head", "Approved"));
    }

    [Fact]
    public async Task A_step_back_is_as_if_it_had_never_been_taken()
    {
        await using var run = await OffboardingAsync();
        await DoAsync(run, run.Next()!);
        var (visited, waits, variables, nowUtc) = (run.Path.Visited, run.Waits.Select(wait => wait.Step).ToList(), run.Path.Variables, run.NowUtc);

        await DoAsync(run, new DryAct.Answer("head", "reject") { Comment = "项目未结束" });
        run.Path.Visited.ShouldContain("lawful");
        run.Path.Variables["HeadDecision"].ShouldBe("\"Rejected\"");
        run.VariablesBefore.GetValueOrDefault("HeadDecision", "null").ShouldBe("null");
        run.Back().ShouldBeTrue();

        run.Path.Visited.ShouldBe(visited);
        run.Waits.Select(wait => wait.Step).ShouldBe(waits);
        run.Path.Variables.ShouldBe(variables);
        run.NowUtc.ShouldBe(nowUtc);
        run.Acts.Count.ShouldBe(1);
        await ToTheEndAsync(run);
        run.Path.Visited.ShouldNotContain("lawful");
    }

    [Fact]
    public async Task A_return_goes_back_to_the_initiator_and_what_is_not_offered_is_refused()
    {
        await using var run = await OffboardingAsync();
        (await run.DoAsync(new DryAct.Answer("manager", "reject")))!.Message.ShouldBe("Expected one of the actions of step '直属主管知悉' (approve, return, transfer, delegate), but got 'reject'.");
        (await run.DoAsync(new DryAct.Answer("archive", "approve")))!.Code.ShouldBe("dry-run.step.not-waiting");
        (await run.DoAsync(new DryAct.MoveClock(run.NowUtc.AddDays(-1))))!.Code.ShouldBe("dry-run.clock.backwards");
        run.Acts.ShouldBeEmpty();

        await DoAsync(run, new DryAct.Answer("manager", "return") { To = "initiator", Comment = "日期有误" });

        var again = run.Waits.ShouldHaveSingleItem().ShouldBeOfType<DryWait.OfPerson>();
        (again.Step, again.Who.Name).ShouldBe(("form", "李文博"));
        run.Path.Done.ShouldNotContain("open");
    }

    [Fact]
    public async Task Another_system_is_answered_for_and_never_called()
    {
        await using var run = await DryRun.BeginAsync(Flow("""
            {"id":"call","type":"Elsa.FlowSendHttpRequest","url":{"typeName":"Uri","expression":{"type":"Literal","value":"https://hr.invalid/x"}},"expectedStatusCodes":{"typeName":"Object","expression":{"type":"Object","value":"[200]"}},
             "parsedContent":{"typeName":"Object","memoryReference":{"id":"v1"}}},
            {"id":"ask","type":"HrBpm.Approval","assignees":{"typeName":"Object","expression":{"type":"Object","value":"[{\"by\":\"Role\",\"value\":\"Finance\"}]"}}}
            """, """{"source":{"activity":"call","port":"200"},"target":{"activity":"ask","port":"In"}}"""), Start([]));
        var system = run.Waits.ShouldHaveSingleItem().ShouldBeOfType<DryWait.OfSystem>();
        system.Outcomes.Take(2).ShouldBe(["200", "Unmatched status code"]);
        system.Inputs["url"]!.ToString().ShouldBe("https://hr.invalid/x");

        await DoAsync(run, new DryAct.Reply("call") { Outcome = "200", Values = new() { ["parsedContent"] = new JsonObject { ["days"] = 12 } } });

        run.Waits.ShouldHaveSingleItem().ShouldBeOfType<DryWait.OfPerson>().Who.Rule.ShouldBe(new DryRule("Role", "Finance"));
        (await run.EvaluateAsync("JavaScript", "variables.Kept.days + 1")).ShouldBe(("13", null));
        (await run.EvaluateAsync("JavaScript", "variables.Kept.")).Problem.ShouldNotBeNull().ShouldContain("line 1");
    }

    [Fact]
    public async Task A_scenario_names_the_first_card_that_a_later_version_reaches_differently()
    {
        var before = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "workflows-definitions", "offboarding", "standard.json"));
        await using var run = await OffboardingAsync();
        await ToTheEndAsync(run);
        var scenario = DryScenario.Read(DryScenario.Of(run, ["HeadDecision"]).Write());

        (await scenario.CheckAsync(before)).Difference.ShouldBeNull("the same flow goes the same way, also from what was stored");
        var changed = JsonNode.Parse(before)!;
        var connections = changed["root"]!["connections"]!.AsArray();
        foreach (var leaving in connections.Where(each => (string?)each!["source"]!["activity"] == "manager")) leaving!["target"]!["activity"] = "amended";
        var check = await scenario.CheckAsync(changed.ToJsonString());

        check.Difference.ShouldNotBeNull().Message.ShouldBe("Expected the flow to go to '部门负责人审批' as card 5, but it goes to '核对最终申请内容'.");
        check.Difference.Step.ShouldBe("head");
    }

    private static Task<DryRun> OffboardingAsync() => DryRun.BeginAsync(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "workflows-definitions", "offboarding", "standard.json")), Start(new()
    {
        ["leaverId"] = Leaver.Id.ToString("D"), ["receiverId"] = Receiver.Id.ToString("D"), ["kind"] = "resignation", ["waiver"] = "none", ["reason"] = "个人发展",
        ["noticeDate"] = "2026-09-01", ["legalEnd"] = "2026-10-01", ["lastWorkingDay"] = "2026-09-25", ["payThrough"] = "2026-10-01",
    }));

    private static DryStart Start(JsonObject input) => new(new DateTime(2026, 9, 1, 1, 0, 0, DateTimeKind.Utc), Leaver.Id, input, [Leaver, Receiver]);

    private static async Task ToTheEndAsync(DryRun run)
    {
        for (var step = 0; step < 100 && run.Next() is { } act; step++) await DoAsync(run, act);
    }

    private static async Task DoAsync(DryRun run, DryAct act) => (await run.DoAsync(act)).ShouldBeNull($"{act}\n{Situation(run)}");

    private static string Situation(DryRun run) => string.Join('\n', run.Waits.Select(wait => wait is DryWait.OfOperator { Why: var why } ? $"{wait.Step}: {why.Message}" : wait.ToString())) + "\n" + string.Join(" > ", run.Path.Visited);

    private static string Flow(string activities, string connections) =>
        $$"""{"definitionId":"small","variables":[{"id":"v1","name":"Kept","typeName":"Object"}],"options":{"incidentStrategyType":"ContinueWithIncidentsStrategy"},"root":{"id":"flow","type":"Elsa.Flowchart","activities":[{{activities}}],"connections":[{{connections}}] } }""";
}

using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests;

/// <summary>Flowcharts in token mode, beyond what the recorded cases hold.</summary>
public sealed class TokenRuns
{
    private static WorkflowHarness NewHarness(FlowchartMode mode = FlowchartMode.Token) =>
        new([typeof(ActivityRuns.HumanStep)], s => s.AddSingleton<ActivityRuns.Calls>().AddSingleton(new ElsaOptions { Flowcharts = mode }));

    [Fact]
    public async Task A_start_chooses_the_mode_for_its_instance_before_the_definition_does_and_that_before_the_engine()
    {
        var flow = Chart([Line("s"), Line("x"), Line("y"), Line("y2"), Line("m")], ["s>x", "s>y", "x>m", "y>y2", "y2>m"]);
        await using var harness = NewHarness();
        (await LinesAsync(flow, null)).ShouldBe("s x y m y2 m");
        (await LinesAsync(flow, FlowchartMode.Counter)).ShouldBe("s x y y2 m");
        (await LinesAsync(Chosen(flow, "CounterBased"), null)).ShouldBe("s x y y2 m");
        (await LinesAsync(Chosen(flow, "CounterBased"), FlowchartMode.Token)).ShouldBe("s x y m y2 m");

        async Task<string> LinesAsync(string json, FlowchartMode? mode)
        {
            harness.Import(json);
            var seen = harness.Kept.History.Count;
            await harness.Runtime.StartAsync(new StartCommand("wf") { Flowcharts = mode }, CancellationToken.None);
            return string.Join(' ', harness.Kept.History.Skip(seen).SelectMany(h => InstanceJson.ReadEvents(h.Events)).OfType<LineWritten>().Select(l => l.Text));
        }
    }

    [Fact]
    public async Task A_return_inside_one_branch_leaves_the_other_alone_and_the_join_fires_once()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart(
            [Fork("split", "L", "R"), Node("list", "Test.Step"), Node("confirm", "Test.Step"), Node("it", "Test.Step"), Join("join", "WaitAll"), Line("end")],
            ["split.L>list", "list.Approved>confirm", "confirm.Approved>join", "split.R>it", "it.Approved>join", "join>end"]));
        await AnswerAsync(harness, "list", "Approved");
        await AnswerAsync(harness, "it", "Approved");
        await AnswerAsync(harness, "confirm", "back:list");
        harness.Waiting.ShouldBe("list");
        await AnswerAsync(harness, "list", "Approved");
        await AnswerAsync(harness, "confirm", "Approved");
        harness.Lines.ShouldBe(["end"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task The_mode_of_a_join_may_be_an_expression()
    {
        await using var harness = NewHarness(FlowchartMode.Counter);
        var join = Node("join", "Elsa.FlowJoin", ("mode", JavaScript("'Wait' + 'All'", "String")));
        await harness.StartAsync(Chart([Line("s"), Event("a"), Event("b"), join, Line("end")], ["s>a", "s>b", "a>join", "b>join", "join>end"]));
        await harness.ResumeAsync("a");
        harness.Waiting.ShouldBe("b");
        await harness.ResumeAsync("b");
        harness.Lines.ShouldBe(["s", "end"]);
    }

    [Fact]
    public async Task Tokens_and_the_mode_survive_a_restart_and_a_replay()
    {
        await using var harness = NewHarness();
        await harness.StartAsync(Chart([Line("s"), Event("a"), Event("b"), Join("join", "WaitAll"), Line("end")], ["s>a", "s>b", "a>join", "b>join", "join>end"]));
        await harness.ResumeAsync("a");
        InstanceJson.Write(Instance.Replay(harness.Events)).ShouldBe(InstanceJson.Write(harness.Instance));
        harness.Instance.Executions.Values.Single(e => e.Node.EndsWith(":flow", StringComparison.Ordinal)).Tokens.Count.ShouldBe(2);
        await harness.ResumeAsync("b");
        harness.Lines.ShouldBe(["s", "end"]);
    }

    [Fact]
    public async Task Whoever_loses_a_race_is_ended_with_its_bookmark()
    {
        await using var harness = NewHarness();
        var first = Node("first", "Elsa.WriteLine", ("text", "first"), ("customProperties", new JsonObject { ["mergeMode"] = "Race" }));
        await harness.StartAsync(Chart([Line("s"), Event("a"), Event("b"), first], ["s>a", "s>b", "a>first", "b>first"]));
        await harness.ResumeAsync("b");
        harness.Waiting.ShouldBe("");
        harness.Lines.ShouldBe(["s", "first"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    private static Task<Refusal?> AnswerAsync(WorkflowHarness harness, string step, string answer) => harness.ResumeAsync(step, new Dictionary<string, object?> { ["answer"] = answer });

    private static string Chosen(string flow, string mode)
    {
        var definition = (JsonObject)JsonNode.Parse(flow)!;
        definition["customProperties"] = new JsonObject { [ElsaOptions.ModeProperty] = mode };
        return definition.ToJsonString();
    }
}

using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Soundness;
using HrBpm.Workflows.Tests.Properties;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows.Tests.Soundness;

/// <summary>The verdict on a flow is compared with what the engine does when every answer is given at every step.</summary>
public sealed class SoundnessAgainstEngine
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddWorkflows([typeof(Ask)]).BuildServiceProvider();

    [Fact]
    public Task The_verdict_on_random_flows_is_what_the_engine_does() =>
        Trials.OfAsync(RandomFlow.Of(["ask", "ask", "event", "event", "fork", "all", "active", "any", "end"], most: 7), flow => CompareAsync(flow, usesTokens: false), quick: 25, flow => flow.ToString());

    [Fact]
    public Task The_verdict_on_random_flows_with_tokens_is_what_the_engine_does() =>
        Trials.OfAsync(RandomFlow.Of(["ask", "ask", "event", "event", "fork", "all", "active", "any", "end", "merge", "converge", "cascade", "racing"], most: 7), flow => CompareAsync(flow, usesTokens: true), quick: 25, flow => flow.ToString());

    [Theory]
    [InlineData("fork event ask event / 0.L>1 1>2 2.Yes>1 2.No>3 0.R>3")]
    [InlineData("ask event event all / 0.Yes>1 0.No>2 1>3 2>3")]
    [InlineData("all event event any end end all / 0>1 0>2 2>3 1>4 1>5 2>6")]
    [InlineData("fork event event active fork event any / 0.R>1 0.R>2 2>3 0.L>4 1>5 5>6 6>1 0.L>1")]
    [InlineData("event all all event fork ask any / 0>1 1>2 0>3 0>4 2>5 3>6 2>4 0>5 6>4 2>6 1>6 1>4")]
    [InlineData("all all fork / 0>1 1>2 2.L>1")]
    [InlineData("event active ask any any ask / 0>1 0>2 0>3 0>4 3>5 5.Yes>1 2.Yes>3")]
    [InlineData("ask any all active end ask / 0.No>1 1>2 1>3 1>4 1>5 2>3 0.Yes>2 0.Yes>4")]
    [InlineData("any active fork ask ask / 0>1 0>2 2.L>3 3.Yes>4 2.R>3 3.No>4 3.No>2")]
    [InlineData("ask event all all active fork event / 0.Yes>1 1>2 1>3 2>4 3>5 2>6 0.No>6 5.L>3")]
    [InlineData("fork end event event / 0.R>1 0.L>3")]
    [InlineData("fork event any / 0.L>1 0.R>2 1>2")]
    [InlineData("fork event event event any end / 0.L>1 0.R>2 2>3 1>4 3>4 4>5")]
    [InlineData("all event ask ask all end event / 0>1 0>2 2.No>3 3.Yes>4 1>5 1>4 0>4 3.Yes>5")]
    [InlineData("any any all any all / 0>1 1>2 2>3 3>4 4>2")]
    [InlineData("ask any any all active / 0.Yes>1 1>2 2>3 3>4 2>4 0.No>1 2>1")]
    [InlineData("active ask all ask any ask / 0>1 1.Yes>2 0>3 3.No>4 2>5 0>5 2>1 1.Yes>5 2>3")]
    public Task The_verdict_on_a_flow_is_what_the_engine_does(string flow) => CompareAsync(RandomFlow.Parse(flow), usesTokens: false);

    [Theory]
    [InlineData("cascade fork cascade ask merge end / 0>1 0>2 0>3 1.L>4 1.L>5 3.No>5 4>5")]
    [InlineData("ask merge end ask converge / 0.Yes>1 1>2 0.Yes>4 3.No>4 0.Yes>2")]
    [InlineData("racing any all event merge / 0>1 1>2 2>3 3>4 4>2")]
    public Task The_verdict_on_a_flow_with_tokens_is_what_the_engine_does(string flow) => CompareAsync(RandomFlow.Parse(flow), usesTokens: true);

    private static async Task CompareAsync(RandomFlow flow, bool usesTokens)
    {
        var json = flow.ToJson(usesTokens: usesTokens);
        var graph = Services.GetRequiredService<DefinitionCompiler>().Compile("v", 1, WorkflowDefinition.Read(json));
        var chart = graph.Nodes["Workflow1:flow"];
        var shape = chart.Plan!.From(chart.Plan.Start!);
        if (!usesTokens && chart.Connections.Any(c => shape.IsBackward(c) && !shape.IsValidBackward(c))) return;
        var report = Services.GetRequiredService<SoundnessCheck>().Explore(graph);

        await using var engine = new EngineWalk();
        await engine.EverywhereAsync(json, depth: 8, most: 150);
        Nodes(report, SoundnessFindingKind.NeverRuns).Intersect(engine.Ran).ShouldBeEmpty("what was said never to run has run");
        if (report.IsComplete)
        {
            engine.LeftBehind.Except(Nodes(report, SoundnessFindingKind.Deadlock)).ShouldBeEmpty("deadlocks that the engine has and the report has not");
            engine.CutOff.Except(Nodes(report, SoundnessFindingKind.LeftWaiting)).ShouldBeEmpty("ends that cut somebody off and are not in the report");
            if (engine.IsComplete && !engine.WasStopped) chart.Activities.Where(a => shape.Downstream(chart.Plan.Start!).Contains(a)).Select(a => a.Id).Except(engine.Ran).ShouldBe(Nodes(report, SoundnessFindingKind.NeverRuns), ignoreOrder: true);
        }

        foreach (var finding in report.Findings.Where(f => f.Path.Count > 0)) await FollowAsync(json, flow, finding, report);
    }

    private static async Task FollowAsync(string json, RandomFlow flow, SoundnessFinding finding, SoundnessReport report)
    {
        await using var engine = new EngineWalk();
        var steps = finding.Path.Select(s => (s.Node.Id, Kind: flow.Kinds[int.Parse(s.Node.Id[1..], System.Globalization.CultureInfo.InvariantCulture)], Answer: s.Outcomes.Count > 0 ? s.Outcomes[0] : "Yes"));
        var isThere = await engine.AlongAsync(json, steps.Where(s => s.Kind is not ("fork" or "all" or "active" or "any" or "end")).Select(s => (s.Id, s.Answer)));
        isThere.ShouldBeTrue($"the engine goes the way {string.Join(" > ", finding.Path)} to {finding.Kind} at {finding.Node.Id}");
        switch (finding.Kind)
        {
            case SoundnessFindingKind.Deadlock when json.Contains("TokenBased", StringComparison.Ordinal): break; // tokens leave no trace of what was given up
            // What goes round without waiting is followed for some rounds only; the engine does not get out of it either, so it has to be told as a loop as well.
            case SoundnessFindingKind.Deadlock when engine.WasStopped && report.IsComplete: report.Findings.ShouldContain(f => f.Kind == SoundnessFindingKind.LoopWithoutExit); break;
            case SoundnessFindingKind.Deadlock when engine.WasStopped: break;
            case SoundnessFindingKind.Deadlock: engine.LeftBehind.ShouldContain(finding.Node.Id, $"deadlock after {string.Join(" > ", finding.Path)}"); break;
            case SoundnessFindingKind.LeftWaiting: engine.CutOff.ShouldContain(finding.Node.Id, $"left waiting after {string.Join(" > ", finding.Path)}"); break;
            default: await RoundAsync(engine); break;
        }
    }

    private static async Task RoundAsync(EngineWalk engine)
    {
        for (var round = 0; round < 30; round++)
        {
            if (engine.WasStopped) return; // it went round without waiting until the engine had enough
            engine.IsOver.ShouldBeFalse("a loop without a way out was left");
            var waiting = engine.Waiting;
            await engine.AnswerAsync(waiting[round * 7 % waiting.Count], round % 3 == 0 ? "No" : "Yes");
        }
    }

    private static IEnumerable<string> Nodes(SoundnessReport report, SoundnessFindingKind kind) => report.Findings.Where(f => f.Kind == kind).Select(f => f.Node.Id);
}

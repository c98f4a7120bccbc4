using System.Diagnostics;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Soundness;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Soundness;

public sealed class SoundnessTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddWorkflows([typeof(Ask)]).BuildServiceProvider();

    [Fact]
    public void A_fork_whose_branches_meet_again_is_sound() =>
        Explore(Chart([Fork("split", "L", "R"), Event("a"), Event("b"), Join("join", "WaitAll"), Line("end")], ["split.L>a", "split.R>b", "a>join", "b>join", "join>end"])).IsSound.ShouldBeTrue();

    [Fact]
    public void A_decision_whose_branches_meet_again_is_sound() =>
        Explore(Chart([Ask("d"), Event("a"), Event("b"), Line("end")], ["d.Yes>a", "d.No>b", "a>end", "b>end"])).IsSound.ShouldBeTrue();

    [Fact]
    public void A_join_of_all_behind_a_decision_is_a_deadlock()
    {
        var report = Explore(Chart([Ask("d"), Event("a"), Event("b"), Join("join", "WaitAll"), Line("end")], ["d.Yes>a", "d.No>b", "a>join", "b>join", "join>end"]));
        Told(report, SoundnessFindingKind.Deadlock, "join").ShouldBe("d (Yes) > a");
        report.Findings.Where(f => f.Kind == SoundnessFindingKind.NeverRuns).Select(f => f.Node.Id).ShouldBe(["end", "join"]);
    }

    [Fact]
    public void A_join_of_the_active_branches_behind_a_decision_is_sound() =>
        Explore(Chart([Ask("d"), Event("a"), Event("b"), Join("join", "WaitAllActive"), Line("end")], ["d.Yes>a", "d.No>b", "a>join", "b>join", "join>end"])).IsSound.ShouldBeTrue();

    [Fact]
    public void A_branch_that_can_end_before_a_join_of_all_is_a_deadlock()
    {
        var report = Explore(Chart([Fork("split", "L", "R"), Event("a"), Ask("b"), Join("join", "WaitAll"), Line("end")], ["split.L>a", "split.R>b", "a>join", "b.Yes>join", "join>end"]));
        Told(report, SoundnessFindingKind.Deadlock, "join").ShouldContain("b (No)");
        report.Findings.ShouldNotContain(f => f.Kind == SoundnessFindingKind.NeverRuns);
    }

    [Fact]
    public void A_branch_that_goes_round_before_it_meets_another_is_a_deadlock_because_the_merge_counts_its_rounds()
    {
        var report = Explore(Chart([Fork("split", "L", "R"), Event("work"), Ask("again"), Event("other"), Line("end")],
            ["split.L>work", "work>again", "again.Yes>work", "again.No>end", "split.R>other", "other>end"]));
        Told(report, SoundnessFindingKind.Deadlock, "end").ShouldContain("again (Yes)");
    }

    [Fact]
    public void A_loop_with_a_way_out_is_sound() =>
        Explore(Chart([Line("s"), Event("work"), Ask("again"), Line("end")], ["s>work", "work>again", "again.Yes>work", "again.No>end"])).IsSound.ShouldBeTrue();

    [Fact]
    public void A_loop_without_a_way_out_is_told_with_the_way_into_it()
    {
        var report = Explore(Chart([Ask("s"), Event("a"), Event("b"), Line("end")], ["s.Yes>end", "s.No>a", "a>b", "b>a"]));
        var found = report.Findings.ShouldHaveSingleItem();
        (found.Kind, string.Join(" > ", found.Path)).ShouldBe((SoundnessFindingKind.LoopWithoutExit, "s (No)"));
        found.Others.Select(n => n.Id).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_while_loop_that_is_always_true_needs_a_break()
    {
        JsonObject Endless(params JsonObject[] body) => Node("loop", "Elsa.While", ("condition", true), ("body", Sequence("body", body)));
        Explore(Workflow(Endless(Event("a")))).Findings.ShouldHaveSingleItem().Kind.ShouldBe(SoundnessFindingKind.LoopWithoutExit);
        Explore(Workflow(Endless(Event("a"), Node("leave", "Elsa.If", ("condition", JavaScript("1 > 2")), ("then", Node("break", "Elsa.Break")))))).IsSound.ShouldBeTrue();
    }

    [Fact]
    public void An_end_that_another_branch_can_come_to_late_leaves_it_waiting()
    {
        var report = Explore(Chart([Fork("split", "L", "R"), Event("a"), Event("b"), Node("end", "Elsa.End")], ["split.L>a", "split.R>b", "a>end"]));
        Told(report, SoundnessFindingKind.LeftWaiting, "end").ShouldBe("split > a > end");
        report.Findings.Single().Others.Select(n => n.Id).ShouldBe(["b"]);
    }

    [Fact]
    public void An_end_that_all_branches_meet_before_leaves_nothing_waiting() =>
        Explore(Chart([Fork("split", "L", "R"), Event("a"), Event("b"), Node("end", "Elsa.End")], ["split.L>a", "split.R>b", "a>end", "b>end"])).IsSound.ShouldBeTrue();

    [Fact]
    public void A_race_cancels_its_losers_so_nothing_is_left_waiting() =>
        Explore(Chart([Fork("split", "L", "R"), Event("a"), Event("b"), Event("c"), Join("first", "WaitAny"), Node("end", "Elsa.End")],
            ["split.L>a", "split.R>b", "b>c", "a>first", "c>first", "first>end"])).IsSound.ShouldBeTrue();

    [Fact]
    public void What_comes_after_an_end_never_runs() =>
        Explore(Chart([Event("a"), Node("end", "Elsa.End"), Line("b")], ["a>end", "end>b"])).Findings.ShouldHaveSingleItem().Node.Id.ShouldBe("b");

    [Fact]
    public void What_comes_after_a_break_in_a_sequence_never_runs() =>
        Explore(Workflow(Node("loop", "Elsa.ForEach", ("items", 1), ("body", Sequence("body", Event("a"), Node("break", "Elsa.Break"), Line("b"))))))
            .Findings.ShouldHaveSingleItem().Node.Id.ShouldBe("b");

    [Fact]
    public void The_way_into_a_nested_flowchart_is_part_of_the_counter_example()
    {
        var inner = JsonNode.Parse(Chart([Ask("d"), Event("a"), Event("b"), Join("join", "WaitAll")], ["d.Yes>a", "d.No>b", "a>join", "b>join"]))!["root"]!.DeepClone().AsObject();
        inner["id"] = "inner";
        Told(Explore(Chart([Ask("first"), inner], ["first.Yes>inner"])), SoundnessFindingKind.Deadlock, "join").ShouldBe("first (Yes) > d (Yes) > a");
    }

    [Fact]
    public void With_tokens_a_join_of_all_behind_a_decision_is_a_deadlock_too()
    {
        var report = Explore(WithTokens([Ask("d"), Event("a"), Event("b"), Join("join", "WaitAll"), Line("end")], ["d.Yes>a", "d.No>b", "a>join", "b>join", "join>end"]));
        Told(report, SoundnessFindingKind.Deadlock, "join").ShouldBe("d (Yes) > a");
        report.Findings.Where(f => f.Kind == SoundnessFindingKind.NeverRuns).Select(f => f.Node.Id).ShouldBe(["end", "join"]);
    }

    [Fact]
    public void Where_elsa_is_followed_to_the_letter_a_merge_waits_for_ever_for_a_branch_that_was_not_taken()
    {
        List<JsonObject> Nodes() => [Ask("d"), Event("a"), Event("b"), Merging("m", "Merge")];
        string[] connections = ["d.Yes>a", "d.No>b", "a>m", "b>m"];
        Explore(WithTokens(Nodes(), connections)).IsSound.ShouldBeTrue();
        Told(Explore(WithTokens(Nodes(), connections, isElsaCompatible: true)), SoundnessFindingKind.Deadlock, "m").ShouldBe("d (Yes) > a");
    }

    [Theory]
    [InlineData("Stream")]
    [InlineData("Merge")]
    [InlineData("Converge")]
    [InlineData("Cascade")]
    [InlineData("Race")]
    public void With_tokens_a_fork_whose_branches_meet_again_is_sound_in_every_merge_mode(string mode) =>
        Explore(WithTokens([Fork("split", "L", "R"), Event("a"), Event("b"), Merging("m", mode), Line("end")], ["split.L>a", "split.R>b", "a>m", "b>m", "m>end"])).IsSound.ShouldBeTrue();

    [Fact]
    public void A_finish_beside_a_branch_that_waits_leaves_it_waiting() =>
        Explore(Workflow(Node("both", "Elsa.Fork", ("branches", new JsonArray(Event("a"), Sequence("s", Event("b"), Node("fin", "Elsa.Finish")))))))
            .Findings.ShouldHaveSingleItem().Kind.ShouldBe(SoundnessFindingKind.LeftWaiting);

    [Fact]
    public void Twenty_parallel_branches_with_decisions_have_few_states()
    {
        var (nodes, connections) = Wide(branches: 20, decisions: 4);
        var report = Explore(Chart(nodes, connections));
        report.IsSound.ShouldBeTrue($"{report.States} states, {string.Join("; ", report.Findings.Select(f => $"{f.Kind} {f.Node.Id}"))}");
        report.States.ShouldBeLessThan(nodes.Count * 4);
    }

    [Fact]
    public void Five_hundred_nodes_are_proven_in_few_states()
    {
        var (nodes, connections) = Wide(branches: 15, decisions: 11);
        nodes.Count.ShouldBeGreaterThan(490);
        var json = Chart(nodes, connections);
        Explore(json);
        var watch = Stopwatch.StartNew();
        var report = Explore(json);
        TestContext.Current.TestOutputHelper?.WriteLine($"{nodes.Count} nodes: {report.States} states in {watch.ElapsedMilliseconds} ms");
        report.IsSound.ShouldBeTrue();
        report.States.ShouldBeLessThan(nodes.Count * 4);
    }

    [Fact]
    public void When_the_bound_is_reached_nothing_is_called_sound()
    {
        var (nodes, connections) = Wide(branches: 4, decisions: 6);
        var report = new SoundnessCheck(new SoundnessLimits { StatesPerFlowchart = 20 }, new ElsaOptions()).Explore(Compile(Chart(nodes, connections)));
        (report.IsComplete, report.IsSound, report.Findings.Count).ShouldBe((false, false, 0));
    }

    [Fact]
    public void The_validator_tells_what_is_not_sound_in_words_and_as_a_path()
    {
        var json = Chart([Ask("d"), Event("a"), Event("b"), Join("join", "WaitAll"), Line("end")], ["d.Yes>a", "d.No>b", "a>join", "b>join", "join>end"]);
        var problem = Services.GetRequiredService<DefinitionValidator>().Check(json).Single(p => p.Code == "soundness.deadlock");
        (problem.Severity, problem.Node, string.Join(" > ", problem.Path)).ShouldBe((ProblemSeverity.Error, "join", "d (Yes) > a"));
        problem.Message.ShouldContain("d (Yes) > a");
    }

    private static SoundnessReport Explore(string json) => Services.GetRequiredService<SoundnessCheck>().Explore(Compile(json));

    private static Graph Compile(string json) => Services.GetRequiredService<DefinitionCompiler>().Compile("v", 1, WorkflowDefinition.Read(json));

    private static string Told(SoundnessReport report, SoundnessFindingKind kind, string node) =>
        string.Join(" > ", report.Findings.Where(f => f.Kind == kind && f.Node.Id == node).ShouldHaveSingleItem().Path);

    private static string WithTokens(IEnumerable<JsonObject> nodes, IEnumerable<string> connections, bool isElsaCompatible = false)
    {
        var definition = JsonNode.Parse(Chart(nodes, connections))!;
        definition["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = "TokenBased", ["elsaCompatibility"] = isElsaCompatible };
        return definition.ToJsonString();
    }

    private static JsonObject Merging(string id, string mode)
    {
        var node = Event(id);
        node["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        return node;
    }

    private static JsonObject Ask(string id) => Node(id, "Test.Ask");

    private static JsonObject Sequence(string id, params JsonObject[] activities) => new() { ["id"] = id, ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray([.. activities]) };

    /// <summary>Parallel branches, each a chain of decisions whose ways meet again.</summary>
    private static (List<JsonObject> Nodes, List<string> Connections) Wide(int branches, int decisions)
    {
        var nodes = new List<JsonObject> { Fork("split", [.. Enumerable.Range(0, branches).Select(b => $"B{b}")]), Join("join", "WaitAllActive"), Event("last") };
        var connections = new List<string> { "join>last" };
        for (var b = 0; b < branches; b++)
        {
            var from = $"split.B{b}";
            for (var d = 0; d < decisions; d++)
            {
                nodes.AddRange([Ask($"d{b}-{d}"), Event($"e{b}-{d}"), Event($"m{b}-{d}")]);
                connections.AddRange([$"{from}>d{b}-{d}", $"d{b}-{d}.Yes>e{b}-{d}", $"d{b}-{d}.No>m{b}-{d}", $"e{b}-{d}>m{b}-{d}"]);
                from = $"m{b}-{d}";
            }

            connections.Add($"{from}>join");
        }

        return (nodes, connections);
    }
}

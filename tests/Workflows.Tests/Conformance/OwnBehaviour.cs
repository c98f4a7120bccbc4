using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Testing;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Conformance;

/// <summary>What we do where Elsa does something else; the lines of docs/elsa-differences.md.</summary>
public sealed class OwnBehaviour
{
    [Fact]
    public async Task A_variable_without_a_storage_driver_keeps_its_value_across_a_wait()
    {
        var flow = Workflow(Sequence(Node("s", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "n" }), ("value", 55)), Event("e"), Say("a", "'n=' + variables.N")), variables: [Variable("n", "N", "Int32", "8")]);
        await LinesAre(flow, ["n=55"], ["n=8"], "e");
    }

    [Fact]
    public async Task An_input_and_the_outputs_of_activities_are_kept_across_a_wait()
    {
        var flow = Workflow(Sequence(Node("r", "Elsa.RunJavaScript", ("script", "return 7")), Event("e"), Say("a", "getInput('Who') + ' ' + getOutputFrom('r')")));
        await LinesAre(flow, ["Lin 7"], ["null null"], "e");
    }

    [Fact]
    public async Task Work_that_was_queued_when_its_flowchart_ended_does_not_run() =>
        await LinesAre(Chart([Line("a"), Line("b"), Line("c"), Node("end", "Elsa.End"), Line("late")], ["a>b", "a>c", "b>end", "c>late"]), ["a", "b", "c"], ["a", "b", "c", "late"]);

    [Fact]
    public async Task What_follows_the_container_of_Complete_does_not_run() =>
        await LinesAre(Workflow(Sequence(Node("inner", "Elsa.Sequence", ("activities", new JsonArray(Line("a"), Node("c", "Elsa.Complete")))), Line("next"))), ["a"], ["a", "next"]);

    [Theory]
    [InlineData("WaitAllActive", true)]
    [InlineData("WaitAll", false)]
    public async Task With_tokens_a_join_does_not_wait_for_a_branch_that_a_decision_excluded(string mode, bool runs)
    {
        var flow = Tokens(Chart([Node("d", "Elsa.FlowDecision", ("condition", true)), Line("yes"), Line("no"), Line("other"), Node("s", "Elsa.Start"), Join("join", mode), Line("end")],
            ["s>d", "s>other", "d.True>yes", "d.False>no", "no>join", "other>join", "join>end"]));
        await LinesAre(flow, runs ? ["other", "yes", "end"] : ["other", "yes"], ["other", "yes"]);
        await EndsAs(flow, InstanceSubStatus.Finished, InstanceSubStatus.Suspended);
    }

    [Theory]
    [InlineData("Merge")]
    [InlineData("Converge")]
    public async Task With_tokens_a_merge_decides_with_what_has_come_when_nothing_else_can(string mode)
    {
        var flow = Tokens(Chart([Node("s", "Elsa.FlowDecision", ("condition", true)), Line("yes"), Line("no"), Merging("m", mode)], ["s.True>yes", "s.False>no", "yes>m", "no>m"]));
        await LinesAre(flow, ["yes", "m"], ["yes"]);
    }

    [Theory]
    [InlineData("Cascade")]
    [InlineData("Race")]
    public async Task With_tokens_a_late_arrival_does_not_keep_the_flow_from_ending(string mode)
    {
        var flow = Tokens(Chart([Line("s"), Line("x"), Line("y"), Line("y2"), Merging("m", mode)], ["s>x", "s>y", "x>m", "y>y2", "y2>m"]));
        await EndsAs(flow, InstanceSubStatus.Finished, InstanceSubStatus.Suspended);
    }

    [Fact]
    public async Task With_tokens_the_first_of_two_events_passes_a_join_of_any()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Tokens(Chart([Line("s"), Event("a"), Event("b"), Join("join", "WaitAny"), Line("end")], ["s>a", "s>b", "a>join", "b>join", "join>end"])));
        await harness.ResumeAsync("b");
        harness.Lines.ShouldBe(["s", "end"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_For_without_a_body_completes() =>
        await LinesAre(Workflow(Sequence(Node("f", "Elsa.For", ("start", 1), ("end", 3)), Line("after"))), ["after"], []);

    [Fact]
    public async Task A_ForEach_goes_through_the_list_of_its_start_although_that_changed_during_a_wait()
    {
        var body = Node("body", "Elsa.Sequence", ("activities", new JsonArray(Say("w", "getVariable('CurrentValue')"), Event("e"), Node("s", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "l" }), ("value", JavaScript("['x', 'y', 'z']"))))));
        var flow = Workflow(Sequence(Node("each", "Elsa.ForEach", ("items", JavaScript("variables.L")), ("body", body))), variables: [Variable("l", "L", "String", """["a","b"]""", isArray: true)]);
        await LinesAre(flow, ["a", "b"], ["a", "y", "z"], "e", "e", "e");
    }

    [Fact]
    public async Task An_inner_loop_leaves_the_value_of_the_outer_one_alone()
    {
        var inner = Node("in", "Elsa.For", ("start", 1), ("end", 2), ("body", Say("i", "'in ' + getVariable('CurrentValue')")));
        var flow = Workflow(Node("out", "Elsa.ForEach", ("items", JavaScript("['A']")), ("body", Node("b", "Elsa.Sequence", ("activities", new JsonArray(inner, Say("o", "'out ' + getVariable('CurrentValue')")))))));
        await LinesAre(flow, ["in 1", "in 2", "out A"], ["in 1", "in 2", "out 2"]);
    }

    [Fact]
    public async Task An_expression_of_a_type_that_is_not_known_is_an_incident()
    {
        var flow = Workflow(Sequence(Node("a", "Elsa.WriteLine", ("text", Expression("Cobol", "String", "DISPLAY"))), Line("b")));
        await EndsAs(flow, InstanceSubStatus.Faulted, InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_variable_of_an_unknown_type_takes_values_as_they_are() =>
        await LinesAre(Workflow(Say("w", "'v=' + getVariable('V')"), variables: [Variable("v", "V", "Nonsense", "1")]), ["v=1"], ["v=null"]);

    [Fact]
    public void Every_difference_is_explained()
    {
        var text = File.ReadAllText(Path.Combine(ElsaCase.OwnRoot, "..", "..", "..", "..", "docs", "elsa-differences.md"));
        foreach (var name in ElsaConformance.Differences) text.ShouldContain(name[..3]);
    }

    private static async Task LinesAre(string flow, string[] ours, string[] elsas, params string[] events)
    {
        (await LinesAsync(flow, isCompatible: false, events)).ShouldBe(ours);
        (await LinesAsync(flow, isCompatible: true, events)).ShouldBe(elsas);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(string flow, bool isCompatible, string[] events)
    {
        await using var harness = await RunAsync(flow, isCompatible, events);
        Instance.Replay(harness.Kept.History.SelectMany(h => InstanceJson.ReadEvents(h.Events))).ShouldSatisfyAllConditions(replayed => InstanceJson.Write(replayed).ShouldBe(InstanceJson.Write(harness.Instance)));
        return harness.Lines;
    }

    private static async Task EndsAs(string flow, InstanceSubStatus ours, InstanceSubStatus elsas)
    {
        await using var own = await RunAsync(flow, isCompatible: false, []);
        await using var compatible = await RunAsync(flow, isCompatible: true, []);
        (own.Instance.SubStatus, compatible.Instance.SubStatus).ShouldBe((ours, elsas));
    }

    private static async Task<WorkflowHarness> RunAsync(string flow, bool isCompatible, string[] events)
    {
        var definition = (JsonObject)JsonNode.Parse(flow)!;
        var properties = (JsonObject)(definition["customProperties"] ??= new JsonObject());
        if (isCompatible) properties[ElsaOptions.CompatibilityProperty] = true;
        var harness = new WorkflowHarness();
        await harness.StartAsync(definition.ToJsonString(), new Dictionary<string, object?> { ["Who"] = "Lin" });
        foreach (var name in events.Where(name => harness.WaitingAt(name).Count > 0)) await harness.ResumeAsync(name);
        return harness;
    }

    private static string Tokens(string flow)
    {
        var definition = (JsonObject)JsonNode.Parse(flow)!;
        definition["customProperties"] = new JsonObject { [ElsaOptions.ModeProperty] = "TokenBased" };
        return definition.ToJsonString();
    }

    private static JsonObject Sequence(params JsonObject[] activities) => Node("seq", "Elsa.Sequence", ("activities", new JsonArray([.. activities])));

    private static JsonObject Say(string id, string script) => Node(id, "Elsa.WriteLine", ("text", JavaScript(script, "String")));

    private static JsonObject Merging(string id, string mode) => Node(id, "Elsa.WriteLine", ("text", id), ("customProperties", new JsonObject { ["mergeMode"] = mode }));

    private static JsonObject Variable(string id, string name, string typeName, string value, bool isArray = false) =>
        new() { ["id"] = id, ["name"] = name, ["typeName"] = typeName, ["isArray"] = isArray, ["value"] = value, ["storageDriverTypeName"] = null };
}

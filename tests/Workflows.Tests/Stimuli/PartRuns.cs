using System.Text.Json.Nodes;
using HrBpm.Workflows.Testing;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Stimuli;

/// <summary>Definitions that are used as activities.</summary>
public sealed class PartRuns
{
    [Fact]
    public async Task Inputs_are_in_scope_and_outputs_are_captured()
    {
        await using var harness = Harness(Adder());
        await harness.StartAsync(Chart([Add("first", 3, JavaScript("variables.Sum + 4")), Say("one", "variables.Sum"), Add("second", JavaScript("variables.Sum"), 100), Say("two", "variables.Sum")],
            ["first>one", "one>second", "second>two"], variables: SumVariable("0")));
        harness.Lines.ShouldBe(["adding 3 4", "7", "adding 7 100", "107"]);
        harness.Instance.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Complete_inside_chooses_the_outcome()
    {
        var gate = Definition("gate", Chart([Node("is", "Elsa.FlowDecision", ("condition", JavaScript("getLevel() > 5", "Boolean"))), Node("high", "Elsa.Complete", ("outcomes", "High")), Node("low", "Elsa.Complete", ("outcomes", "Low"))],
            ["is.True>high", "is.False>low"]), inputs: ["Level"]);
        await using var harness = Harness(gate);
        await harness.StartAsync(Chart([Use("g", "gate", ("level", 2)), Line("h"), Line("l")], ["g.High>h", "g.Low>l"]));
        harness.Path.ShouldBe("is > low > l");
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_wait_inside_survives_a_new_version_of_the_definition()
    {
        await using var harness = Harness(Definition("part", Steps(Event("e"), Line("old"))));
        await harness.StartAsync(Steps(Use("p", "part"), Line("end")));
        harness.Kept.Publish("part", Definition("part", Steps(Line("new"))).Json);

        await harness.PublishEventAsync("e");
        harness.Path.ShouldBe("e > old > end");
        await harness.StartAsync(Steps(Use("p", "part"), Line("end")));
        harness.Path.ShouldBe("new > end");
    }

    [Fact]
    public async Task A_certain_version_is_used_when_the_activity_names_one()
    {
        await using var harness = new WorkflowHarness();
        var first = harness.Kept.Publish("part", Definition("part", Steps(Line("old"))).Json);
        harness.Kept.Publish("part", Definition("part", Steps(Line("new"))).Json);
        await harness.StartAsync(Steps(Use("p", "part", ("workflowDefinitionVersionId", first.VersionId)), Use("q", "part", ("workflowDefinitionVersionId", "of another system"))));
        harness.Path.ShouldBe("old > new");
    }

    [Fact]
    public async Task A_definition_inside_a_definition_inside_a_definition_runs()
    {
        await using var harness = Harness(Adder(), Definition("middle", Steps(Add("add", JavaScript("getInput('N')"), 1), Out("Result", "getOutputFrom('add', 'Total')")), inputs: ["N"], outputs: ["Result"]));
        await harness.StartAsync(Steps(Use("m", "middle", ("n", 41)), Say("said", "getOutputFrom('m', 'Result')")));
        harness.Lines.ShouldBe(["adding 41 1", "42"]);
    }

    [Fact]
    public async Task Equal_ids_of_two_definitions_are_not_mixed_up()
    {
        var part = Definition("part", Steps(Node("x", "Elsa.RunJavaScript", ("script", "return 'inner'")), Say("said", "getOutputFrom('x')")));
        await using var harness = Harness(part);
        await harness.StartAsync(Steps(Use("p", "part"), Node("x", "Elsa.RunJavaScript", ("script", "return 'outer'")), Say("said", "getOutputFrom('x')")));
        harness.Lines.ShouldBe(["inner", "outer"]);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("wf")]
    public async Task A_definition_that_is_missing_or_contains_itself_is_an_incident_when_it_is_reached(string definitionId)
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Steps(Line("before"), Use("p", definitionId)));
        harness.Lines.ShouldBe(["before"]);
        harness.Instance.Incidents.Single().Code.ShouldBe("definitions.part-missing");
    }

    [Fact]
    public async Task The_history_gives_the_stored_instance()
    {
        await using var harness = Harness(Definition("part", Steps(Event("e"), Out("Y", "1")), inputs: ["A"], outputs: ["Y"]));
        await harness.StartAsync(Steps(Use("p", "part", ("a", "text")), Event("never")));
        await harness.PublishEventAsync("e");
        InstanceJson.Write(Instance.Replay(harness.Events)).ShouldBe(InstanceJson.Write(harness.Instance));
        harness.Waiting.ShouldBe("never");
    }

    private static (string Id, string Json) Adder() => Definition("adder", Steps(Say("said", "'adding ' + getLeft() + ' ' + getRight()"), Out("Total", "Number(getLeft()) + Number(getRight())")), ["Left", "Right"], ["Total"]);

    private static JsonObject Add(string id, JsonNode left, JsonNode right)
    {
        var add = Use(id, "adder", ("left", left), ("right", right));
        add["total"] = new JsonObject { ["typeName"] = "Int32", ["memoryReference"] = new JsonObject { ["id"] = "sum" } };
        return add;
    }

    private static JsonObject Use(string id, string definitionId, params (string Name, JsonNode? Value)[] inputs) => Node(id, "Used." + definitionId, [("workflowDefinitionId", definitionId), .. inputs]);

    private static JsonArray SumVariable(string value) => [new JsonObject { ["id"] = "sum", ["name"] = "Sum", ["typeName"] = "Int32", ["value"] = value }];

    private static (string Id, string Json) Definition(string id, string json, string[]? inputs = null, string[]? outputs = null)
    {
        var definition = (JsonObject)JsonNode.Parse(json)!;
        definition["definitionId"] = id;
        definition["name"] = id;
        definition["inputs"] = new JsonArray([.. (inputs ?? []).Select(name => new JsonObject { ["name"] = name, ["type"] = "Object" })]);
        definition["outputs"] = new JsonArray([.. (outputs ?? []).Select(name => new JsonObject { ["name"] = name, ["type"] = "Object" })]);
        definition["options"] = new JsonObject { ["usableAsActivity"] = true };
        return (id, definition.ToJsonString());
    }

    private static WorkflowHarness Harness(params (string Id, string Json)[] definitions)
    {
        var harness = new WorkflowHarness();
        foreach (var (id, json) in definitions) harness.Kept.Publish(id, json);
        return harness;
    }

    private static JsonObject Out(string name, string script) => Node("out" + name, "Elsa.SetOutput", ("outputName", name), ("outputValue", JavaScript(script)));

    private static JsonObject Say(string id, string script) => Node(id, "Elsa.WriteLine", ("text", JavaScript(script, "String")));

    private static string Steps(params IEnumerable<JsonObject> activities) => Workflow(new JsonObject { ["id"] = "steps", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray([.. activities]) });
}

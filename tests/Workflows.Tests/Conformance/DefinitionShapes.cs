using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Testing;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Conformance;

/// <summary>The shapes in which definitions come, and that nothing of them is lost.</summary>
public sealed class DefinitionShapes
{
    public static TheoryData<string> Files => [.. Folders.SelectMany(f => Directory.GetFiles(f, "*.json", SearchOption.AllDirectories)).Where(IsDefinition).Select(f => Path.GetRelativePath(Top, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_definition_survives_reading_and_writing_without_loss(string file)
    {
        var json = File.ReadAllText(Path.Combine(Top, file));
        var written = WorkflowDefinition.Read(WorkflowDefinition.Read(json).Write()).Write();
        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(written)).ShouldBeTrue();
    }

    [Fact]
    public void Members_that_are_not_known_and_designer_positions_survive_reading_and_writing()
    {
        const string json = """{"definitionId":"d","later":{"a":[1.50,null,"x"]},"root":{"id":"r","type":"Some.Type","metadata":{"designer":{"position":{"x":-12.5,"y":1e3}}},"unknown":{"deep":{"er":true}}}}""";
        var written = WorkflowDefinition.Read(json).Write();
        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(written)).ShouldBeTrue();
        written.ShouldContain("1.50");
    }

    [Fact]
    public async Task Connections_of_older_versions_are_followed() =>
        await RunsAsync("""{"source":"a","target":"b","sourcePort":"Done","targetPort":"In"}""", asList: true);

    [Fact]
    public async Task Lists_that_are_wrapped_in_values_are_read() =>
        await RunsAsync("""{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"}}""", asList: false);

    [Theory]
    [InlineData("""{"root":{"type":"Elsa.Flowchart","activities":[{"type":"Elsa.WriteLine"}]}}""", "definitions.activity-id-missing")]
    [InlineData("""{"root":{"type":"Elsa.Flowchart","activities":[{"id":"a","type":"Elsa.WriteLine"},{"id":"a","type":"Elsa.WriteLine"}]}}""", "definitions.id-repeated")]
    [InlineData("""{"root":{"id":"r"}}""", "definitions.type-missing")]
    [InlineData("""{"inputs":[{"name":"A","type":"Nonsense"}]}""", "definitions.declared-type-unknown")]
    [InlineData("""{"options":{"incidentStrategyType":"ShrugStrategy"}}""", "definitions.incident-strategy-unknown")]
    [InlineData("[1,2]", "definitions.not-an-object")]
    [InlineData("{", "definitions.json")]
    public async Task An_import_refuses_what_cannot_run(string json, string code)
    {
        await using var harness = new WorkflowHarness();
        Should.Throw<DefinitionException>(() => harness.Import(json)).Problems.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"A","type":"String"},{"name":"B","type":"Int32[]"},{"name":"C"}],"outputs":[{"name":"D","type":"System.Uri, System.Runtime"}]}""")]
    [InlineData("""{"options":{"incidentStrategyType":"Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core"}}""")]
    [InlineData("""{"root":{"type":"Elsa.Sequence","activities":[{"type":"Elsa.WriteLine"},{"type":"Elsa.WriteLine"}]}}""")]
    public async Task An_import_takes_what_can_run(string json)
    {
        await using var harness = new WorkflowHarness();
        harness.Import(json).Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_id_may_be_there_twice_in_a_sequence()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Workflow(Node("s", "Elsa.Sequence", ("activities", new JsonArray(Line("a"), Event("a"), Line("a"))))));
        harness.Waiting.ShouldBe("a#2");
        await harness.Runtime.ResumeAsync(new ResumeCommand(harness.Instance.Bookmarks.Keys.Single()), CancellationToken.None);
        harness.Lines.ShouldBe(["a", "a"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory]
    [InlineData("\"3.8.0.0\"", "getResultFromNamed()")]
    [InlineData("null", "getResultFromR()")]
    public async Task Accessors_of_outputs_go_by_name_since_Elsa_3_and_by_id_before(string toolVersion, string accessor)
    {
        await using var harness = new WorkflowHarness();
        var script = Node("r", "Elsa.RunJavaScript", ("script", "return 5"));
        script["name"] = "Named";
        var flow = Workflow(Node("s", "Elsa.Sequence", ("activities", new JsonArray(script, Node("w", "Elsa.WriteLine", ("text", JavaScript(accessor, "String")))))));
        await harness.StartAsync(flow.Replace("\"3.8.0.0\"", toolVersion, StringComparison.Ordinal));
        harness.Lines.ShouldBe(["5"]);
    }

    [Fact]
    public async Task A_branch_of_any_length_is_skipped()
    {
        await using var harness = new WorkflowHarness();
        const int length = 5_000;
        var chain = Enumerable.Range(0, length).Select(i => Line($"n{i}"));
        var links = Enumerable.Range(1, length - 1).Select(i => $"n{i - 1}>n{i}");
        await harness.StartAsync(Chart([Node("d", "Elsa.FlowDecision", ("condition", false)), .. chain, Line("end")], ["d.True>n0", "d.False>end", .. links, $"n{length - 1}>end"]));
        harness.Lines.ShouldBe(["end"]);
    }

    private static async Task RunsAsync(string connection, bool asList)
    {
        var activities = new JsonArray(Line("a"), Line("b"));
        var connections = new JsonArray(JsonNode.Parse(connection));
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Workflow(Node("f", "Elsa.Flowchart", ("activities", Wrapped(activities)), ("connections", Wrapped(connections)))));
        harness.Lines.ShouldBe(["a", "b"]);

        JsonNode Wrapped(JsonArray list) => asList ? list : new JsonObject { ["$id"] = "1", ["$values"] = list };
    }

    private static bool IsDefinition(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject source && (source["definitionId"] is not null || source["root"] is not null);
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static string Top => Path.GetFullPath(Path.Combine(ElsaCase.OwnRoot, "..", "..", "..", ".."));

    private static string[] Folders => [ElsaCase.OwnRoot, Path.Combine(Top, "workflows-definitions")];
}

using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;

namespace HrBpm.Workflows.Tests.Definitions.Overlays;

/// <summary>A small template: somebody is told, somebody decides, two things are done side by side.</summary>
internal static class Offboarding
{
    public static FlowOverlay Nothing => With();

    public static FlowOverlay With(params OverlayChange[] changes) => new("wf", "v1", 1, changes);

    /// <summary>The template; with something otherwise than in its first version.</summary>
    public static WorkflowDefinition Template(Action<JsonObject>? change = null)
    {
        var left = Flow.Node("left", "Elsa.Event", ("form", Flow.Expression("Object", "Object", """[{"key":"lines"},{"key":"note"}]""")), ("answers", Writes("v-left")));
        var right = Flow.Node("right", "Elsa.Event", ("answers", Writes("v-right")));
        JsonObject[] cards = [Step("manager"), Step("head"), Flow.Line("refused"), Flow.Fork("fork", "a", "b"), left, right, Flow.Join("join", "WaitAll"),
            Flow.Node("end", "Elsa.WriteLine", ("text", Flow.JavaScript("variables.Right")))];
        var json = Flow.Chart(cards, ["manager.Approved>head", "head.Approved>fork", "head.Rejected>refused", "fork.a>left", "fork.b>right", "left>join", "right>join", "join>end"],
            variables: [new JsonObject { ["id"] = "v-left", ["name"] = "Left" }, new JsonObject { ["id"] = "v-right", ["name"] = "Right" }]);
        var source = (JsonObject)JsonNode.Parse(json)!;
        change?.Invoke(source);
        return WorkflowDefinition.Read(source.ToJsonString());
    }

    /// <summary>The classes are handed over before what is left is.</summary>
    public static InsertCards Classes() => new([Flow.Event("classes")], [new("fork", "a", "left")], [new("fork", "a", "classes"), new("classes", "Done", "left")]);

    public static JsonObject Card(Composition composed, string id) => Card(composed.Definition.Source, id);

    public static JsonObject Card(JsonObject definition, string id) => definition["root"]!["activities"]!.AsArray().OfType<JsonObject>().Single(c => (string)c["id"]! == id);

    public static void Remove(JsonObject definition, string id)
    {
        definition["root"]!["activities"]!.AsArray().Remove(Card(definition, id));
        Cut(definition, c => (string)c["source"]!["activity"]! == id || (string)c["target"]!["activity"]! == id);
    }

    public static void Cut(JsonObject definition, Func<JsonNode, bool> which)
    {
        var connections = definition["root"]!["connections"]!.AsArray();
        foreach (var connection in connections.Where(c => which(c!)).ToList()) connections.Remove(connection);
    }

    public static void Connect(JsonObject definition, string from, string port, string to) => definition["root"]!["connections"]!.AsArray().Add(
        new JsonObject { ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" } });

    public static IEnumerable<string> Lines(Composition composed) => composed.Definition.Root!["connections"]!.AsArray().Select(c => $"{c!["source"]!["activity"]}.{c["source"]!["port"]}>{c["target"]!["activity"]}");

    private static JsonObject Step(string id)
    {
        var step = Flow.Node(id, "Elsa.Event", ("dueInWorking", "2wd"));
        step["metadata"] = new JsonObject { ["displayText"] = id };
        return step;
    }

    private static JsonObject Writes(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };
}

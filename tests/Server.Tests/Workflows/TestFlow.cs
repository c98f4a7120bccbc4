using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Small Elsa 3 definitions for tests.</summary>
internal static class TestFlow
{
    /// <summary>A sequence of activities.</summary>
    public static string Sequence(string definitionId, params IEnumerable<JsonObject> activities) =>
        Of(definitionId, new JsonObject { ["id"] = "steps", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray([.. activities]) });

    /// <summary>A flowchart: a fork, and one branch per activity.</summary>
    public static string Parallel(string definitionId, params IReadOnlyList<JsonObject> branches)
    {
        var ids = branches.Select(b => b["id"]!.GetValue<string>()).ToList();
        var fork = Node("fork", "Elsa.FlowFork", ("branches", Object("String[]", new JsonArray([.. ids.Select(i => JsonValue.Create(i))]).ToJsonString())));
        return Of(definitionId, new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray([fork, .. branches]),
            ["connections"] = new JsonArray([.. ids.Select(i => Connection("fork", i, i))]),
        });
    }

    /// <summary>Waits for an event of that name.</summary>
    public static JsonObject Event(string id) => Node(id, "Elsa.Event", ("eventName", id));

    /// <summary>Lets an activity start instances.</summary>
    public static JsonObject Starts(JsonObject activity)
    {
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return activity;
    }

    /// <summary>Does an activity again and again.</summary>
    public static string Loop(string definitionId, JsonObject activity) => Of(definitionId, new JsonObject
    {
        ["id"] = "loop",
        ["type"] = "Elsa.Flowchart",
        ["activities"] = new JsonArray(activity, Line("round", "round")),
        ["connections"] = new JsonArray(Connection(activity["id"]!.GetValue<string>(), "Done", "round"), Connection("round", "Done", activity["id"]!.GetValue<string>())),
    });

    public static JsonObject Line(string id, string text) => Node(id, "Elsa.WriteLine", ("text", text));

    public static JsonObject Delay(string id, TimeSpan span) => Node(id, "Elsa.Delay", ("timeSpan", span.ToString("c")));

    public static JsonObject Node(string id, string type, params (string Name, JsonNode? Value)[] inputs)
    {
        var node = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type };
        foreach (var (name, value) in inputs) node[name] = value;
        return node;
    }

    public static JsonObject Object(string typeName, string json) =>
        new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = json } };

    private static JsonObject Connection(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };

    private static string Of(string definitionId, JsonObject root) => new JsonObject
    {
        ["definitionId"] = definitionId,
        ["name"] = definitionId,
        ["toolVersion"] = "3.8.0.0",
        ["options"] = new JsonObject { ["incidentStrategyType"] = "ContinueWithIncidentsStrategy" },
        ["root"] = root,
    }.ToJsonString();
}

using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Tests;

/// <summary>Writes small Elsa 3 definitions for tests.</summary>
internal static class Flow
{
    /// <summary>A flowchart from activities and connections such as <c>"a>b"</c> or <c>"a.Yes>b"</c>.</summary>
    public static string Chart(IEnumerable<JsonObject> activities, IEnumerable<string> connections, JsonObject? options = null, JsonArray? variables = null) =>
        Workflow(new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray([.. activities]),
            ["connections"] = new JsonArray([.. connections.Select(Connection)]),
        }, options, variables);

    public static string Workflow(JsonObject root, JsonObject? options = null, JsonArray? variables = null) => new JsonObject
    {
        ["definitionId"] = "wf",
        ["name"] = "wf",
        ["toolVersion"] = "3.8.0.0",
        ["variables"] = variables ?? [],
        ["options"] = options ?? [],
        ["root"] = root,
    }.ToJsonString();

    public static JsonObject Node(string id, string type, params (string Name, JsonNode? Value)[] inputs)
    {
        var node = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type };
        foreach (var (name, value) in inputs) node[name] = value;
        return node;
    }

    public static JsonObject Line(string id) => Node(id, "Elsa.WriteLine", ("text", id));

    public static JsonObject Event(string id) => Node(id, "Elsa.Event", ("eventName", id));

    public static JsonObject Join(string id, string mode) => Node(id, "Elsa.FlowJoin", ("mode", mode));

    public static JsonObject Fork(string id, params string[] branches) =>
        Node(id, "Elsa.FlowFork", ("branches", Expression("Object", "String[]", new JsonArray([.. branches.Select(b => JsonValue.Create(b))]).ToJsonString())));

    public static JsonObject JavaScript(string script, string typeName = "Object") => Expression("JavaScript", typeName, script);

    public static JsonObject Expression(string type, string typeName, JsonNode value) =>
        new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    public static readonly Func<JsonObject> KeepGoing = () => new JsonObject { ["incidentStrategyType"] = "ContinueWithIncidentsStrategy" };

    private static JsonNode Connection(string text)
    {
        var ends = text.Split('>');
        var source = ends[0].Split('.');
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
            ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
        };
    }
}

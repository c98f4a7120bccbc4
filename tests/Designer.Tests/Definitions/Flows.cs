using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Definitions;

namespace HrBpm.Designer.Tests.Definitions;

/// <summary>Flows as a line of text: <c>a>b a.Rejected>c</c>.</summary>
internal static class Flows
{
    /// <summary>Reads one. Names that begin with f are forks, with j joins, with s conditions with cases, with p approvals.</summary>
    public static FlowDraft Read(string text)
    {
        var lines = text.Split(' ').Select(part => part.Split('>')).Select(ends => (From: ends[0].Split('.')[0], Port: ends[0].Split('.') is [_, var port] ? port : null, To: ends[1])).ToList();
        var ids = lines.SelectMany(line => new[] { line.From, line.To }).Distinct().ToList();
        return FlowDraft.Read(new JsonObject
        {
            ["definitionId"] = "d",
            ["name"] = "样例",
            ["somebodyElses"] = new JsonObject { ["kept"] = 1 },
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "v1", ["name"] = "Amount", ["typeName"] = "Int32" }),
            ["root"] = new JsonObject
            {
                ["id"] = "flow",
                ["type"] = "Elsa.Flowchart",
                ["activities"] = new JsonArray([.. ids.Select(id => Activity(id, lines.Where(line => line.From == id).Select(line => line.Port ?? MainOf(id)).Distinct()))]),
                ["connections"] = new JsonArray([.. lines.Select(line => new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = line.From, ["port"] = line.Port ?? MainOf(line.From) }, ["target"] = new JsonObject { ["activity"] = line.To, ["port"] = "In" }, ["colour"] = "red",
                })]),
                ["later"] = "kept",
            },
        });
    }

    /// <summary>Its connections, sorted, in the same words.</summary>
    public static string Say(FlowDraft draft) => string.Join(' ', draft.Graph.Edges.Select(edge => $"{edge.From}{(edge.Port == FlowPorts.MainOf(draft.Shape.Node(edge.From).Type) ? "" : "." + edge.Port)}>{edge.To}").Order(StringComparer.Ordinal));

    /// <summary>A line of a flow.</summary>
    public static InsertionPoint Line(string from, string to, string? port = null) => new([new FlowEdge(from, port ?? MainOf(from), to)], to);

    /// <summary>A piece of one activity.</summary>
    public static FlowFragment One(string id) => FlowFragment.Of(Activity(id, []));

    private static string MainOf(string id) => FlowPorts.MainOf(TypeOf(id));

    private static string TypeOf(string id) => id[0] switch { 'f' => "Elsa.FlowFork", 'j' => "Elsa.FlowJoin", 's' => "Elsa.FlowSwitch", 'p' => "HrBpm.Approval", _ => "HrBpm.Handle" };

    private static JsonObject Activity(string id, IEnumerable<string> ports)
    {
        var activity = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = TypeOf(id), ["version"] = 1, ["unknown"] = new JsonArray(1, 2) };
        if (id[0] == 's') activity["cases"] = new JsonArray([.. ports.Where(port => port != "Default").Select(port => new JsonObject { ["label"] = port })]);
        if (id[0] == 'f') activity["branches"] = InputValue.Wrap("String[]", "Object", new JsonArray([.. ports.Select(port => JsonValue.Create(port))]).ToJsonString());
        return activity;
    }
}

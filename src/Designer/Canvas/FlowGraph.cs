using System.Text.Json.Nodes;

namespace HrBpm.Designer.Canvas;

/// <summary>One activity of a flowchart, as the picture needs it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Kind, for colour and icon: start, approve, sign, handle, cc, cond, par, delay, system or sub.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Source">Its JSON.</param>
public sealed record FlowNode(string Id, string Kind, string Title, JsonObject Source)
{
    /// <summary>Activity type.</summary>
    public string Type => (string?)Source["type"] ?? "";
}

/// <summary>A connection.</summary>
/// <param name="From">Id of the source.</param>
/// <param name="Port">Outcome by which the source is left.</param>
/// <param name="To">Id of the target.</param>
public sealed record FlowEdge(string From, string Port, string To);

/// <summary>An Elsa flowchart without what only its execution needs.</summary>
/// <param name="Nodes">The activities, in the order of the definition.</param>
/// <param name="Edges">The connections; those that dangle are left out.</param>
/// <param name="Start">Where it begins; null when it is empty.</param>
public sealed record FlowGraph(IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowEdge> Edges, FlowNode? Start)
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["HrBpm.InitiatorForm"] = "start", ["HrBpm.Approval"] = "approve", ["HrBpm.Handle"] = "handle", ["HrBpm.SendCopy"] = "cc",
        ["Elsa.FlowDecision"] = "cond", ["Elsa.FlowSwitch"] = "cond", ["Elsa.If"] = "cond", ["Elsa.Switch"] = "cond", ["Elsa.FlowFork"] = "par", ["Elsa.FlowJoin"] = "par", ["Elsa.Parallel"] = "par", ["Elsa.Fork"] = "par",
        ["Elsa.Delay"] = "delay", ["HrBpm.DelayWorkingTime"] = "delay", ["Elsa.Timer"] = "delay", ["Elsa.Cron"] = "delay", ["Elsa.StartAt"] = "delay", ["Elsa.Start"] = "start", ["Elsa.End"] = "start", ["Elsa.Finish"] = "start",
        ["Elsa.ExecuteWorkflow"] = "sub", ["Elsa.DispatchWorkflow"] = "sub", ["Elsa.BulkDispatchWorkflows"] = "sub",
    };

    /// <summary>Reads a flowchart's JSON.</summary>
    /// <param name="flowchart">An activity of the type <c>Elsa.Flowchart</c>.</param>
    public static FlowGraph Of(JsonObject flowchart) => Of(
        (flowchart["activities"] as JsonArray ?? []).OfType<JsonObject>(), (flowchart["connections"] as JsonArray ?? []).OfType<JsonObject>().Select(Connect), (string?)flowchart["start"]);

    /// <summary>Reads the parts of a flowchart.</summary>
    /// <param name="activities">Its activities; those without an id, or with one that was before, are left out.</param>
    /// <param name="connections">Its connections; those that dangle are left out.</param>
    /// <param name="startId">The activity that it says it begins with.</param>
    public static FlowGraph Of(IEnumerable<JsonObject> activities, IEnumerable<FlowEdge> connections, string? startId)
    {
        var nodes = activities.Where(activity => Id(activity).Length > 0).DistinctBy(Id).Select(Read).ToList();
        var known = nodes.ToDictionary(node => node.Id);
        var edges = connections.Where(edge => known.ContainsKey(edge.From) && known.ContainsKey(edge.To)).Distinct().ToList();
        var targets = edges.Select(edge => edge.To).ToHashSet();
        var start = startId is { } named && known.TryGetValue(named, out var said) ? said
            : nodes.FirstOrDefault(node => node.Type == "Elsa.Start") ?? nodes.FirstOrDefault(node => !targets.Contains(node.Id)) ?? nodes.FirstOrDefault();
        return new FlowGraph(nodes, edges, start);
    }

    /// <summary>The kind of an activity type.</summary>
    public static string KindOf(string type) => Kinds.GetValueOrDefault(type, "system");

    private static FlowNode Read(JsonObject activity)
    {
        var kind = KindOf((string?)activity["type"] ?? "");
        var isSigned = kind is "approve" or "handle" && activity["signature"]?["expression"]?["value"]?.ToString() is "true" or "True";
        return new FlowNode(Id(activity), isSigned ? "sign" : kind, (string?)activity["metadata"]?["displayText"] ?? (string?)activity["name"] ?? Id(activity), activity);
    }

    internal static FlowEdge Connect(JsonObject connection) => new(
        (string?)connection["source"]?["activity"] ?? "", (string?)connection["source"]?["port"] ?? "Done", (string?)connection["target"]?["activity"] ?? "");

    internal static string Id(JsonObject activity) => (string?)activity["id"] ?? "";
}

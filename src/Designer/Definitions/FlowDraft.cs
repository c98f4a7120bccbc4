using System.Collections.Immutable;
using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.Definitions;

/// <summary>A connection of a flowchart.</summary>
/// <param name="Edge">What it connects.</param>
/// <param name="Source">Its JSON, with members that nobody here knows.</param>
public sealed record FlowConnection(FlowEdge Edge, JsonObject Source)
{
    /// <summary>A new one, as Elsa writes it.</summary>
    public static FlowConnection Of(FlowEdge edge) => new(edge, new JsonObject
    {
        ["source"] = new JsonObject { ["activity"] = edge.From, ["port"] = edge.Port },
        ["target"] = new JsonObject { ["activity"] = edge.To, ["port"] = "In" },
        ["vertices"] = new JsonArray(),
    });

    /// <summary>The same, between others; where the line was bent is forgotten.</summary>
    public FlowConnection Connecting(FlowEdge edge)
    {
        if (edge == Edge) return this;
        var source = (JsonObject)Source.DeepClone();
        source["source"] = new JsonObject { ["activity"] = edge.From, ["port"] = edge.Port };
        var target = source["target"] as JsonObject ?? [];
        source["target"] = target;
        target["activity"] = edge.To;
        source["vertices"] = new JsonArray();
        return new(edge, source);
    }
}

/// <summary>A workflow definition while it is edited. It never changes: each edit makes another, which shares what has stayed as it was.</summary>
/// <remarks>Elsa 3 JSON goes in and comes out; members that nobody here knows stay.</remarks>
public sealed class FlowDraft
{
    private readonly JsonObject rest;
    private readonly Lazy<FlowGraph> graph;
    private readonly Lazy<FlowShape> shape;

    private FlowDraft(JsonObject rest, ImmutableList<JsonObject> activities, ImmutableList<FlowConnection> connections)
    {
        this.rest = rest;
        Activities = activities;
        Connections = connections;
        graph = new(() => FlowGraph.Of(Activities, Connections.Select(connection => connection.Edge), Start));
        shape = new(() => new FlowShape(Graph));
    }

    /// <summary>The activities of the root flowchart. Not to be changed.</summary>
    public ImmutableList<JsonObject> Activities { get; }

    /// <summary>Its connections.</summary>
    public ImmutableList<FlowConnection> Connections { get; }

    /// <summary>What the definition says beside them. Not to be changed.</summary>
    public JsonObject Rest => rest;

    /// <summary>Logical id; empty for a definition that was never stored.</summary>
    public string DefinitionId => (string?)rest["definitionId"] ?? "";

    /// <summary>What people call it.</summary>
    public string Name => (string?)rest["name"] ?? "";

    /// <summary>The picture's view of it.</summary>
    public FlowGraph Graph => graph.Value;

    internal FlowShape Shape => shape.Value;

    /// <summary>Id of the activity that the flowchart says it begins with; null when it says nothing.</summary>
    public string? Start => (string?)rest["root"]!["start"];

    /// <summary>A definition without any step, which people may start themselves once it is published.</summary>
    /// <param name="name">What people call it.</param>
    public static FlowDraft New(string name) => Read(new JsonObject
    {
        ["name"] = name,
        ["toolVersion"] = "3.8.0.0",
        ["variables"] = new JsonArray(),
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["outcomes"] = new JsonArray(),
        ["customProperties"] = new JsonObject { ["start"] = new JsonObject() },
        ["options"] = new JsonObject(),
        ["root"] = new JsonObject
        {
            ["id"] = "flow", ["name"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["customProperties"] = new JsonObject(), ["metadata"] = new JsonObject(),
            ["activities"] = new JsonArray(), ["connections"] = new JsonArray(), ["variables"] = new JsonArray(),
        },
    });

    /// <summary>Reads a definition.</summary>
    /// <exception cref="FormatException">Its root is no flowchart.</exception>
    public static FlowDraft Read(JsonObject definition)
    {
        var rest = (JsonObject)definition.DeepClone();
        if (rest["root"] is not JsonObject root || (string?)root["type"] != "Elsa.Flowchart")
            throw new FormatException($"Expected the root of the definition to be a flowchart, but it is {(string?)rest["root"]?["type"] ?? "absent"}.");
        var (activities, connections) = (Objects(root, "activities"), Objects(root, "connections"));
        return new(rest, activities, [.. connections.Select(connection => new FlowConnection(FlowGraph.Connect(connection), connection))]);
    }

    /// <summary>The definition as JSON of its own.</summary>
    public JsonObject Write()
    {
        var definition = (JsonObject)rest.DeepClone();
        var root = (JsonObject)definition["root"]!;
        root["activities"] = new JsonArray([.. Activities.Select(activity => activity.DeepClone())]);
        root["connections"] = new JsonArray([.. Connections.Select(connection => connection.Source.DeepClone())]);
        return definition;
    }

    /// <summary>An activity.</summary>
    /// <exception cref="ArgumentException">There is none of that id.</exception>
    public JsonObject Activity(string id) => Find(id) ?? throw new ArgumentException($"Expected an activity '{id}', but the flow has none.", nameof(id));

    /// <summary>An activity; null when there is none of that id.</summary>
    public JsonObject? Find(string id) => Activities.Find(activity => FlowGraph.Id(activity) == id);

    /// <summary>Where an outcome leads; null when it leads nowhere.</summary>
    public string? Next(string id, string port) => Connections.Find(connection => connection.Edge.From == id && connection.Edge.Port == port)?.Edge.To;

    internal FlowDraft With(IEnumerable<JsonObject>? activities = null, IEnumerable<FlowConnection>? connections = null) =>
        new(rest, activities is null ? Activities : [.. activities], connections is null ? Connections : [.. connections.DistinctBy(connection => connection.Edge)]);

    /// <summary>The same with other members beside the activities.</summary>
    internal FlowDraft WithRest(Action<JsonObject> change)
    {
        var changed = (JsonObject)rest.DeepClone();
        change(changed);
        return new(changed, Activities, Connections);
    }

    internal FlowDraft Starting(string? id) => id == Start ? this : WithRest(changed =>
    {
        var root = (JsonObject)changed["root"]!;
        if (id is null) root.Remove("start");
        else root["start"] = id;
    });

    /// <summary>The same with another in an activity's place.</summary>
    internal FlowDraft Replace(string id, Action<JsonObject> change)
    {
        var at = Activities.FindIndex(activity => FlowGraph.Id(activity) == id);
        if (at < 0) throw new ArgumentException($"Expected an activity '{id}', but the flow has none.", nameof(id));
        var changed = (JsonObject)Activities[at].DeepClone();
        change(changed);
        return new(rest, Activities.SetItem(at, changed), Connections);
    }

    // The arrays stay where they are, but empty, so that what is written has its members in the order of what was read.
    private static ImmutableList<JsonObject> Objects(JsonObject root, string name)
    {
        var list = (root[name] as JsonArray ?? []).OfType<JsonObject>().ToList();
        root[name] = new JsonArray();
        return [.. list.Select(item => (JsonObject)item.DeepClone())];
    }
}

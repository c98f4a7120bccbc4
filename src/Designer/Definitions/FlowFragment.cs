using System.Collections.Immutable;
using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.Definitions;

/// <summary>A piece of a flow that is put into one: new, copied, or moved.</summary>
/// <param name="Activities">Its activities.</param>
/// <param name="Connections">The connections between them.</param>
/// <param name="Entry">The activity that it begins with.</param>
/// <param name="Exits">The outcomes by which it is left; their connections have no target.</param>
public sealed record FlowFragment(ImmutableList<JsonObject> Activities, ImmutableList<FlowConnection> Connections, string Entry, ImmutableList<FlowEdge> Exits)
{
    /// <summary>Variables of the flow that it came from, which its activities use.</summary>
    public ImmutableList<JsonObject> Variables { get; init; } = [];

    /// <summary>One activity.</summary>
    public static FlowFragment Of(JsonObject activity) => new([activity], [], FlowGraph.Id(activity), [new(FlowGraph.Id(activity), FlowPorts.MainOf((string?)activity["type"] ?? ""), "")]);

    /// <summary>The same with ids that a flow does not have yet, also those of activities inside activities.</summary>
    internal FlowFragment Renamed(FlowDraft draft)
    {
        var taken = draft.Activities.SelectMany(ActivityIds.In).ToHashSet();
        var names = new Dictionary<string, string>();
        foreach (var id in Activities.SelectMany(ActivityIds.In).Distinct())
        {
            names[id] = ActivityIds.Free(id, taken);
            taken.Add(names[id]);
        }

        return new FlowFragment(
            [.. Activities.Select(activity => ActivityIds.Rename(activity, names))],
            [.. Connections.Select(connection => connection.Connecting(Renamed(connection.Edge, names)))],
            names[Entry], [.. Exits.Select(exit => Renamed(exit, names))]) { Variables = Variables };
    }

    private static FlowEdge Renamed(FlowEdge edge, Dictionary<string, string> names) => new(names[edge.From], edge.Port, edge.To.Length == 0 ? "" : names[edge.To]);
}

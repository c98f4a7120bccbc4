using System.Collections.Immutable;
using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.Definitions;

/// <summary>Copies pieces of a flow, and moves them.</summary>
public static class FlowMoves
{
    /// <summary>Copies cards, in the order of the flow, one after the other; the head of branches with all that lies on them.</summary>
    /// <exception cref="ArgumentException">There is no such activity, or none is named.</exception>
    public static FlowFragment Copy(this FlowDraft draft, IEnumerable<string> ids) => Chain(draft, Units(draft, ids));

    /// <summary>Moves cards to a line, with their ids. Moved to where they are, they stay.</summary>
    /// <exception cref="ArgumentException">There is no such activity.</exception>
    public static FlowDraft Move(this FlowDraft draft, IEnumerable<string> ids, InsertionPoint to)
    {
        var units = Units(draft, ids);
        var moved = units.SelectMany(unit => unit.Nodes).ToHashSet();
        if (to.Edges.Any(edge => moved.Contains(edge.From)) || (to.Edges.Count == 0 && moved.Contains(to.To))) return draft;
        var piece = Chain(draft, units);
        var less = draft;
        foreach (var unit in units)
            if (less.Find(unit.Entry) is not null) less = FlowRemoval.Delete(less, FlowUnit.Of(less, unit.Entry));
        // Whatever went with what was moved, because only that led to it, makes the target go too: then nothing is done.
        return to.Edges.Any(edge => less.Find(edge.From) is null) ? draft : less.Insert(to, piece).Draft;
    }

    private static List<FlowUnit> Units(FlowDraft draft, IEnumerable<string> ids)
    {
        var units = new List<FlowUnit>();
        foreach (var id in ids.Distinct().OrderBy(id => draft.Shape.Order.GetValueOrDefault(id, int.MaxValue)))
            if (!units.Any(unit => unit.Nodes.Contains(id))) units.Add(FlowUnit.Of(draft, id));
        return units.Count > 0 ? units : throw new ArgumentException("Expected at least one activity, but got none.", nameof(ids));
    }

    private static FlowFragment Chain(FlowDraft draft, List<FlowUnit> units)
    {
        var connections = ImmutableList.CreateBuilder<FlowConnection>();
        foreach (var (index, unit) in units.Index())
        {
            connections.AddRange(draft.Connections.Where(connection => unit.Nodes.Contains(connection.Edge.From) && unit.Nodes.Contains(connection.Edge.To)));
            if (index > 0) connections.AddRange(units[index - 1].Exits.Select(exit => FlowConnection.Of(exit with { To = unit.Entry })));
        }

        var nodes = units.SelectMany(unit => unit.Nodes).ToHashSet();
        var activities = draft.Activities.Where(activity => nodes.Contains(FlowGraph.Id(activity))).ToImmutableList();
        return new(activities, connections.ToImmutable(), units[0].Entry, [.. units[^1].Exits.Select(exit => exit with { To = "" })]) { Variables = Used(draft, activities) };
    }

    private static ImmutableList<JsonObject> Used(FlowDraft draft, ImmutableList<JsonObject> activities)
    {
        var text = string.Concat(activities.Select(activity => activity.ToJsonString(InputValue.Json)));
        return [.. (draft.Rest["variables"] as JsonArray ?? []).OfType<JsonObject>().Where(variable => IsUsed(variable, text))];
    }

    private static bool IsUsed(JsonObject variable, string text) =>
        new[] { (string?)variable["id"] is { } id ? $"\"{id}\"" : null, (string?)variable["name"] is { } name ? $"ariables.{name}" : null }.Any(needle => needle is not null && text.Contains(needle, StringComparison.Ordinal));
}

using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.Definitions;

/// <summary>Puts pieces into a flow.</summary>
public static class FlowInsertion
{
    /// <summary>Puts a piece onto a line: what led on along the line now leads to the piece, and the piece to what came next. The piece gets ids of its own.</summary>
    /// <returns>The flow, and the ids of what is new, the first one first.</returns>
    /// <exception cref="ArgumentException">The flow has no such line.</exception>
    public static (FlowDraft Draft, IReadOnlyList<string> Ids) Insert(this FlowDraft draft, InsertionPoint at, FlowFragment piece)
    {
        var added = piece.Renamed(draft);
        var lines = at.Edges.Select(edge => Line(draft, edge)).ToList();
        var to = lines.Select(line => line.Edge.To).Concat([at.To]).First();
        // Branches that nothing follows come together at the end, so that the flow can be gone on with after them.
        var end = to.Length == 0 && added.Exits.Count > 1 ? NewActivities.End(draft.Activities.Concat(added.Activities)) : null;
        if (end is not null) to = FlowGraph.Id(end);
        var moved = lines.Where(line => line.Edge.To.Length > 0).Select(line => line.Edge).ToHashSet();
        var connections = draft.Connections.Select(connection => moved.Contains(connection.Edge) ? connection.Connecting(connection.Edge with { To = added.Entry }) : connection)
            .Concat(lines.Where(line => line.Edge.To.Length == 0).Select(line => FlowConnection.Of(line.Edge with { To = added.Entry })))
            .Concat(added.Connections)
            .Concat(to.Length == 0 ? [] : added.Exits.Select(exit => FlowConnection.Of(exit with { To = to })));
        var result = WithVariables(draft.With(draft.Activities.AddRange(added.Activities).AddRange(end is null ? [] : [end]), connections), added);
        var begins = draft.Graph.Start is not { } start || (lines.Count == 0 && start.Id == at.To);
        return (begins ? result.Starting(added.Entry) : result, [added.Entry, .. added.Activities.Select(FlowGraph.Id).Where(id => id != added.Entry)]);
    }

    /// <summary>Just before a card: on everything that leads on to it.</summary>
    public static InsertionPoint Before(this FlowDraft draft, string id) => new(draft.Shape.Into(id), id);

    /// <summary>Just after a card; after branches, where they come together.</summary>
    public static InsertionPoint After(this FlowDraft draft, string id)
    {
        var unit = FlowUnit.Of(draft, id);
        return unit.Next is null ? new([.. unit.Exits.Select(exit => exit with { To = "" })], "") : new(unit.Exits, unit.Next);
    }

    /// <summary>Adds a branch to a condition with cases or to a fork; it leads to where the others come together.</summary>
    /// <param name="draft">The flow.</param>
    /// <param name="id">The condition or fork.</param>
    /// <param name="name">The new branch.</param>
    /// <exception cref="ArgumentException">It takes no branches, or has one of that name.</exception>
    public static FlowDraft AddBranch(this FlowDraft draft, string id, string name)
    {
        if (BranchNames.Of(draft.Activity(id)) is not { } names) throw new ArgumentException($"Expected a condition with cases or a fork, but '{id}' is neither.", nameof(id));
        if (names.Contains(name) || name == "Default") throw new ArgumentException($"Expected a name that no branch has yet, but '{id}' has a branch '{name}'.", nameof(name));
        var to = FlowUnit.Of(draft, id).Meeting ?? (draft.Shape.Leaving(id) is [var only] ? only.To : null);
        var grown = draft.Replace(id, activity => BranchNames.Add(activity, name));
        return to is null ? grown : grown.With(connections: draft.Connections.Add(FlowConnection.Of(new(id, name, to))));
    }

    /// <summary>Names a branch anew.</summary>
    /// <exception cref="ArgumentException">There is no such branch, or another has that name.</exception>
    public static FlowDraft RenameBranch(this FlowDraft draft, string id, string name, string newName)
    {
        if (name == newName) return draft;
        if (BranchNames.Of(draft.Activity(id)) is not { } names || !names.Contains(name)) throw new ArgumentException($"Expected a branch '{name}' of '{id}', but there is none.", nameof(name));
        if (names.Contains(newName) || newName is "Default" or "") throw new ArgumentException($"Expected a name that no branch has yet, but got '{newName}'.", nameof(newName));
        return draft.Replace(id, activity => BranchNames.Rename(activity, name, newName))
            .With(connections: draft.Connections.Select(connection => connection.Edge.From == id && connection.Edge.Port == name ? connection.Connecting(connection.Edge with { Port = newName }) : connection));
    }

    // A line may have come to lead elsewhere since the picture was drawn, as when what it led to was moved away.
    private static FlowConnection Line(FlowDraft draft, FlowEdge edge)
    {
        if (draft.Find(edge.From) is null) throw new ArgumentException($"Expected a line that begins at '{edge.From}', but the flow has no such activity.", nameof(edge));
        return draft.Connections.Find(connection => connection.Edge == edge) ?? draft.Connections.Find(connection => connection.Edge.From == edge.From && connection.Edge.Port == edge.Port) ?? FlowConnection.Of(edge with { To = "" });
    }

    private static FlowDraft WithVariables(FlowDraft draft, FlowFragment added)
    {
        var known = (draft.Rest["variables"] as JsonArray ?? []).Select(variable => (string?)variable?["id"]).ToHashSet();
        var missing = added.Variables.Where(variable => !known.Contains((string?)variable["id"])).ToList();
        return missing.Count == 0 ? draft : draft.WithRest(rest =>
        {
            if (rest["variables"] is not JsonArray) rest["variables"] = new JsonArray();
            foreach (var variable in missing) ((JsonArray)rest["variables"]!).Add(variable.DeepClone());
        });
    }
}

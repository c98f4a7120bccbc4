using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.Definitions;

/// <summary>Takes pieces out of a flow.</summary>
public static class FlowRemoval
{
    /// <summary>Deletes cards, the head of branches with all that lies on them. The line heals; what nothing leads to any more goes as well.</summary>
    /// <exception cref="ArgumentException">There is no such activity.</exception>
    public static FlowDraft Delete(this FlowDraft draft, IEnumerable<string> ids)
    {
        var wanted = ids.ToList();
        foreach (var id in wanted) _ = draft.Activity(id);
        foreach (var id in wanted)
            if (draft.Find(id) is not null) draft = Delete(draft, FlowUnit.Of(draft, id));
        return draft;
    }

    /// <summary>Deletes a branch with all that lies on it. What has only one branch left needs no head any more.</summary>
    /// <exception cref="ArgumentException">There is no such branch.</exception>
    public static FlowDraft DeleteBranch(this FlowDraft draft, string id, string port)
    {
        var before = draft.Shape;
        if (!draft.Graph.Edges.Any(edge => edge.From == id && edge.Port == port) && BranchNames.Of(draft.Activity(id))?.Contains(port) != true)
            throw new ArgumentException($"Expected a branch '{port}' of '{id}', but there is none.", nameof(port));
        var meeting = FlowUnit.Of(draft, id).Meeting;
        var less = draft.With(connections: draft.Connections.Where(connection => connection.Edge.From != id || connection.Edge.Port != port));
        if (BranchNames.Of(draft.Activity(id))?.Contains(port) == true) less = less.Replace(id, activity => BranchNames.Remove(activity, port));
        less = WithoutUnreachable(less, before);
        if (less.Shape.Leaving(id).Count > 1) return less;
        less = Delete(less, FlowUnit.Of(less, id));
        return meeting is not null && less.Find(meeting) is not null && less.Shape.Node(meeting).Type == "Elsa.FlowJoin" && less.Shape.Into(meeting).Count < 2 ? Delete(less, FlowUnit.Of(less, meeting)) : less;
    }

    internal static FlowDraft Delete(FlowDraft draft, FlowUnit unit)
    {
        var before = draft.Shape;
        var connections = draft.Connections.SelectMany(connection => Heal(connection, unit));
        var less = draft.With(draft.Activities.Where(activity => !unit.Nodes.Contains(FlowGraph.Id(activity))), connections);
        if (draft.Graph.Start is { } start && unit.Nodes.Contains(start.Id)) less = less.Starting(unit.Next);
        return WithoutUnreachable(less, before);
    }

    // What led to the unit leads to what comes after it; what would lead to itself, or nowhere, goes.
    private static IEnumerable<FlowConnection> Heal(FlowConnection connection, FlowUnit unit)
    {
        var (from, to) = (connection.Edge.From, connection.Edge.To);
        if (unit.Nodes.Contains(from)) yield break;
        if (!unit.Nodes.Contains(to)) yield return connection;
        else if (unit.Next is { } next && next != from) yield return connection.Connecting(connection.Edge with { To = next });
    }

    private static FlowDraft WithoutUnreachable(FlowDraft draft, FlowShape before)
    {
        var now = draft.Shape.Order;
        var lost = draft.Graph.Nodes.Select(node => node.Id).Where(id => before.Order.ContainsKey(id) && !now.ContainsKey(id)).ToHashSet();
        return lost.Count == 0 ? draft : draft.With(
            draft.Activities.Where(activity => !lost.Contains(FlowGraph.Id(activity))),
            draft.Connections.Where(connection => !lost.Contains(connection.Edge.From) && !lost.Contains(connection.Edge.To)));
    }
}

using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.Definitions;

/// <summary>What goes together when it is copied, moved or deleted: a card, or the head of branches with all that lies on them up to where they come together.</summary>
/// <param name="Entry">The card, or the head.</param>
/// <param name="Nodes">All of it.</param>
/// <param name="Exits">The connections by which it is left for what comes next; where nothing comes next, they have no target.</param>
/// <param name="Next">What comes next; null at an end.</param>
/// <param name="Meeting">Where the branches come together; a join that belongs to them is part of the unit.</param>
internal sealed record FlowUnit(string Entry, IReadOnlySet<string> Nodes, IReadOnlyList<FlowEdge> Exits, string? Next, string? Meeting)
{
    public static FlowUnit Of(FlowDraft draft, string id)
    {
        _ = draft.Activity(id);
        var shape = draft.Shape;
        var ways = shape.Leaving(id);
        return FlowShape.IsHead(shape.Node(id)) && ways.Count > 1 ? Block(draft, id, ways) : Card(draft, id, ways);
    }

    private static FlowUnit Card(FlowDraft draft, string id, IReadOnlyList<FlowEdge> ways)
    {
        var main = FlowPorts.MainOf(draft.Shape.Node(id).Type);
        var next = (ways.FirstOrDefault(way => way.Port == main) ?? (ways is [var first, ..] ? first : null))?.To;
        return new(id, new HashSet<string> { id }, next is null ? [new(id, main, "")] : [.. ways.Where(way => way.To == next)], next, null);
    }

    private static FlowUnit Block(FlowDraft draft, string id, IReadOnlyList<FlowEdge> ways)
    {
        var shape = draft.Shape;
        var meeting = shape.Meeting(ways);
        var nodes = shape.From(id, meeting);
        if (meeting is null) return new(id, nodes, [], null, null);
        if (shape.Node(meeting).Type != "Elsa.FlowJoin" || !shape.Into(meeting).All(edge => nodes.Contains(edge.From)))
            return new(id, nodes, [.. shape.Into(meeting).Where(edge => nodes.Contains(edge.From))], meeting, meeting);
        nodes.Add(meeting);
        var after = Card(draft, meeting, shape.Leaving(meeting));
        return new(id, nodes, after.Exits, after.Next, meeting);
    }
}

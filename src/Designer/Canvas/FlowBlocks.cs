namespace HrBpm.Designer.Canvas;

/// <summary>A part of a flow that is drawn from top to bottom: a card, or branches side by side.</summary>
public abstract record Block
{
    private Block() { }

    /// <summary>One card.</summary>
    public sealed record Card(FlowNode Node) : Block;

    /// <summary>What follows a node by several ways, up to where they come together.</summary>
    /// <param name="Node">The node that splits.</param>
    /// <param name="Branches">The ways, in the order of the connections.</param>
    /// <param name="Join">Where two or more of them come together; null when each ends by itself.</param>
    public sealed record Split(FlowNode Node, IReadOnlyList<Branch> Branches, FlowNode? Join) : Block;
}

/// <summary>One way.</summary>
/// <param name="Edge">The connection that begins it.</param>
/// <param name="Steps">What lies on it; empty for a way straight to where the branches come together.</param>
/// <param name="Continues">It comes to where the branches come together, rather than end before.</param>
public sealed record Branch(FlowEdge Edge, IReadOnlyList<Block> Steps, bool Continues);

/// <summary>A flow whose branches are nested one in the other, so that it can be drawn without lines that cross.</summary>
/// <param name="Steps">From the start on.</param>
/// <param name="Returns">Connections that lead back; they are drawn as chips.</param>
/// <param name="Apart">Nodes that the start does not lead to.</param>
public sealed record FlowBlocks(IReadOnlyList<Block> Steps, IReadOnlyList<FlowEdge> Returns, IReadOnlyList<FlowNode> Apart)
{
    /// <summary>How the flow hangs together; null when it is empty.</summary>
    internal FlowShape? Shape { get; private init; }

    /// <summary>Reads the blocks of a flow; null when its ways are not nested, as in a flow that was drawn by hand elsewhere.</summary>
    public static FlowBlocks? Of(FlowGraph graph)
    {
        if (graph.Start is null) return new([], [], graph.Nodes);
        var shape = new FlowShape(graph);
        return new Reader(shape).Read() is { } steps ? new(steps, shape.Returns, [.. graph.Nodes.Where(node => !shape.Order.ContainsKey(node.Id))]) { Shape = shape } : null;
    }

    /// <summary>Walks the flow from its start. A node that is met twice shows that the ways are not nested.</summary>
    private sealed class Reader(FlowShape shape)
    {
        private readonly HashSet<string> met = [];

        public IReadOnlyList<Block>? Read() => Read(shape.Graph.Start!.Id, []) is { } read ? read.Steps : null;

        private (IReadOnlyList<Block> Steps, string? EndsAt)? Read(string? id, IReadOnlyList<string> stops)
        {
            var steps = new List<Block>();
            while (id is not null && !stops.Contains(id))
            {
                if (!met.Add(id)) return null;
                var ways = shape.Ways(id);
                if (ways.Count <= 1)
                {
                    steps.Add(new Block.Card(shape.Node(id)));
                    id = ways.Count == 1 ? ways[0].To : null;
                    continue;
                }

                var join = shape.Meeting(ways);
                if (join is not null && stops.Contains(join)) join = null;
                if (Branches(ways, join is null ? stops : [join, .. stops]) is not { } branches) return null;
                // A way that leaves this split for an outer meeting point, beside others that meet here, cannot be drawn without crossing.
                if (join is not null && branches.Any(branch => branch.EndsAt is { } end && end != join)) return null;
                var outer = branches.Select(branch => branch.EndsAt).FirstOrDefault(end => end is not null);
                steps.Add(new Block.Split(shape.Node(id), [.. branches.Select(branch => branch.Branch)], join is null ? null : shape.Node(join)));
                id = join ?? outer;
            }

            return (steps, id);
        }

        private List<(Branch Branch, string? EndsAt)>? Branches(IReadOnlyList<FlowEdge> ways, IReadOnlyList<string> stops)
        {
            var branches = new List<(Branch, string?)>();
            foreach (var way in ways)
            {
                if (Read(way.To, stops) is not { } read) return null;
                branches.Add((new Branch(way, read.Steps, read.EndsAt is not null), read.EndsAt));
            }

            return branches;
        }
    }
}

namespace HrBpm.Designer.Canvas;

/// <summary>How a flow hangs together: what leads where, what leads back, and where ways meet again.</summary>
internal sealed class FlowShape
{
    private readonly ILookup<string, FlowEdge> forward;
    private readonly ILookup<string, FlowEdge> into;
    private readonly Dictionary<string, FlowNode> nodes;

    public FlowShape(FlowGraph graph)
    {
        Graph = graph;
        nodes = graph.Nodes.ToDictionary(node => node.Id);
        var order = FlowOrder.Of(graph);
        (Order, Returns) = (order.Places, order.Returns);
        var back = order.Returns.ToHashSet();
        var ways = graph.Edges.Where(edge => !back.Contains(edge)).ToList();
        forward = ways.ToLookup(edge => edge.From);
        into = ways.ToLookup(edge => edge.To);
    }

    /// <summary>The flow.</summary>
    public FlowGraph Graph { get; }

    /// <summary>Place of each node that the start leads to, in an order in which every connection leads on.</summary>
    public IReadOnlyDictionary<string, int> Order { get; }

    /// <summary>Connections that lead back.</summary>
    public IReadOnlyList<FlowEdge> Returns { get; }

    /// <summary>A node.</summary>
    public FlowNode Node(string id) => nodes[id];

    /// <summary>All connections that leave a node and lead on.</summary>
    public IReadOnlyList<FlowEdge> Leaving(string id) => [.. forward[id]];

    /// <summary>All connections that lead on into a node.</summary>
    public IReadOnlyList<FlowEdge> Into(string id) => [.. into[id]];

    /// <summary>The ways that people see: outcomes of a card that lead to the same place are one way; each branch of a condition or a fork is one of its own.</summary>
    public IReadOnlyList<FlowEdge> Ways(string id) => IsHead(nodes[id]) ? Leaving(id) : [.. forward[id].DistinctBy(edge => edge.To)];

    /// <summary>The connections that one way stands for.</summary>
    public IReadOnlyList<FlowEdge> Same(FlowEdge way) => IsHead(nodes[way.From]) ? [way] : [.. forward[way.From].Where(edge => edge.To == way.To)];

    /// <summary>A node that is drawn as the head of its branches.</summary>
    public static bool IsHead(FlowNode node) => node.Kind is "par" or "cond" && node.Type != "Elsa.FlowJoin";

    /// <summary>The first node, in order, that at least two of the ways lead to; null when each ends by itself.</summary>
    public string? Meeting(IReadOnlyList<FlowEdge> ways)
    {
        var reached = new Dictionary<string, int>();
        foreach (var way in ways)
        foreach (var id in From(way.To)) reached[id] = reached.GetValueOrDefault(id) + 1;
        return reached.Where(pair => pair.Value > 1).Select(pair => pair.Key).MinBy(id => Order[id]);
    }

    /// <summary>A node and all that it leads on to, but for what lies from a certain node on.</summary>
    public HashSet<string> From(string id, string? before = null)
    {
        var seen = new HashSet<string> { id };
        var open = new Stack<string>([id]);
        while (open.TryPop(out var next))
        foreach (var edge in forward[next])
            if (edge.To != before && seen.Add(edge.To)) open.Push(edge.To);
        return seen;
    }
}

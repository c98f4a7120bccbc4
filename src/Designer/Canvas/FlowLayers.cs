namespace HrBpm.Designer.Canvas;

/// <summary>The layers of a flow: each node below all that lead to it, in an order in which few lines cross. Lines over several layers have a place in each; those to the same node share it.</summary>
/// <remarks>After Sugiyama, Tagawa and Toda (1981): longest path, then barycentres downwards and upwards.</remarks>
internal sealed class FlowLayers
{
    private const int Sweeps = 8;

    private readonly Dictionary<string, LayerSlot> slots;
    private readonly Dictionary<(string To, int Layer), LayerSlot> passing = [];

    public FlowLayers(FlowGraph graph)
    {
        var order = FlowOrder.Of(graph);
        Returns = order.Returns;
        var depth = Depths(graph, order);
        slots = graph.Nodes.ToDictionary(node => node.Id, node => new LayerSlot(node, depth[node.Id]));
        Lines = [.. graph.Edges.Where(edge => depth[edge.To] > depth[edge.From]).GroupBy(edge => (edge.From, edge.To)).Select(same => new Line([.. same], Way(same.Key.From, same.Key.To)))];
        foreach (var line in Lines)
        foreach (var (above, below) in line.Way.Zip(line.Way.Skip(1)))
        {
            if (above.Below.Contains(below)) continue;
            above.Below.Add(below);
            below.Above.Add(above);
        }

        Rows = [.. slots.Values.Concat(passing.Values).GroupBy(slot => slot.Layer).OrderBy(layer => layer.Key).Select(layer => layer.ToList())];
        Arrange();
        LayerColumns.Place(Rows);
    }

    /// <summary>A line.</summary>
    /// <param name="Edges">The connections that it stands for.</param>
    /// <param name="Way">The places that it comes by, from its source to its target.</param>
    public sealed record Line(IReadOnlyList<FlowEdge> Edges, IReadOnlyList<LayerSlot> Way);

    /// <summary>The layers from top to bottom, each from left to right.</summary>
    public IReadOnlyList<List<LayerSlot>> Rows { get; }

    /// <summary>What is drawn between them.</summary>
    public IReadOnlyList<Line> Lines { get; }

    /// <summary>Connections that lead back.</summary>
    public IReadOnlyList<FlowEdge> Returns { get; }

    // In the order in which every connection leads on, the depth of a node is known before what follows it.
    private static Dictionary<string, int> Depths(FlowGraph graph, FlowOrder order)
    {
        var forward = graph.Edges.Except(order.Returns).ToLookup(edge => edge.From);
        var depth = graph.Nodes.ToDictionary(node => node.Id, _ => 0);
        foreach (var id in order.Places.OrderBy(place => place.Value).Select(place => place.Key))
        foreach (var edge in forward[id]) depth[edge.To] = Math.Max(depth[edge.To], depth[id] + 1);
        return depth;
    }

    private List<LayerSlot> Way(string from, string to)
    {
        var way = new List<LayerSlot> { slots[from] };
        for (var layer = slots[from].Layer + 1; layer < slots[to].Layer; layer++)
        {
            if (!passing.TryGetValue((to, layer), out var slot)) passing[(to, layer)] = slot = new LayerSlot(null, layer);
            way.Add(slot);
        }

        way.Add(slots[to]);
        return way;
    }

    private void Arrange()
    {
        // As the connections stand in the definition, then what gives fewer crossings.
        for (var row = 1; row < Rows.Count; row++) Sort(Rows[row], [.. Rows[row - 1].SelectMany(slot => slot.Below).Distinct()]);
        Number();
        var (best, fewest) = (Order(), Crossings());
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var isDown = sweep % 2 == 0;
            foreach (var row in isDown ? Rows : Rows.Reverse())
            {
                var sorted = row.OrderBy(slot => (isDown ? slot.Above : slot.Below) is { Count: > 0 } beside ? beside.Average(other => other.Place) : slot.Place).ToList();
                row.Clear();
                row.AddRange(sorted);
                Number(row);
            }

            if (Crossings() is var found && found >= fewest) continue;
            (best, fewest) = (Order(), found);
        }

        foreach (var (row, order) in Rows.Zip(best))
        {
            row.Clear();
            row.AddRange(order);
        }

        Number();
    }

    private static void Sort(List<LayerSlot> row, List<LayerSlot> first)
    {
        var rest = row.Except(first).ToList();
        row.Clear();
        row.AddRange(first);
        row.AddRange(rest);
    }

    private List<List<LayerSlot>> Order() => [.. Rows.Select(row => row.ToList())];

    private void Number()
    {
        foreach (var row in Rows) Number(row);
    }

    private static void Number(List<LayerSlot> row)
    {
        foreach (var (place, slot) in row.Index()) slot.Place = place;
    }

    // Two lines between the same layers cross when one ends left of the other and begins right of it.
    private long Crossings()
    {
        var crossings = 0L;
        foreach (var row in Rows)
        {
            var ends = new List<int>();
            foreach (var end in row.SelectMany(slot => slot.Below.Select(below => below.Place).Order()))
            {
                var at = ends.BinarySearch(end + 1);
                if (at < 0) at = ~at;
                while (at > 0 && ends[at - 1] > end) at--;
                crossings += ends.Count - at;
                ends.Insert(at, end);
            }
        }

        return crossings;
    }
}

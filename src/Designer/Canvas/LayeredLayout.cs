using static HrBpm.Designer.Canvas.FlowPicture;

namespace HrBpm.Designer.Canvas;

/// <summary>Layers for flows whose ways are not nested: each node below all that lead to it, ordered so that few lines cross.</summary>
/// <remarks>After Sugiyama, Tagawa and Toda (1981): longest path, then barycentres downwards and upwards.</remarks>
internal static class LayeredLayout
{
    private const int Sweeps = 4;
    private const double LayerGap = 56;

    public static FlowPicture Draw(FlowGraph graph)
    {
        var layers = Order(graph, Layers(graph));
        var width = layers.Max(layer => layer.Count) * (CardWidth + BranchGap) - BranchGap;
        var places = new Dictionary<string, PlacedCard>();
        foreach (var (depth, layer) in layers.Index())
        {
            var left = (width - (layer.Count * (CardWidth + BranchGap) - BranchGap)) / 2;
            foreach (var (index, node) in layer.Index()) places[node.Id] = new(node, left + index * (CardWidth + BranchGap), depth * (CardHeight + LayerGap));
        }

        var lines = graph.Edges.Where(edge => places[edge.To].Y > places[edge.From].Y).GroupBy(edge => (edge.From, edge.To))
            .Select(same => Draw(same.First(), places[same.Key.From], places[same.Key.To]) with { Point = new([.. same], same.Key.To) }).ToList();
        // Where an outcome is not the usual one, the line says which it is, near its beginning.
        var names = lines.Where(line => line.Edge.Port is not "Done").Select(line => Name(line.Edge, places[line.Edge.From], places[line.Edge.To])).ToList();
        return new([.. places.Values], names, lines, width, layers.Count * (CardHeight + LayerGap) - LayerGap) { Returns = FlowOrder.Of(graph).Returns.ToLookup(edge => edge.From) };
    }

    // In the order in which every connection leads on, the depth of a node is known before what follows it.
    private static List<List<FlowNode>> Layers(FlowGraph graph)
    {
        var order = FlowOrder.Of(graph);
        var forward = graph.Edges.Except(order.Returns).ToLookup(edge => edge.From);
        var depth = graph.Nodes.ToDictionary(node => node.Id, _ => 0);
        foreach (var id in order.Places.OrderBy(place => place.Value).Select(place => place.Key))
        foreach (var edge in forward[id]) depth[edge.To] = Math.Max(depth[edge.To], depth[id] + 1);
        return [.. graph.Nodes.GroupBy(node => depth[node.Id]).OrderBy(layer => layer.Key).Select(layer => layer.ToList())];
    }

    private static List<List<FlowNode>> Order(FlowGraph graph, List<List<FlowNode>> layers)
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var place = layers.SelectMany(layer => layer.Index()).ToDictionary(pair => pair.Item.Id, pair => (double)pair.Index);
            var beside = sweep % 2 == 0 ? graph.Edges.ToLookup(edge => edge.To, edge => edge.From) : graph.Edges.ToLookup(edge => edge.From, edge => edge.To);
            foreach (var layer in layers)
            {
                var sorted = layer.OrderBy(node => beside[node.Id].Select(id => place[id]).DefaultIfEmpty(place[node.Id]).Average()).ToList();
                layer.Clear();
                layer.AddRange(sorted);
                foreach (var (index, node) in layer.Index()) place[node.Id] = index;
            }
        }

        return layers;
    }

    private static PlacedLabel Name(FlowEdge edge, PlacedCard from, PlacedCard to) =>
        new(from.Node, edge.Port, from.X + CardWidth / 2 + (to.X - from.X) * .16, from.Y + CardHeight + 14, LabelKind.Name);

    private static PlacedLine Draw(FlowEdge edge, PlacedCard from, PlacedCard to)
    {
        var (x1, y1, x2, y2) = (from.X + CardWidth / 2, from.Y + CardHeight, to.X + CardWidth / 2, to.Y);
        var middle = (y1 + y2) / 2;
        return new($"M{Number(x1)} {Number(y1)}C{Number(x1)} {Number(middle)} {Number(x2)} {Number(middle)} {Number(x2)} {Number(y2)}", edge, (x1 + x2) / 2, middle);
    }
}

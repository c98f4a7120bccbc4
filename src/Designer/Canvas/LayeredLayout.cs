using static HrBpm.Designer.Canvas.FlowPicture;

namespace HrBpm.Designer.Canvas;

/// <summary>Layers for flows whose ways are not nested: each node below all that lead to it, lines beside the cards.</summary>
internal sealed class LayeredLayout
{
    private const double Pill = 28, Capsule = 24;

    private readonly FlowLayers layers;
    private readonly ILookup<string, FlowLayers.Line> leaving;
    private readonly List<LayerGap> gaps = [];
    private readonly double[] tops;

    private LayeredLayout(FlowGraph graph)
    {
        layers = new FlowLayers(graph);
        leaving = layers.Lines.ToLookup(line => line.Edges[0].From);
        tops = new double[layers.Rows.Count];
        for (var row = 0; row < layers.Rows.Count; row++)
        {
            var bottom = tops[row] + layers.Rows[row].Max(slot => slot.Node is null ? 0 : HeightOf(slot.Node));
            if (row == layers.Rows.Count - 1)
            {
                Height = bottom;
                continue;
            }

            var gap = new LayerGap(layers.Rows[row], [.. layers.Lines.Where(line => line.Way[0].Layer == row).Select(line => (line.Way[0], line.Way[1], NameOf(line) is not null))], bottom);
            gaps.Add(gap);
            tops[row + 1] = gap.Bottom;
        }
    }

    private double Height { get; }

    public static FlowPicture Draw(FlowGraph graph) => new LayeredLayout(graph).Draw();

    private FlowPicture Draw()
    {
        var nodes = layers.Rows.SelectMany(row => row).Where(slot => slot.Node is not null).ToList();
        var names = layers.Lines.Where(line => NameOf(line) is not null).Select(Name);
        return new([.. nodes.Where(slot => !IsLabel(slot.Node!)).Select(slot => new PlacedCard(slot.Node!, slot.X - CardWidth / 2, tops[slot.Layer]))],
            [.. nodes.Where(slot => IsLabel(slot.Node!)).Select(slot => new PlacedLabel(slot.Node!, slot.Node!.Title, slot.X, tops[slot.Layer], IsCapsule(slot.Node!) ? LabelKind.Join : LabelKind.Pill)), .. names],
            [.. layers.Lines.Select(Line)], layers.Rows.SelectMany(row => row).Max(slot => slot.X + (slot.Node is null ? 0 : CardWidth / 2)), Height)
        {
            Returns = layers.Returns.ToLookup(edge => edge.From),
        };
    }

    private PlacedLine Line(FlowLayers.Line line)
    {
        var (from, to) = (line.Way[0], line.Way[^1]);
        var path = new LinePath(from.X, tops[from.Layer] + HeightOf(from.Node!));
        foreach (var (above, below) in line.Way.Zip(line.Way.Skip(1))) path.To(below.X, gaps[above.Layer].HeightOf(above, below));
        var (x, y) = gaps[from.Layer].Plus(from, line.Way[1]);
        return new(path.End(tops[to.Layer]), line.Edges[0], x, y) { Point = new(line.Edges, line.Edges[0].To) };
    }

    private PlacedLabel Name(FlowLayers.Line line)
    {
        var (x, y) = gaps[line.Way[0].Layer].Name(line.Way[0], line.Way[1]);
        return new(line.Way[0].Node!, NameOf(line)!, x, y, LabelKind.Name);
    }

    // Where there is only one way on, nobody asks for its name.
    private string? NameOf(FlowLayers.Line line) =>
        leaving[line.Edges[0].From].Count() > 1 ? line.Edges.Select(edge => edge.Port).FirstOrDefault(port => port is not "Done") : null;

    // A condition stays a card: its branches have no cards of their own here.
    private static bool IsLabel(FlowNode node) => IsCapsule(node) || (node.Kind == "par" && FlowShape.IsHead(node));

    private static bool IsCapsule(FlowNode node) => node.Type == "Elsa.FlowJoin";

    private static double HeightOf(FlowNode node) => IsCapsule(node) ? Capsule : IsLabel(node) ? Pill : CardHeight;
}

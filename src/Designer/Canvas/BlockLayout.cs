using HrBpm.Designer.Definitions;
using static HrBpm.Designer.Canvas.FlowPicture;

namespace HrBpm.Designer.Canvas;

/// <summary>Places nested blocks: a sequence is centred on its widest member, the width of branches is their sum.</summary>
internal sealed class BlockLayout(FlowBlocks blocks, PictureKind kind)
{
    private const double Pill = 28, BusBelowPill = 12, BranchBelowBus = 24, NamedBelowBus = 58, BusAboveJoin = 14, Capsule = 24, EndCap = 28;

    private readonly List<PlacedCard> cards = [];
    private readonly List<PlacedLabel> labels = [];
    private readonly List<PlacedLine> lines = [];
    private readonly List<PlacedBranch> heads = [];

    private bool IsEdited => kind == PictureKind.Edit;

    public FlowPicture Draw()
    {
        var (width, height) = SizeOf(blocks.Steps);
        if (blocks.Steps.Count > 0)
        {
            var bottom = Place(blocks.Steps, width / 2, 0, null);
            if (IsEdited && OpenEnd(blocks.Steps) is { } end) height = PlaceEnd(end, width / 2, bottom);
        }

        foreach (var (index, node) in blocks.Apart.Index()) cards.Add(new(node, width + BranchGap * 2, index * (CardHeight + Gap)));
        var apart = blocks.Apart.Count;
        return new(cards, labels, lines, apart == 0 ? width : width + BranchGap * 2 + CardWidth, apart == 0 ? height : Math.Max(height, apart * (CardHeight + Gap) - Gap))
        {
            Branches = heads,
            Returns = blocks.Returns.ToLookup(edge => edge.From),
        };
    }

    private (double Width, double Height) SizeOf(IReadOnlyList<Block> steps)
    {
        var (width, height) = (CardWidth, 0.0);
        foreach (var step in steps)
        {
            var (w, h) = SizeOf(step);
            width = Math.Max(width, w);
            height += (height > 0 ? Gap : 0) + h;
        }

        return (width, height);
    }

    private (double Width, double Height) SizeOf(Block block)
    {
        if (block is not Block.Split split) return (CardWidth, HeightOf(((Block.Card)block).Node));
        var sizes = split.Branches.Select(branch => SizeOf(split, branch)).ToList();
        return (sizes.Sum(size => size.Width) + BranchGap * (sizes.Count - 1), HeadOf(split) + BusBelowPill + BelowBus(split) + sizes.Max(size => size.Height) + BusAboveJoin * 2);
    }

    private (double Width, double Height) SizeOf(Block.Split split, Branch branch)
    {
        var (width, height) = SizeOf(branch.Steps);
        if (!IsEdited) return (width, height);
        if (HasCards(split)) height += CardHeight + (branch.Steps.Count > 0 ? Gap : 0);
        return (width, height + (branch.Continues ? Gap - BusAboveJoin : OpenEnd(branch.Steps) is null ? 0 : Gap + EndCap));
    }

    // Forks and conditions are a pill; a card that is left by several ways stays a card.
    private static double HeadOf(Block.Split split) => FlowShape.IsHead(split.Node) ? Pill : CardHeight;

    private double BelowBus(Block.Split split) => IsEdited && !HasCards(split) ? NamedBelowBus : BranchBelowBus;

    private bool HasCards(Block.Split split) => IsEdited && split.Node.Kind == "cond";

    // The join of branches is drawn as a capsule at their end, not as a card.
    private static bool IsCapsule(FlowNode node) => node.Type == "Elsa.FlowJoin";

    private double Place(IReadOnlyList<Block> steps, double middle, double top, FlowEdge? from)
    {
        var y = top;
        foreach (var (index, step) in steps.Index())
        {
            if (index > 0)
            {
                var edge = EdgeInto(steps[index - 1], step) ?? from ?? new FlowEdge("", "", "");
                Line(middle, y, y + Gap, edge, new(blocks.Shape!.Into(FirstOf(step)), FirstOf(step)));
                y += Gap;
            }

            y = step is Block.Split split ? Place(split, middle, y) : Place(((Block.Card)step).Node, middle, y);
        }

        return y;
    }

    private double Place(FlowNode node, double middle, double y)
    {
        var height = HeightOf(node);
        if (IsCapsule(node)) labels.Add(new(node, node.Title, middle, y + (height - Capsule) / 2, LabelKind.Join));
        else if (IsCap(node)) labels.Add(new(node, "", middle, y, LabelKind.End));
        else cards.Add(new(node, middle - CardWidth / 2, y));
        return y + height;
    }

    private double HeightOf(FlowNode node) => IsCap(node) ? EndCap : IsEdited && IsCapsule(node) ? Capsule : CardHeight;

    // Where branches come together at the end of a flow there is nothing to say.
    private bool IsCap(FlowNode node) => IsEdited && node.Type == FlowPorts.End;

    private double Place(Block.Split split, double middle, double top)
    {
        var head = HeadOf(split);
        if (FlowShape.IsHead(split.Node)) labels.Add(new(split.Node, split.Node.Title, middle, top, LabelKind.Pill));
        else cards.Add(new(split.Node, middle - CardWidth / 2, top));
        var bus = top + head + BusBelowPill;
        var begin = bus + BelowBus(split);
        var sizes = split.Branches.Select(branch => SizeOf(split, branch)).ToList();
        var end = begin + sizes.Max(size => size.Height) + BusAboveJoin;
        var left = middle - (sizes.Sum(size => size.Width) + BranchGap * (sizes.Count - 1)) / 2;
        foreach (var ((index, branch), size) in split.Branches.Index().Zip(sizes))
        {
            var x = left + size.Width / 2;
            lines.Add(new(Elbow(middle, top + head, bus, x, begin), branch.Edge, IsEdited && !HasCards(split) && branch.Steps.Count > 0 ? x : null, begin - 18) { Point = new(blocks.Shape!.Same(branch.Edge), branch.Edge.To) });
            if (HasCards(split)) heads.Add(new(split.Node, branch.Edge.Port, index + 1, x - CardWidth / 2, begin));
            else if (branch.Edge.Port is not "Done") labels.Add(new(split.Node, branch.Edge.Port, x, bus + (IsEdited ? 16 : 2), LabelKind.Name));
            PlaceBranch(split, branch, (middle, x), begin, end);
            left += size.Width + BranchGap;
        }

        return end + BusAboveJoin;
    }

    private void PlaceBranch(Block.Split split, Branch branch, (double Middle, double X) at, double begin, double end)
    {
        var (middle, x) = at;
        if (HasCards(split))
        {
            begin += CardHeight;
            if (branch.Steps.Count > 0)
            {
                Line(x, begin, begin + Gap, branch.Edge, new(blocks.Shape!.Same(branch.Edge), branch.Edge.To));
                begin += Gap;
            }
        }

        var bottom = Place(branch.Steps, x, begin, branch.Edge);
        if (branch.Continues)
        {
            var line = new PlacedLine(Elbow(x, bottom, end, middle, end + BusAboveJoin), LastOf(branch), branch.Steps.Count == 0 || IsEdited ? x : null, bottom + (IsEdited ? Gap / 2 : 10));
            lines.Add(IsEdited ? line with { Point = EndOf(branch) } : line);
        }
        else if (IsEdited && OpenEnd(branch.Steps) is { } open) PlaceEnd(open, x, bottom);
        else if (!IsEdited && bottom < end) labels.Add(new(split.Node, "", x, bottom, LabelKind.End));
    }

    // A line that ends in a cap, so that the flow can be gone on with there.
    private double PlaceEnd(FlowNode last, double x, double bottom)
    {
        var open = new FlowEdge(last.Id, FlowPorts.MainOf(last.Type), "");
        Line(x, bottom, bottom + Gap, open, new([open], ""));
        labels.Add(new(last, "", x, bottom + Gap, LabelKind.End));
        return bottom + Gap + EndCap;
    }

    // The card that a sequence ends with; null where it ends by branches, or by an activity after which nothing can come.
    private static FlowNode? OpenEnd(IReadOnlyList<Block> steps) => steps.Count > 0 && steps[^1] is Block.Card { Node: var node } && !FlowPorts.IsTerminal(node.Type) ? node : null;

    // All that leads from this branch to where the branches come together.
    private InsertionPoint EndOf(Branch branch)
    {
        if (branch.Steps.Count == 0) return new(blocks.Shape!.Same(branch.Edge), branch.Edge.To);
        var inside = branch.Steps.SelectMany(NodesOf).ToHashSet();
        var to = inside.SelectMany(blocks.Shape!.Leaving).Select(edge => edge.To).First(id => !inside.Contains(id));
        return new([.. blocks.Shape!.Into(to).Where(edge => inside.Contains(edge.From))], to);
    }

    private static IEnumerable<string> NodesOf(Block block) => block is Block.Split split
        ? split.Branches.SelectMany(branch => branch.Steps).SelectMany(NodesOf).Prepend(split.Node.Id)
        : [((Block.Card)block).Node.Id];

    private static string FirstOf(Block block) => block switch { Block.Card card => card.Node.Id, Block.Split split => split.Node.Id, _ => "" };

    private static FlowEdge LastOf(Branch branch) => branch.Steps.Count == 0 ? branch.Edge : branch.Steps[^1] switch
    {
        Block.Card card => new(card.Node.Id, "Done", ""),
        Block.Split split => new(split.Node.Id, "", ""),
        _ => branch.Edge,
    };

    private static FlowEdge? EdgeInto(Block before, Block after) => before switch
    {
        Block.Card card => new(card.Node.Id, "Done", FirstOf(after)),
        Block.Split split => new(split.Join?.Id ?? split.Node.Id, "Done", FirstOf(after)),
        _ => null,
    };

    private void Line(double x, double y1, double y2, FlowEdge edge, InsertionPoint point) =>
        lines.Add(new($"M{Number(x)} {Number(y1)}L{Number(x)} {Number(y2)}", edge, x, (y1 + y2) / 2) { Point = point });

    // Down to the bus, along it, and down again.
    private static string Elbow(double x1, double y1, double bus, double x2, double y2) => new LinePath(x1, y1).To(x2, bus).End(y2);
}

using static HrBpm.Designer.Canvas.FlowPicture;

namespace HrBpm.Designer.Canvas;

/// <summary>Places nested blocks: a sequence is centred on its widest member, the width of branches is their sum.</summary>
internal sealed class BlockLayout(FlowBlocks blocks)
{
    private const double Pill = 28, BusBelowPill = 12, BranchBelowBus = 24, BusAboveJoin = 14, Capsule = 24, Radius = 8, End = 28;

    private readonly List<PlacedCard> cards = [];
    private readonly List<PlacedLabel> labels = [];
    private readonly List<PlacedLine> lines = [];

    public FlowPicture Draw()
    {
        var (width, height) = SizeOf(blocks.Steps);
        Place(blocks.Steps, width / 2, 0, null);
        foreach (var (index, node) in blocks.Apart.Index()) cards.Add(new(node, width + BranchGap * 2, index * (CardHeight + Gap)));
        return blocks.Apart.Count == 0
            ? new(cards, labels, lines, width, height)
            : new(cards, labels, lines, width + BranchGap * 2 + CardWidth, Math.Max(height, blocks.Apart.Count * (CardHeight + Gap) - Gap));
    }

    private static (double Width, double Height) SizeOf(IReadOnlyList<Block> steps)
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

    private static (double Width, double Height) SizeOf(Block block)
    {
        if (block is not Block.Split split) return (CardWidth, CardHeight);
        var sizes = split.Branches.Select(branch => SizeOf(branch.Steps)).ToList();
        return (sizes.Sum(size => size.Width) + BranchGap * (sizes.Count - 1), HeadOf(split) + BusBelowPill + BranchBelowBus + sizes.Max(size => size.Height) + BusAboveJoin * 2);
    }

    // Forks and conditions are a pill; a card that is left by several ways stays a card.
    private static double HeadOf(Block.Split split) => IsPill(split.Node) ? Pill : CardHeight;

    private static bool IsPill(FlowNode node) => node.Kind is "par" or "cond";

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
                Line(middle, y, middle, y + Gap, edge);
                y += Gap;
            }

            y = step is Block.Split split ? Place(split, middle, y) : Place(((Block.Card)step).Node, middle, y);
        }

        return y;
    }

    private double Place(FlowNode node, double middle, double y)
    {
        if (IsCapsule(node)) labels.Add(new(node, node.Title, middle, y + (CardHeight - Capsule) / 2, LabelKind.Join));
        else cards.Add(new(node, middle - CardWidth / 2, y));
        return y + CardHeight;
    }

    private double Place(Block.Split split, double middle, double top)
    {
        var head = HeadOf(split);
        if (IsPill(split.Node)) labels.Add(new(split.Node, split.Node.Title, middle, top, LabelKind.Pill));
        else cards.Add(new(split.Node, middle - CardWidth / 2, top));
        var bus = top + head + BusBelowPill;
        var begin = bus + BranchBelowBus;
        var sizes = split.Branches.Select(branch => SizeOf(branch.Steps)).ToList();
        var end = begin + sizes.Max(size => size.Height) + BusAboveJoin;
        var left = middle - (sizes.Sum(size => size.Width) + BranchGap * (sizes.Count - 1)) / 2;
        foreach (var (branch, size) in split.Branches.Zip(sizes))
        {
            var x = left + size.Width / 2;
            lines.Add(new(Elbow(middle, top + head, bus, x, begin), branch.Edge, null, 0));
            if (branch.Edge.Port is not "Done") labels.Add(new(split.Node, branch.Edge.Port, x, bus + 2, LabelKind.Name));
            var bottom = Place(branch.Steps, x, begin, branch.Edge);
            if (branch.Continues) lines.Add(new(Elbow(x, bottom, end, middle, end + BusAboveJoin), LastOf(branch), branch.Steps.Count == 0 ? x : null, begin + 10));
            else if (bottom < end) labels.Add(new(split.Node, "", x, bottom, LabelKind.End));
            left += size.Width + BranchGap;
        }

        return end + BusAboveJoin;
    }

    private static FlowEdge LastOf(Branch branch) => branch.Steps.Count == 0 ? branch.Edge : branch.Steps[^1] switch
    {
        Block.Card card => new(card.Node.Id, "Done", ""),
        Block.Split split => new(split.Node.Id, "", ""),
        _ => branch.Edge,
    };

    private static FlowEdge? EdgeInto(Block before, Block after)
    {
        var to = after switch { Block.Card card => card.Node.Id, Block.Split split => split.Node.Id, _ => "" };
        return before switch { Block.Card card => new(card.Node.Id, "Done", to), Block.Split split => new(split.Join?.Id ?? split.Node.Id, "Done", to), _ => null };
    }

    private void Line(double x1, double y1, double x2, double y2, FlowEdge edge) =>
        lines.Add(new($"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}", edge, x1, (y1 + y2) / 2));

    // Down to the bus, along it, and down again, with round corners.
    private static string Elbow(double x1, double y1, double bus, double x2, double y2)
    {
        if (Math.Abs(x1 - x2) < 1) return $"M{Number(x1)} {Number(y1)}V{Number(y2)}";
        var (side, turn) = (Math.Sign(x2 - x1), Math.Min(Radius, Math.Abs(x2 - x1) / 2));
        return $"M{Number(x1)} {Number(y1)}V{Number(bus - turn)}Q{Number(x1)} {Number(bus)} {Number(x1 + side * turn)} {Number(bus)}H{Number(x2 - side * turn)}Q{Number(x2)} {Number(bus)} {Number(x2)} {Number(bus + turn)}V{Number(y2)}";
    }
}

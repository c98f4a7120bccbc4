using System.Globalization;

namespace HrBpm.Designer.Canvas;

/// <summary>A card in its place; positions are of its upper left corner, in pixels at full size.</summary>
public sealed record PlacedCard(FlowNode Node, double X, double Y);

/// <summary>The head of branches (a pill), the place where they come together (a capsule), or the name of a branch; positions are of the middle of the upper edge.</summary>
public sealed record PlacedLabel(FlowNode Node, string Text, double X, double Y, LabelKind Kind);

/// <summary>What a label is.</summary>
public enum LabelKind
{
    /// <summary>The head of branches.</summary>
    Pill,

    /// <summary>Where they come together.</summary>
    Join,

    /// <summary>The name of one of them.</summary>
    Name,

    /// <summary>A way ends here.</summary>
    End,
}

/// <summary>A line, and the connections that it stands for.</summary>
/// <param name="Path">SVG path.</param>
/// <param name="Edge">The connection that is inserted into by the plus on it.</param>
/// <param name="PlusX">Middle of the plus; null where there is no room for one.</param>
/// <param name="PlusY">The same.</param>
public sealed record PlacedLine(string Path, FlowEdge Edge, double? PlusX, double PlusY)
{
    /// <summary>Where something that is put on the line goes.</summary>
    public InsertionPoint Point { get; init; } = new([Edge], Edge.To);
}

/// <summary>A place in a flow into which something can be put.</summary>
/// <param name="Edges">The connections that will lead to it instead of to <paramref name="To"/>; one without a target is an outcome that leads nowhere yet.</param>
/// <param name="To">What comes after it; empty at an end.</param>
public sealed record InsertionPoint(IReadOnlyList<FlowEdge> Edges, string To)
{
    /// <summary>Into a flow that is empty.</summary>
    public static InsertionPoint Empty { get; } = new([], "");
}

/// <summary>The card at the head of one branch of a condition.</summary>
/// <param name="Node">The condition.</param>
/// <param name="Port">The branch.</param>
/// <param name="Index">Its place among the branches, from 1.</param>
/// <param name="X">Left, in pixels.</param>
/// <param name="Y">Top, in pixels.</param>
public sealed record PlacedBranch(FlowNode Node, string Port, int Index, double X, double Y);

/// <summary>How a flow is drawn.</summary>
public enum PictureKind
{
    /// <summary>To be looked at.</summary>
    Read,

    /// <summary>To be changed: with room for a plus on every line, a card for each condition, and ends that can be gone on from.</summary>
    Edit,
}

/// <summary>A flow as it is drawn: sizes do not depend on any state, so nothing moves while it runs.</summary>
/// <param name="Cards">The cards.</param>
/// <param name="Labels">Pills, capsules and names.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Width">Of the whole, in pixels.</param>
/// <param name="Height">The same.</param>
public sealed record FlowPicture(IReadOnlyList<PlacedCard> Cards, IReadOnlyList<PlacedLabel> Labels, IReadOnlyList<PlacedLine> Lines, double Width, double Height)
{
    /// <summary>Width of a card.</summary>
    public const double CardWidth = 212;

    /// <summary>Height of a card.</summary>
    public const double CardHeight = 66;

    /// <summary>Between two cards.</summary>
    public const double Gap = 38;

    /// <summary>Between two branches.</summary>
    public const double BranchGap = 28;

    /// <summary>The cards of conditions; none in a picture that is only looked at.</summary>
    public IReadOnlyList<PlacedBranch> Branches { get; init; } = [];

    /// <summary>What leads back, by the node that it leaves.</summary>
    public ILookup<string, FlowEdge> Returns { get; init; } = Enumerable.Empty<FlowEdge>().ToLookup(edge => edge.From);

    /// <summary>Lays a flow out: nested branches side by side, anything else in layers.</summary>
    public static FlowPicture Of(FlowGraph graph, PictureKind kind = PictureKind.Read) => FlowBlocks.Of(graph) is { } blocks ? new BlockLayout(blocks, kind).Draw() : LayeredLayout.Draw(graph);

    internal static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

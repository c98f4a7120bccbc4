namespace HrBpm.Designer.Canvas;

/// <summary>What lies between two layers: lines to the side, each at a height of its own unless they begin or end together, then names and pluses.</summary>
internal sealed class LayerGap
{
    private const double Stub = 12, PlusRoom = 28, Between = 10, BelowLines = 16, NameRoom = 24, Apart = 12;

    private readonly Dictionary<(LayerSlot, LayerSlot), double> heights = [];
    private readonly HashSet<LayerSlot> shared;
    private readonly double top, names;

    /// <summary>Lays out the lines.</summary>
    /// <param name="above">The layer above.</param>
    /// <param name="beginning">The lines that begin in it, and whether they have a name.</param>
    /// <param name="top">Where it ends, in pixels.</param>
    public LayerGap(IReadOnlyList<LayerSlot> above, IReadOnlyList<(LayerSlot From, LayerSlot To, bool IsNamed)> beginning, double top)
    {
        this.top = top;
        shared = [.. above.SelectMany(slot => slot.Below).Where(slot => slot.Above.Count > 1)];
        var aside = above.SelectMany(from => from.Below.Select(to => (From: from, To: to))).Where(line => Math.Abs(line.From.X - line.To.X) >= 1).ToList();
        // Those that end together lie above those that begin together: so only one of each bundle comes through the other.
        var bundles = aside.GroupBy(line => line.From.Below.Count > 1 ? line.From : line.To)
            .Select(bundle => (Lines: bundle.ToList(), Left: bundle.Min(line => Math.Min(line.From.X, line.To.X)), Right: bundle.Max(line => Math.Max(line.From.X, line.To.X)), BeginsHere: bundle.Key.Layer == above[0].Layer))
            .OrderBy(bundle => bundle.BeginsHere).ThenBy(bundle => bundle.Right - bundle.Left).ToList();
        var tracks = new List<List<(double Left, double Right)>>();
        var begin = top + (beginning.Any(line => IsAlone(line.From) && Math.Abs(line.From.X - line.To.X) >= 1) ? PlusRoom : Stub);
        foreach (var bundle in bundles)
        {
            var track = tracks.FindIndex(taken => taken.TrueForAll(other => bundle.Right + Apart < other.Left || bundle.Left > other.Right + Apart));
            if (track < 0)
            {
                track = tracks.Count;
                tracks.Add([]);
            }

            tracks[track].Add((bundle.Left, bundle.Right));
            foreach (var line in bundle.Lines) heights[line] = begin + track * Between;
        }

        names = tracks.Count == 0 ? top + 4 : begin + (tracks.Count - 1) * Between + 14;
        var bottom = names + (beginning.Any(line => line.IsNamed) ? NameRoom : 0) + (beginning.Any(line => !IsAlone(line.From)) ? PlusRoom : BelowLines);
        Bottom = Math.Max(bottom, top + FlowPicture.Gap);
    }

    /// <summary>Where the layer below begins, in pixels.</summary>
    public double Bottom { get; }

    /// <summary>The height at which a line runs to the side.</summary>
    public double HeightOf(LayerSlot from, LayerSlot to) => heights.GetValueOrDefault((from, to), Bottom);

    /// <summary>Where something can be put on a line: where it runs alone.</summary>
    public (double X, double Y) Plus(LayerSlot from, LayerSlot to)
    {
        if (Math.Abs(from.X - to.X) < 1 && !shared.Contains(to)) return (from.X, IsAlone(from) ? (top + Bottom) / 2 : Bottom - 16);
        if (IsAlone(from)) return (from.X, top + PlusRoom / 2 - 2);
        return shared.Contains(to) ? ((from.X + to.X) / 2, HeightOf(from, to)) : (to.X, Bottom - 16);
    }

    /// <summary>Where the name of a line stands: above what it leads to, or on the line where others lead there as well.</summary>
    public (double X, double Y) Name(LayerSlot from, LayerSlot to) =>
        shared.Contains(to) && Math.Abs(from.X - to.X) > FlowPicture.BranchGap * 2 ? (to.X + Math.Sign(from.X - to.X) * FlowPicture.BranchGap, HeightOf(from, to) - 9) : (to.X, names);

    private static bool IsAlone(LayerSlot slot) => slot.Below.Count == 1;
}

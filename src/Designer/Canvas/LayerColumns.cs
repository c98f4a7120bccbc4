namespace HrBpm.Designer.Canvas;

/// <summary>Where each place of a layer stands: as near to what it hangs together with as its neighbours allow.</summary>
internal static class LayerColumns
{
    private const int Sweeps = 7;

    // A line that passes by several layers is to be straight above all, then what only one thing leads to.
    private const double StraightWeight = 16, AloneWeight = 6, FreeWeight = .01;

    public static void Place(IReadOnlyList<List<LayerSlot>> rows)
    {
        foreach (var row in rows) Fit(row, slot => (0, 1));
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var isDown = sweep % 2 == 0;
            foreach (var row in isDown ? rows.Skip(1) : rows.Reverse().Skip(1)) Fit(row, slot => Wish(slot, isDown ? slot.Above : slot.Below));
        }

        var left = rows.SelectMany(row => row).Min(slot => slot.X - (slot.Node is null ? 0 : FlowPicture.CardWidth / 2));
        foreach (var slot in rows.SelectMany(row => row)) slot.X -= left;
    }

    private static (double X, double Weight) Wish(LayerSlot slot, List<LayerSlot> beside)
    {
        if (beside.Count == 0) return (slot.X, FreeWeight);
        var weight = slot.Node is null && beside.Exists(other => other.Node is null) ? StraightWeight : beside is [{ Below.Count: 1 } or { Above.Count: 1 }] && slot.Above.Count <= 1 && slot.Below.Count <= 1 ? AloneWeight : 1;
        return (beside.Average(other => other.X), weight);
    }

    // The nearest to all wishes that keeps the distances: neighbours whose wishes collide move as one (pool adjacent violators).
    private static void Fit(List<LayerSlot> row, Func<LayerSlot, (double X, double Weight)> wish)
    {
        var offsets = new double[row.Count];
        for (var index = 1; index < row.Count; index++) offsets[index] = offsets[index - 1] + row[index - 1].To(row[index]);
        var pools = new List<(double Sum, double Weight, int Count)>();
        foreach (var (index, slot) in row.Index())
        {
            var (x, weight) = wish(slot);
            var pool = (Sum: (x - offsets[index]) * weight, Weight: weight, Count: 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Weight > pool.Sum / pool.Weight)
            {
                pool = (pools[^1].Sum + pool.Sum, pools[^1].Weight + pool.Weight, pools[^1].Count + pool.Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        var at = 0;
        foreach (var (sum, weight, count) in pools)
            for (var end = at + count; at < end; at++) row[at].X = sum / weight + offsets[at];
    }
}

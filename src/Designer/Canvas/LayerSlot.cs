namespace HrBpm.Designer.Canvas;

/// <summary>A place in a layer: a node, or where lines to one node pass by.</summary>
/// <param name="node">The node; null where lines pass by.</param>
/// <param name="layer">Its layer, from 0.</param>
internal sealed class LayerSlot(FlowNode? node, int layer)
{
    // Between two lines that pass by, and between one and a card.
    private const double Lane = 20;

    public FlowNode? Node { get; } = node;

    public int Layer { get; } = layer;

    public List<LayerSlot> Above { get; } = [];

    public List<LayerSlot> Below { get; } = [];

    /// <summary>Its place in its layer, from 0.</summary>
    public int Place { get; set; }

    /// <summary>Its middle, in pixels.</summary>
    public double X { get; set; }

    /// <summary>Pixels between its middle and that of what stands right of it, at the least.</summary>
    public double To(LayerSlot right) => Half + right.Half + (Node is null || right.Node is null ? Lane : FlowPicture.BranchGap);

    private double Half => Node is null ? 0 : FlowPicture.CardWidth / 2;
}

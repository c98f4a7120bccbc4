namespace HrBpm.Designer.Definitions;

/// <summary>What was copied, to be pasted into this flow or another.</summary>
public sealed class FlowClipboard
{
    /// <summary>The piece; null while nothing was copied.</summary>
    public FlowFragment? Piece { get; set; }
}

using HrBpm.Workflows.Definitions.Overlays;
using CardState = HrBpm.Workflows.Definitions.Overlays.CardState;

namespace HrBpm.Designer.Variants;

/// <summary>How a card's state is shown.</summary>
/// <param name="Text">What it is called; to be said in the reader's language.</param>
/// <param name="Sign">One letter on the card; empty for what is inherited.</param>
/// <param name="Card">Class of the card.</param>
/// <param name="Badge">Class of the letter.</param>
/// <param name="Chip">Class of a chip.</param>
public sealed record VariantMark(string Text, string Sign, string Card, string Badge, string Chip)
{
    /// <summary>The mark of a state.</summary>
    public static VariantMark Of(CardState state) => state switch
    {
        CardState.Changed => new("已修改", "改", "chg", "w", "warn"),
        CardState.Added => new("新增", "新", "add", "ok", "ok"),
        CardState.Off => new("已关闭", "关", "off", "x", ""),
        _ => new("继承", "", "inh", "", ""),
    };
}

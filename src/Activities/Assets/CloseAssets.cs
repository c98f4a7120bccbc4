using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Assets;

/// <summary>One row of the administration's form.</summary>
/// <param name="Tag">Label on the asset.</param>
/// <param name="Result">归还 or 核销.</param>
/// <param name="Note">Condition, or why it does not come back.</param>
public sealed record AssetLine(string? Tag, string? Result, string? Note);

/// <summary>Takes back or writes off what a person has. While something is left, the flow goes back to whoever checks.</summary>
/// <remarks>The asset rows and the workflow state commit together.</remarks>
[Activity("HrBpm.CloseAssets", "归还或核销资产", Category = "资产", Icon = "laptop", Description = "逐项归还或核销人员名下的资产；仍有未处理的资产时退回。")]
public sealed class CloseAssets(IAssets assets) : Activity
{
    /// <summary>The person; the initiator when absent.</summary>
    [Input("人员编号; 空则为发起人")]
    public Guid PersonId { get; init; }

    /// <summary>What became of each asset.</summary>
    [Input("""逐项结果, 例如 [{"tag":"LT-0042","result":"归还"}]""", UIHint = "json-editor")]
    public IReadOnlyList<AssetLine>? Lines { get; init; }

    /// <summary>Who checked.</summary>
    [Input("验收人编号")]
    public string CheckedBy { get; init; } = "";

    /// <summary>Activity to go back to while something is left.</summary>
    [Input("仍有未处理资产时退回的节点")]
    public string ReturnTo { get; init; } = "";

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        var person = AssetHolder.Of(PersonId, context);
        var issued = (await assets.IssuedToAsync(person, ct)).Select(asset => asset.Tag).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var line in (Lines ?? []).Where(line => line.Tag is not null && issued.Remove(line.Tag)))
        {
            var end = line.Result == "核销" ? AssetEnd.WrittenOff : AssetEnd.Returned;
            if (await assets.CloseAsync(line.Tag!, person, end, line.Note, CheckedBy, context.NowUtc, ct) is { } refusal) return Fail(refusal.Code, refusal.Message);
        }
        if (issued.Count == 0) return Done();
        var unfit = new Refusal("assets.open.invalid", $"Expected every issued asset to be returned or written off, but these are left: {string.Join(", ", issued.Order(StringComparer.Ordinal))}.");
        return ReturnTo.Length > 0 ? GoBack(ReturnTo, comeStraightBack: false, unfit) : Fail(unfit.Code, unfit.Message);
    }
}

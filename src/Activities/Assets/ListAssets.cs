using System.Globalization;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Assets;

/// <summary>Lists what a person has.</summary>
[Activity("HrBpm.ListAssets", "列出在用资产", Category = "资产", Icon = "laptop", Description = "列出人员名下尚未归还的资产。")]
[Outcomes("Some", "None")]
public sealed class ListAssets(IAssets assets) : Activity
{
    /// <summary>The person; the initiator when absent.</summary>
    [Input("人员编号; 空则为发起人")]
    public Guid PersonId { get; init; }

    /// <summary>The assets: <c>{tag, name, issuedOn}</c>.</summary>
    [Output("在用资产")]
    public List<object?> Assets { get; private set; } = [];

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        var issued = await assets.IssuedToAsync(AssetHolder.Of(PersonId, context), ct);
        Assets = [.. issued.Select(Shape)];
        return Done(issued.Count > 0 ? "Some" : "None");
    }

    private static Dictionary<string, object?> Shape(IssuedAsset asset) => new()
    {
        ["tag"] = asset.Tag,
        ["name"] = asset.Name,
        ["issuedOn"] = asset.IssuedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}

using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Assets;

/// <summary>One asset that was handed out.</summary>
/// <param name="Tag">Label on the asset, for example <c>LT-0042</c>.</param>
/// <param name="Name">What it is.</param>
public sealed record IssuedLine(string? Tag, string? Name);

/// <summary>Writes down what a person was given. While one of the assets is with somebody else, the flow goes back to whoever handed them out.</summary>
/// <remarks>The asset rows and the workflow state commit together, all lines or none.</remarks>
[Activity("HrBpm.IssueAssets", "登记资产领用", Category = "资产", Icon = "laptop", Description = "逐项登记发放给人员的资产；编号已在他人名下时退回。")]
public sealed class IssueAssets(IAssets assets) : Activity
{
    /// <summary>The person; the initiator when absent.</summary>
    [Input("人员编号; 空则为发起人")]
    public Guid PersonId { get; init; }

    /// <summary>What was handed out.</summary>
    [Input("""发放的资产, 例如 [{"tag":"LT-0042","name":"笔记本电脑"}]""", UIHint = "json-editor")]
    public IReadOnlyList<IssuedLine>? Lines { get; init; }

    /// <summary>Who handed them out.</summary>
    [Input("发放人编号")]
    public string IssuedBy { get; init; } = "";

    /// <summary>Activity to go back to when one of them cannot be issued.</summary>
    [Input("资产不能发放时退回的节点")]
    public string ReturnTo { get; init; } = "";

    /// <summary>Tags of what was issued.</summary>
    [Output("已登记的资产编号")]
    public List<object?> Tags { get; private set; } = [];

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        var person = AssetHolder.Of(PersonId, context);
        var lines = (Lines ?? []).Where(line => !string.IsNullOrWhiteSpace(line.Tag)).DistinctBy(line => line.Tag!.Trim(), StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var line in lines)
        {
            if (await assets.WhyNotIssueAsync(line.Tag!.Trim(), person, ct) is { } refusal)
                return ReturnTo.Length > 0 ? GoBack(ReturnTo, comeStraightBack: false, refusal) : Fail(refusal.Code, refusal.Message);
        }
        foreach (var line in lines)
        {
            var tag = line.Tag!.Trim();
            await assets.IssueAsync(tag, line.Name is { Length: > 0 } name ? name : tag, person, DateOnly.FromDateTime(context.NowUtc), IssuedBy, ct);
        }
        Tags = [.. lines.Select(line => line.Tag!.Trim())];
        return Done();
    }
}

using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Asks WeCom again and again until every customer's inheritance is final (document path 94082).</summary>
[Activity("HrBpm.WeCom.AwaitTransfer", "等待客户接替结果", Category = "企业微信", Icon = "clock")]
[Outcomes("All", "Partly")]
[RunsOutside(LeaseSeconds = 300)]
public sealed class AwaitTransfer(WeComClient weCom) : ConnectorActivity
{
    /// <summary>Member who left.</summary>
    [Input("已离职成员 userid"), Required]
    public string FromUserId { get; init; } = "";

    /// <summary>Member who takes over.</summary>
    [Input("接替成员 userid"), Required]
    public string ToUserId { get; init; } = "";

    /// <summary>Customers whose inheritance was started, as external_userid. One that was never started would be waited for without end.</summary>
    [Input("已开始分配的客户 external_userid 列表", UIHint = "json-editor")]
    public IReadOnlyList<string> Customers { get; init; } = [];

    /// <summary>Time between two questions. Default one hour.</summary>
    [Input("查询间隔, 例如 01:00:00")]
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Customers who now belong to the receiver.</summary>
    [Output("已接替的客户")]
    public List<object?> Transferred { get; private set; } = [];

    /// <summary>Customers who refused.</summary>
    [Output("拒绝接替的客户")]
    public List<object?> Refused { get; private set; } = [];

    /// <summary>Customers whom the receiver has no room for.</summary>
    [Output("因接替成员客户达到上限而未接替的客户")]
    public List<object?> Capped { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        var wanted = Customers.Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count == 0) return Done("All");
        var statuses = await TransferProgress.ReadAsync(weCom, FromUserId, ToUserId, ct);
        Transferred = With(TransferProgress.Transferred);
        Refused = With(TransferProgress.Refused);
        Capped = With(TransferProgress.Capped);
        var open = wanted.Count - Transferred.Count - Refused.Count - Capped.Count;
        if (open > 0) return AskAgain(AskEvery > TimeSpan.Zero ? AskEvery : TimeSpan.FromHours(1), $"{open} of {wanted.Count} customers are not final yet.");
        return Done(Transferred.Count == wanted.Count ? "All" : "Partly");

        List<object?> With(int status) => [.. wanted.Where(customer => statuses.GetValueOrDefault(customer) == status)];
    }
}

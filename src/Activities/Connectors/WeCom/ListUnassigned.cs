using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Lists the customers that a deleted member has left behind (document path 92124).</summary>
[Activity("HrBpm.WeCom.ListUnassigned", "列出待分配客户", Category = "企业微信", Icon = "list")]
[RunsOutside(LeaseSeconds = 300)]
public sealed class ListUnassigned(WeComClient weCom) : ConnectorActivity
{
    /// <summary>Id of the member who left.</summary>
    [Input("已离职成员 userid, 例如 zhang.wei"), Required]
    public string UserId { get; init; } = "";

    /// <summary>Their customers, as external_userid.</summary>
    [Output("待分配客户的 external_userid 列表")]
    public List<object?> Customers { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(UserId)) return Fail("wecom.no-user-id", "Expected the userid of the member who left, but it is empty.");
        var all = await weCom.ListAsync<UnassignedReply, UnassignedCustomer>("externalcontact/get_unassigned_list",
            cursor => new { cursor, page_size = 1000 }, reply => (reply.Info, reply.IsLast ? null : reply.NextCursor), ct);
        // The list is the whole company's; ids of members are case insensitive in WeCom.
        Customers = [.. all.Where(c => string.Equals(c.HandoverUserid, UserId, StringComparison.OrdinalIgnoreCase)).Select(c => c.ExternalUserid).Distinct()];
        return Done();
    }
}

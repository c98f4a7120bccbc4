using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Deletes a member, which is what makes their customers inheritable. A member who is gone already is as good as deleted.</summary>
/// <remarks>Also removes a bound mailbox (document path 90198), so it belongs behind the handover.</remarks>
[Activity("HrBpm.WeCom.DeleteMember", "删除企业微信成员", Category = "企业微信", Icon = "user-minus")]
[RunsOutside(LeaseSeconds = 240)]
public sealed class DeleteMember(WeComClient weCom) : ConnectorActivity
{
    /// <summary>Member's id.</summary>
    [Input("成员 userid, 例如 zhang.wei"), Required]
    public string UserId { get; init; } = "";

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(UserId)) return Fail("wecom.no-user-id", "Expected the userid of the member to delete, but it is empty.");
        await weCom.GetAsync<WeComReply>(WeComSecret.Contacts, "user/delete", $"&userid={Uri.EscapeDataString(UserId)}", [WeComErrors.UnknownMember], ct);
        return Done();
    }
}

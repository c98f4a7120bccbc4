using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Disables a member, so that they cannot sign in, and proves it by reading the member again. Their customers stay theirs.</summary>
/// <remarks>A member who is disabled already is left alone.</remarks>
[Activity("HrBpm.WeCom.DisableMember", "停用企业微信成员", Category = "企业微信", Icon = "user-x", Description = "user/update enable=0, 并重新读取作为证据")]
[RunsOutside(LeaseSeconds = 240)]
public sealed class DisableMember(WeComClient weCom, TimeProvider time) : ConnectorActivity
{
    /// <summary>Member's id.</summary>
    [Input("成员 userid, 例如 zhang.wei"), Required]
    public string UserId { get; init; } = "";

    /// <summary>What WeCom said before and after.</summary>
    [Output("停用前与停用后重新读取的成员状态")]
    public Dictionary<string, object?> Evidence { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(UserId)) return Fail("wecom.no-user-id", "Expected the userid of the member to disable, but it is empty.");
        if (await MemberState.ReadAsync(weCom, UserId, ct) is not { } member) return Unknown();
        var before = member.Reading(time);
        var changes = !member.CannotSignIn();
        if (changes) await weCom.PostAsync<WeComReply>(WeComSecret.Contacts, "user/update", new { userid = UserId, enable = 0 }, [], ct);
        if (await MemberState.ReadAsync(weCom, UserId, ct) is not { } reread) return Unknown();
        Evidence = new() { ["userId"] = UserId, ["changed"] = changes, ["before"] = before, ["after"] = reread.Reading(time) };
        return reread.CannotSignIn() ? Done() : Fail("wecom.still-enabled", $"Expected member '{UserId}' to have status 2 after the change, but it is {reread.Status}.");
    }

    private ActivityResult Unknown() => Fail("wecom.unknown-member", $"Expected WeCom to know member '{UserId}', but it does not.");
}

using HrBpm.Activities.Evidence;
using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Accounts;

/// <summary>Disables a person's sign-in to this system. What they still have to do here, they do by a link or through a proxy.</summary>
[Activity("HrBpm.DisableSignIn", "停用本系统登录", Category = "账号", Icon = "lock", Description = "停用人员在本系统的登录并结束其会话。")]
public sealed class DisableSignIn(ISignInAccounts accounts, IAuditTrail audit) : Activity
{
    /// <summary>The person.</summary>
    [Input("人员编号")]
    public Guid PersonId { get; init; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        // Somebody without an account has nothing to disable.
        if (await accounts.DisableAsync(PersonId, ct) is { Code: not "accounts.unknown" } refusal) return Fail(refusal.Code, refusal.Message);
        audit.Record(new(Guid.Parse(context.TenantId), "time", "accounts.sign-in-disabled", $"person:{PersonId:D}", new { instanceId = context.InstanceId }));
        return Done();
    }
}

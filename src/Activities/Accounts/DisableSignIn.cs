using HrBpm.Activities.Evidence;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Accounts;

/// <summary>Disables a person's sign-in to this system. What they still have to do here, they do by a link or through a proxy.</summary>
[Activity("HrBpm.DisableSignIn", "停用本系统登录", Category = "账号", Icon = "lock", Description = "停用人员在本系统的登录并结束其会话。")]
public sealed class DisableSignIn(IAccounts accounts, IAuditTrail audit) : Activity
{
    /// <summary>The person.</summary>
    [Input("人员编号")]
    public Guid PersonId { get; init; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        await accounts.DisableSignInAsync(PersonId, context.NowUtc, ct);
        audit.Record(new(Guid.Parse(context.TenantId), "time", "accounts.sign-in-disabled", $"person:{PersonId:D}", new { instanceId = context.InstanceId }));
        return Done();
    }
}

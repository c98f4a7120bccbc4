using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Payroll;

/// <summary>
/// The statutory date has come. While there is no statement that says how much is due, nothing can go out: HR and finance are told at once, and the case keeps why
/// (工资支付暂行规定 art. 9, 劳动合同法 art. 85). With a statement there is nothing to tell here.
/// </summary>
[Activity("HrBpm.AlertLatePay", "法定支付日无结算单时提醒", Category = "薪资", Icon = "gavel", Description = "到达法定支付日而结算单尚未生成时，立即提醒人力资源与财务并记录原因；结算单生成后法定项目自动发放。")]
public sealed class AlertLatePay(IPayStatements statements, IOffboarding offboarding, IOrg org, IInbox inbox, IAuditTrail audit) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>True when there is no statement yet.</summary>
    [Output("法定支付日已到而结算单尚未生成")]
    public bool IsLate { get; private set; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (await offboarding.FindAsync(CaseId, ct) is not { } found) return Fail("offboarding.unknown", $"Expected an offboarding case {CaseId:D}, but there is none.");
        IsLate = await statements.OfCaseAsync(CaseId, ct) is null;
        if (!IsLate) return Done();
        const string Reason = "法定支付日已到，薪资结算单尚未生成，法定工资项目无法发放（《工资支付暂行规定》第九条）。请立即完成核算；结算单生成后法定项目自动发放。";
        if (await offboarding.MoveToAsync(CaseId, found.Stage, Reason, context.NowUtc, ct) is { } refusal) return Fail(refusal.Code, refusal.Message);
        await new PayAlert(context, inbox, org, audit).SendAsync(found, "法定支付日已到，尚无结算单", Reason, ct);
        return Done();
    }
}

using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Payroll;

/// <summary>
/// The statutory date has come. Statutory items that are still held are to be released whatever else is open, and HR and finance are told;
/// the rest waits (工资支付暂行规定 art. 9, 劳动合同法 art. 50).
/// </summary>
[Activity("HrBpm.ReleaseStatutoryPay", "法定支付日放行法定工资项目", Category = "薪资", Icon = "gavel", Description = "到达法定支付日时，无论其他节点是否完成，都放行工资、加班费与未休年休假工资。")]
[Outcomes("Held", "Nothing")]
public sealed class ReleaseStatutoryPay(IPayStatements statements, IOffboarding offboarding, IOrg org, IInbox inbox, IAuditTrail audit) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>The statement.</summary>
    [Output("结算单编号")]
    public string StatementId { get; private set; } = "";

    /// <summary>The items to release.</summary>
    [Output("本次发放的项目", IsSecret = true)]
    public List<object?> Items { get; private set; } = [];

    /// <summary>Number by which the payroll system knows the employee.</summary>
    [Output("工号")]
    public string EmployeeNumber { get; private set; } = "";

    /// <summary>Why they are released.</summary>
    [Output("发放原因")]
    public string Reason { get; private set; } = "";

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (await offboarding.FindAsync(CaseId, ct) is not { } found) return Fail("offboarding.unknown", $"Expected an offboarding case {CaseId:D}, but there is none.");
        if (await statements.OfCaseAsync(CaseId, ct) is not { } statement)
            return Fail("payroll.no-statement", $"Expected a final pay statement of case {CaseId:D}, but none was prepared.");
        var facts = new PayFacts(found.AllCompleteAtUtc is not null, context.NowUtc >= found.Clock.StatutoryPayUtc);
        var due = statement.Held.Where(item => PayItemKinds.RuleOf(item.Kind) == PayRule.Statutory && PayGate.Judge(item.Kind, facts).Releases).ToList();
        if (due.Count == 0) return Done("Nothing");
        var verdict = PayGate.Judge(due[0].Kind, facts);
        if (await statements.BeginReleaseAsync(statement.Id, [.. due.Select(item => item.Id)], verdict, "time", ct) is { } refusal) return Fail(refusal.Code, refusal.Message);
        (StatementId, EmployeeNumber, Items) = (statement.Id.ToString("D"), statement.EmployeeNumber, ReleaseOrder.Of(due));
        Reason = $"{verdict.Reason}（{verdict.Basis}）";
        await new PayAlert(context, inbox, org, audit).SendAsync(found, "法定支付日已到", $"{Reason}。其余 {statement.Held.Count() - due.Count} 项继续等待节点完成；如有损失请在待办中登记。", ct);
        return Done("Held");
    }
}

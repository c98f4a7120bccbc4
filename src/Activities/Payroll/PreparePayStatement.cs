using HrBpm.Activities.Evidence;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Payroll;

/// <summary>Makes the final pay statement from what HR filled in. A form that cannot stand goes back to HR.</summary>
[Activity("HrBpm.PreparePayStatement", "生成薪资结算单", Category = "薪资", Icon = "banknote", Description = "根据 HR 填写的结算项目生成离职薪资结算单。")]
public sealed class PreparePayStatement(IPayStatements statements, IOffboarding offboarding, IOrg org, IAuditTrail audit) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>Rows of the form.</summary>
    [Input("""结算项目, 例如 [{"kind":"工资","amount":{"amountMinor":1250000,"currency":"CNY"}}]""", UIHint = "json-editor")]
    public IReadOnlyList<PayLine> Lines { get; init; } = [];

    /// <summary>Activity to go back to when the rows cannot stand.</summary>
    [Input("填写有误时退回的节点")]
    public string ReturnTo { get; init; } = "";

    /// <summary>The statement.</summary>
    [Output("结算单编号")]
    public string StatementId { get; private set; } = "";

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (await offboarding.FindAsync(CaseId, ct) is not { } found || await org.FindAsync(found.Request.LeaverId, ct) is not { } leaver)
            return Fail("offboarding.unknown", $"Expected an offboarding case {CaseId:D} with its leaver, but there is none.");
        if (WhyNot(found.Request.Waiver) is { } refusal)
            return ReturnTo.Length > 0 ? GoBack(ReturnTo, comeStraightBack: false, refusal) : Fail(refusal.Code, refusal.Message);
        var earlier = await statements.OfCaseAsync(CaseId, ct);
        var statement = new PayStatement(earlier?.Id ?? NewId(context), found.CompanyId, CaseId, found.Number, found.Clock.StatutoryPayUtc, leaver.Id, leaver.EmployeeNumber,
            [.. Lines.Select(line => Item(line, context))]);
        await statements.SaveAsync(statement, ct);
        if (earlier is null && context.NowUtc > found.Clock.StatutoryPayUtc && await offboarding.MoveToAsync(CaseId, found.Stage, "结算单在法定支付日之后生成；法定工资项目随即自动发放", context.NowUtc, ct) is { } unmoved)
            return Fail(unmoved.Code, unmoved.Message);
        StatementId = statement.Id.ToString("D");
        audit.Record(new(found.CompanyId, context.ActorOrFlow(), "payroll.statement-prepared", $"pay-statement:{StatementId}",
            new { caseId = CaseId, items = statement.Items.Select(i => new { id = i.Id, kind = i.Kind.ToString() }) })
        {
            About = leaver.Id,
            Personal = new Dictionary<string, object?> { ["amounts"] = statement.Items.Select(i => new { id = i.Id, amountMinor = i.AmountMinor, currency = i.Currency }) },
        });
        return Done();
    }

    private Workflows.Refusal? WhyNot(NoticeWaiver waiver)
    {
        if (Lines.Count == 0) return new("payroll.no-items.invalid", "Expected at least one item of final pay, but there is none.");
        if (Lines.Select(line => line.WhyNot()).FirstOrDefault(refusal => refusal is not null) is { } unfit) return unfit;
        return waiver == NoticeWaiver.PayInLieu && !Lines.Any(line => line.ItemKind == PayItemKind.PayInLieu)
            ? new("payroll.pay-in-lieu.invalid", "Expected 代通知金, a month's wage, among the items, because it takes the place of the notice (劳动合同法 art. 40), but there is none.")
            : null;
    }

    private static PayItem Item(PayLine line, ActivityContext context) =>
        new(NewId(context), line.ItemKind!.Value, line.Amount!.AmountMinor, line.Amount.Currency, PayState.Held, line.Note);

    private static Guid NewId(ActivityContext context) => Guid.CreateVersion7(new DateTimeOffset(context.NowUtc));
}

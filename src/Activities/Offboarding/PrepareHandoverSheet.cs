using System.Globalization;
using HrBpm.Activities.Assets;
using HrBpm.Activities.Org;
using HrBpm.Activities.Payroll;
using HrBpm.Workflows.Authoring;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Offboarding;

/// <summary>Writes the handover sheet that both sides sign, and moves the case to its signing.</summary>
[Activity("HrBpm.PrepareHandoverSheet", "生成离职交接单", Category = "离职", Icon = "file", Description = "汇总交接、资产、客户与薪资，生成双方签署的离职交接单。")]
public sealed class PrepareHandoverSheet(IOffboarding offboarding, IHandover handover, IPayStatements statements, IOrg org, IOptions<OffboardingOptions> options) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>What became of the assets.</summary>
    [Input("资产验收结果", UIHint = "json-editor")]
    public IReadOnlyList<AssetLine>? Assets { get; init; }

    /// <summary>Number of customers who went over to the receiver.</summary>
    [Input("已接替的客户数")]
    public int Transferred { get; init; }

    /// <summary>Number of customers who did not.</summary>
    [Input("未接替的客户数")]
    public int Left { get; init; }

    /// <summary>The sheet.</summary>
    [Output("交接单全文", IsSecret = true)]
    public string Text { get; private set; } = "";

    /// <summary>By when it can be signed.</summary>
    [Output("签署期限 (UTC)")]
    public DateTime SignByUtc { get; private set; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (await offboarding.MoveToAsync(CaseId, OffboardingStage.Signing, null, context.NowUtc, ct) is { } refusal) return Fail(refusal.Code, refusal.Message);
        if (await offboarding.FindAsync(CaseId, ct) is not { } found) return Fail("offboarding.unknown", $"Expected an offboarding case {CaseId:D}, but there is none.");
        var leaver = await org.FindAsync(found.Request.LeaverId, ct);
        var receiver = await org.FindAsync(found.Request.ReceiverId, ct);
        var lines = await handover.ListAsync(CaseId, ct);
        var pay = await statements.OfCaseAsync(CaseId, ct);
        Text = string.Join('\n', [.. Head(found, leaver, receiver), .. Matters(lines), .. Things(), .. Customers(), .. Pay(pay), ""]);
        SignByUtc = context.NowUtc.AddDays(options.Value.SheetSigningDays);
        return Done();
    }

    private static IEnumerable<string> Head(OffboardingCase found, Person? leaver, Person? receiver) =>
    [
        "离职交接单", "",
        $"离职单号：{found.Number}",
        $"离职人：{leaver?.Name}（工号 {leaver?.EmployeeNumber}，{leaver?.DepartmentName} {leaver?.PositionName}）",
        $"接收人：{receiver?.Name}（工号 {receiver?.EmployeeNumber}）",
        $"离职类型：{found.Request.Kind.InChinese()}；最后工作日：{found.Request.LastWorkingDay:yyyy-MM-dd}；法定解除（终止）日期：{found.Request.LegalEnd:yyyy-MM-dd}",
    ];

    private static IEnumerable<string> Matters(IReadOnlyList<HandoverLine> lines) =>
        ["", "一、工作交接", .. lines.Count == 0 ? ["无"] : lines.Select(line => $"{line.Number}. [{(line.Kind == HandoverKind.Customer ? "客户" : "跟进事项")}] {line.Subject}：{line.State}")];

    private IEnumerable<string> Things() =>
        ["", "二、资产", .. Assets is { Count: > 0 } ? Assets.Select(line => $"{line.Tag}：{line.Result}{(string.IsNullOrWhiteSpace(line.Note) ? "" : $"（{line.Note}）")}") : ["无"]];

    private IEnumerable<string> Customers() =>
        ["", "三、企业微信客户", string.Create(CultureInfo.InvariantCulture, $"已接替 {Transferred} 位，另行安排 {Left} 位")];

    private static IEnumerable<string> Pay(PayStatement? pay) =>
        ["", "四、薪资结算", .. pay?.Items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Kind.InChinese()} {item.AmountMinor / 100m:0.00} {item.Currency}，{(item.State == PayState.Released ? "已发放" : "未发放")}")) ?? ["无"]];
}

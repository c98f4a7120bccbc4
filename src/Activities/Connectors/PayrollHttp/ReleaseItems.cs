using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.PayrollHttp;

/// <summary>Tells the payroll system to pay items of a statement.</summary>
/// <remarks>A repeated run sends the same idempotency key, to which the payroll system repeats its first answer and pays nothing again.</remarks>
[Activity("HrBpm.Payroll.ReleaseItems", "发放薪资项目", Category = "薪资", Icon = "banknote")]
[RunsOutside(MaxAttempts = 12)]
public sealed class ReleaseItems(PayrollClient payroll) : ConnectorActivity
{
    /// <summary>Statement that the items belong to.</summary>
    [Input("结算单编号"), Required]
    public string StatementId { get; init; } = "";

    /// <summary>Items to pay.</summary>
    [Input("""项目列表, 例如 [{"itemId":"…","kind":"wage","amountMinor":1250000,"currency":"CNY"}]""", UIHint = "json-editor")]
    public IReadOnlyList<PayrollItem> Items { get; init; } = [];

    /// <summary>Whom it is paid to.</summary>
    [Input("工号, 例如 XH-0042"), Required]
    public string EmployeeNumber { get; init; } = "";

    /// <summary>Why it is paid now.</summary>
    [Input("发放原因")]
    public string Reason { get; init; } = "";

    /// <summary>The payroll system's release ids, in the order of the items.</summary>
    [Output("薪资系统返回的发放编号")]
    public List<object?> ReleaseIds { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        if (WhyNot() is { } message) return Fail("payroll.invalid-order", message);
        if (Items.Count == 0) return Done();
        var ids = await payroll.ReleaseAsync($"{context.IdempotencyKey}:{StatementId}", new ReleaseOrder(StatementId, EmployeeNumber, Reason, Items), ct);
        ReleaseIds = [.. Items.Select(item => ids[item.ItemId])];
        return Done();
    }

    private string? WhyNot()
    {
        if (string.IsNullOrWhiteSpace(StatementId) || string.IsNullOrWhiteSpace(EmployeeNumber))
            return $"Expected a statement and an employee number, but they are '{StatementId}' and '{EmployeeNumber}'.";
        if (Items.FirstOrDefault(i => string.IsNullOrWhiteSpace(i.ItemId) || i.AmountMinor <= 0 || i.Currency is not { Length: 3 }) is { } bad)
            return $"Expected each item to have an id, an amount above zero and a currency, but '{bad.ItemId}' lacks one of them.";
        return Items.DistinctBy(i => i.ItemId).Count() == Items.Count ? null : "Expected each item once, but one is listed twice.";
    }
}

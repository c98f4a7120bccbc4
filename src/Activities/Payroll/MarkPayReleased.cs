using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Payroll;

/// <summary>Keeps that the payroll system has confirmed a release, item by item.</summary>
[Activity("HrBpm.MarkPayReleased", "登记薪资已发放", Category = "薪资", Icon = "check", Description = "登记薪资系统已确认的发放编号。")]
public sealed class MarkPayReleased(IPayStatements statements) : Activity
{
    /// <summary>The statement.</summary>
    [Input("结算单编号")]
    public Guid StatementId { get; init; }

    /// <summary>The items, as they went to the payroll system.</summary>
    [Input("本次发放的项目", UIHint = "json-editor")]
    public IReadOnlyList<PayrollItem> Items { get; init; } = [];

    /// <summary>The payroll system's ids, in the order of the items.</summary>
    [Input("薪资系统返回的发放编号", UIHint = "json-editor")]
    public IReadOnlyList<string> ReleaseIds { get; init; } = [];

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        // An operator who skips the call to the payroll system leaves no ids. Then nobody knows that the money went, and nobody may write that it did.
        if (ReleaseIds is null || ReleaseIds.Count != Items.Count)
            return Fail("payroll.release-ids-missing", $"Expected the payroll system's release id of each of the {Items.Count} items, but got {ReleaseIds?.Count ?? 0}.");
        var ids = Items.Zip(ReleaseIds).ToDictionary(pair => Guid.Parse(pair.First.ItemId), pair => pair.Second);
        return await statements.MarkReleasedAsync(StatementId, ids, context.NowUtc, ct) is { } refusal ? Fail(refusal.Code, refusal.Message) : Done();
    }
}

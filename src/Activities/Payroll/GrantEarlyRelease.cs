using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Payroll;

/// <summary>Releases items before the rule does, if two different people agreed.</summary>
[Activity("HrBpm.GrantEarlyRelease", "双人复核提前发放", Category = "薪资", Icon = "users", Description = "两名不同的人签署同意后，提前放行指定薪资项目。")]
[Outcomes("Granted", "Refused")]
public sealed class GrantEarlyRelease(IPayStatements statements) : Activity
{
    /// <summary>The statement.</summary>
    [Input("结算单编号")]
    public Guid StatementId { get; init; }

    /// <summary>The items that are asked for.</summary>
    [Input("申请提前发放的项目编号", UIHint = "json-editor")]
    public IReadOnlyList<Guid> ItemIds { get; init; } = [];

    /// <summary>Person ids of those who agreed.</summary>
    [Input("同意人编号", UIHint = "json-editor")]
    public IReadOnlyList<string> ApprovedBy { get; init; } = [];

    /// <summary>Why it is asked for.</summary>
    [Input("提前发放的理由")]
    public string Because { get; init; } = "";

    /// <summary>The items to release.</summary>
    [Output("本次发放的项目", IsSecret = true)]
    public List<object?> Items { get; private set; } = [];

    /// <summary>Number by which the payroll system knows the employee.</summary>
    [Output("工号")]
    public string EmployeeNumber { get; private set; } = "";

    /// <summary>Why they are released, or why not.</summary>
    [Output("原因")]
    public string Reason { get; private set; } = "";

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (await statements.FindAsync(StatementId, ct) is not { } statement)
            return Fail("payroll.statement.unknown", $"Expected a pay statement {StatementId:D}, but there is none.");
        var people = ApprovedBy.Where(id => !string.IsNullOrWhiteSpace(id)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        // The rule may have come first while people were asked; what is on its way already is not asked for twice.
        var items = statement.Held.Where(item => ItemIds.Contains(item.Id)).ToList();
        if (items.Count == 0) return Refuse("申请的项目均已发放或正在发放");
        if (people.Count < PayGate.PeopleForEarlyRelease) return Refuse("提前发放须由两名不同的人签署同意");
        var verdict = PayGate.Judge(items[0].Kind, new PayFacts(false, false, people));
        if (await statements.BeginReleaseAsync(StatementId, [.. items.Select(item => item.Id)], verdict, string.Join(",", people), ct) is { } refusal)
            return Fail(refusal.Code, refusal.Message);
        (Items, EmployeeNumber, Reason) = (ReleaseOrder.Of(items), statement.EmployeeNumber, $"{verdict.Reason}：{Because}");
        return Done("Granted");
    }

    private ActivityResult Refuse(string why)
    {
        Reason = why;
        return Done("Refused");
    }
}

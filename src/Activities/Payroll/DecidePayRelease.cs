using System.Globalization;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Offboarding;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Payroll;

/// <summary>Every step is complete: all pay that is still held is to be released. Belongs behind the join of the clearance.</summary>
[Activity("HrBpm.DecidePayRelease", "判定薪资发放", Category = "薪资", Icon = "gavel", Description = "全部节点完成后，放行尚未发放的全部薪资项目。")]
[Outcomes("Release", "Nothing")]
public sealed class DecidePayRelease(IPayStatements statements, IOffboarding offboarding) : Activity
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
        if (await offboarding.MoveToAsync(CaseId, OffboardingStage.Settlement, null, context.NowUtc, ct) is { } refusal) return Fail(refusal.Code, refusal.Message);
        if (await statements.OfCaseAsync(CaseId, ct) is not { } statement)
            return Fail("payroll.no-statement", $"Expected a final pay statement of case {CaseId:D}, but none was prepared.");
        var held = statement.Held.ToList();
        if (held.Count == 0) return Done("Nothing");
        (StatementId, EmployeeNumber, Items) = (statement.Id.ToString("D"), statement.EmployeeNumber, ReleaseOrder.Of(held));
        var verdicts = held.GroupBy(item => PayGate.Judge(item.Kind, new PayFacts(allComplete: true, statutoryDateReached: false)));
        foreach (var group in verdicts)
            if (await statements.BeginReleaseAsync(statement.Id, [.. group.Select(item => item.Id)], group.Key, context.ActorOrFlow(), ct) is { } late) return Fail(late.Code, late.Message);
        Reason = string.Create(CultureInfo.InvariantCulture, $"全部节点已完成，一次性发放 {held.Count} 项");
        return Done("Release");
    }
}

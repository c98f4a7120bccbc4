using HrBpm.Activities.Inbox;
using HrBpm.Activities.Signatures;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Payroll;

/// <summary>
/// Releases items before the rule does, if two different people have signed that in this flow. Both must be allowed to release this statement at that moment, neither may have
/// started the flow or be the one who is paid, and each must have signed the very items (<see cref="EarlyReleaseText"/>), as their last word in the flow.
/// </summary>
[Activity("HrBpm.GrantEarlyRelease", "双人复核提前发放", Category = "薪资", Icon = "users", Description = "两名有权发放的不同人员在本流程中签署同意后，提前放行指定薪资项目；申请人与收款人不计入。")]
[Outcomes("Granted", "Refused")]
public sealed class GrantEarlyRelease(IPayStatements statements, IFlowSignatures signatures, IInbox inbox) : Activity
{
    /// <summary>The statement.</summary>
    [Input("结算单编号")]
    public Guid StatementId { get; init; }

    /// <summary>The items that are asked for.</summary>
    [Input("申请提前发放的项目编号", UIHint = "json-editor")]
    public IReadOnlyList<Guid> ItemIds { get; init; } = [];

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
        // The rule may have come first while people were asked; what is on its way already is not asked for twice.
        var items = statement.Held.Where(item => ItemIds.Contains(item.Id)).ToList();
        if (items.Count == 0) return Refuse("申请的项目均已发放或正在发放");
        var people = await ConsentsAsync(context, statement, items, ct);
        if (people.Count < PayGate.PeopleForEarlyRelease) return Refuse("提前发放须由申请人与收款人之外、有权发放的两名不同的人签署同意");
        var verdict = PayGate.Judge(items[0].Kind, new PayFacts(false, false, people));
        if (await statements.BeginReleaseAsync(StatementId, [.. items.Select(item => item.Id)], verdict, string.Join(",", people), ct) is { } refusal)
            return Fail(refusal.Code, refusal.Message);
        (Items, EmployeeNumber, Reason) = (ReleaseOrder.Of(items), statement.EmployeeNumber, $"{verdict.Reason}：{Because}");
        return Done("Granted");
    }

    // A flow that nobody asked for, such as one that time has started, has no asker who could be told from those who sign.
    private async Task<List<string>> ConsentsAsync(ActivityContext context, PayStatement statement, List<PayItem> items, CancellationToken ct)
    {
        if (!Guid.TryParse(context.Initiator, out var asker)) return [];
        var signed = (await signatures.OfAsync(context.InstanceId, ct)).Where(s => EarlyReleaseText.IsSignedBy(s, statement, items)).ToDictionary(s => s.Id);
        var lastWords = (await inbox.PastOfAsync(context.InstanceId, ct)).Tasks.Where(task => task.ClosedBy is not null)
            .GroupBy(task => task.ClosedBy).Select(own => own.OrderBy(task => task.ClosedAtUtc).ThenBy(task => task.State != AssignmentState.Approved).Last());
        List<string> people = [];
        foreach (var word in lastWords.Where(word => word.State == AssignmentState.Approved))
        {
            if (word.SignatureId is not { } id || !signed.TryGetValue(id, out var signature) || signature.PersonId.ToString("D") != word.ClosedBy) continue;
            if (signature.PersonId == asker || signature.PersonId == statement.EmployeeId) continue;
            if (await statements.MayReleaseAsync(statement.Id, signature.PersonId, ct)) people.Add(word.ClosedBy);
        }
        return people;
    }

    private ActivityResult Refuse(string why)
    {
        Reason = why;
        return Done("Refused");
    }
}

using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Offboarding;

/// <summary>One row of the receiver's form.</summary>
/// <param name="Number">Number of the line.</param>
/// <param name="Confirmed">Taken over.</param>
public sealed record HandoverAnswer(int Number, bool Confirmed);

/// <summary>Keeps which lines the receiver has taken over. While one is not, the flow goes back to the receiver.</summary>
[Activity("HrBpm.ConfirmHandover", "登记交接确认", Category = "离职", Icon = "check", Description = "登记接收人逐条确认的结果；有未确认的条目时退回接收人。")]
public sealed class ConfirmHandover(IHandover handover) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>Customers as the leaver has listed them last: a return that came straight back to the receiver passed the step that records them.</summary>
    [Input("客户", UIHint = "json-editor")]
    public IReadOnlyList<HandoverEntry>? Customers { get; init; }

    /// <summary>Open matters, likewise.</summary>
    [Input("跟进事项", UIHint = "json-editor")]
    public IReadOnlyList<HandoverEntry>? FollowUps { get; init; }

    /// <summary>The receiver's answers.</summary>
    [Input("逐条确认", UIHint = "json-editor")]
    public IReadOnlyList<HandoverAnswer>? Answers { get; init; }

    /// <summary>Person id of the receiver.</summary>
    [Input("确认人编号")]
    public string ConfirmedBy { get; init; } = "";

    /// <summary>Activity to go back to while lines are open.</summary>
    [Input("有未确认条目时退回的节点")]
    public string ReturnTo { get; init; } = "";

    /// <summary>The lines as they were confirmed: <c>{number, kind, subject, state}</c>.</summary>
    [Output("已确认的交接清单")]
    public List<object?> Lines { get; private set; } = [];

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        var listed = HandoverEntry.Number(Customers, FollowUps);
        if (!listed.SequenceEqual((await handover.ListAsync(CaseId, ct)).Select(line => line with { ConfirmedBy = null }))) await handover.ReplaceAsync(CaseId, listed, ct);
        Lines = [.. listed.Select(HandoverEntry.Shape)];
        var confirmed = (Answers ?? []).Where(answer => answer.Confirmed).Select(answer => answer.Number).ToHashSet();
        await handover.ConfirmAsync(CaseId, confirmed, ConfirmedBy, context.NowUtc, ct);
        var open = (await handover.ListAsync(CaseId, ct)).Where(line => line.ConfirmedBy is null).Select(line => line.Number).ToList();
        if (open.Count == 0) return Done();
        var unfit = new Refusal("offboarding.lines-open", $"Expected the receiver to confirm every line, but these are open: {string.Join(", ", open)}.");
        return ReturnTo.Length > 0 ? GoBack(ReturnTo, comeStraightBack: false, unfit) : Fail(unfit.Code, unfit.Message);
    }
}

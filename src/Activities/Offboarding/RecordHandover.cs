using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Offboarding;

/// <summary>One row of the leaver's form.</summary>
/// <param name="Subject">Customer or matter.</param>
/// <param name="State">How it stands.</param>
public sealed record HandoverEntry(string? Subject, string? State)
{
    /// <summary>The rows of both lists as lines, customers first, numbered from 1.</summary>
    internal static IReadOnlyList<HandoverLine> Number(IReadOnlyList<HandoverEntry>? customers, IReadOnlyList<HandoverEntry>? followUps) =>
    [
        .. (customers ?? []).Select(entry => (Kind: HandoverKind.Customer, Entry: entry)).Concat((followUps ?? []).Select(entry => (Kind: HandoverKind.FollowUp, Entry: entry)))
            .Select((row, index) => new HandoverLine(index + 1, row.Kind, row.Entry.Subject?.Trim() ?? "", row.Entry.State?.Trim() ?? "")),
    ];

    /// <summary>A line in the form in which it travels through a flow.</summary>
    internal static Dictionary<string, object?> Shape(HandoverLine line) => new()
    {
        ["number"] = line.Number,
        ["kind"] = line.Kind == HandoverKind.Customer ? "客户" : "跟进事项",
        ["subject"] = line.Subject,
        ["state"] = line.State,
    };
}

/// <summary>Keeps what the leaver has listed, numbered, for the receiver to confirm line by line.</summary>
[Activity("HrBpm.RecordHandover", "登记交接清单", Category = "离职", Icon = "list", Description = "把离职员工填写的客户与跟进事项登记为逐条确认的交接清单。")]
public sealed class RecordHandover(IHandover handover) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>Customers.</summary>
    [Input("客户", UIHint = "json-editor")]
    public IReadOnlyList<HandoverEntry>? Customers { get; init; }

    /// <summary>Open matters.</summary>
    [Input("跟进事项", UIHint = "json-editor")]
    public IReadOnlyList<HandoverEntry>? FollowUps { get; init; }

    /// <summary>The numbered lines: <c>{number, kind, subject, state}</c>.</summary>
    [Output("编号后的交接清单")]
    public List<object?> Lines { get; private set; } = [];

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        var lines = HandoverEntry.Number(Customers, FollowUps);
        await handover.ReplaceAsync(CaseId, lines, ct);
        Lines = [.. lines.Select(HandoverEntry.Shape)];
        return Done();
    }
}

using HrBpm.Activities.Evidence;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Offboarding;

/// <summary>Closes a case whose employment goes on, because a needed consent was refused.</summary>
[Activity("HrBpm.CloseOffboardingCase", "关闭离职单", Category = "离职", Icon = "x", Description = "单位不同意且依法需要同意的离职：关闭离职单，劳动关系继续。")]
public sealed class CloseOffboardingCase(IOffboarding offboarding, IAuditTrail audit) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>Who refused.</summary>
    [Input("作出结论的人员编号")]
    public string? DecidedBy { get; init; }

    /// <summary>Why.</summary>
    [Input("关闭的原因")]
    public string? Because { get; init; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (await offboarding.FindAsync(CaseId, ct) is not { } found) return Fail("offboarding.unknown", $"Expected an offboarding case {CaseId:D}, but there is none.");
        var because = string.IsNullOrWhiteSpace(Because) ? "部门负责人不同意" : Because;
        await offboarding.RecordAnswerAsync(CaseId, new NoticeAnswer("Rejected", DecidedBy, context.NowUtc, because), ct);
        if (await offboarding.MoveToAsync(CaseId, OffboardingStage.Closed, because, context.NowUtc, ct) is { } refusal) return Fail(refusal.Code, refusal.Message);
        audit.Record(new(found.CompanyId, DecidedBy ?? "time", "offboarding.closed", $"offboarding:{CaseId:D}", new { because }));
        return Done();
    }
}

using HrBpm.Activities.Evidence;
using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Offboarding;

/// <summary>Ends the case for good. A case that was closed stays closed; otherwise the leaver is no longer among the active people.</summary>
[Activity("HrBpm.ArchiveOffboardingCase", "归档离职单", Category = "离职", Icon = "archive", Description = "归档离职单；正常离职的人员转为离职状态。")]
public sealed class ArchiveOffboardingCase(IOffboarding offboarding, IEmployments employments, IAuditTrail audit) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (await offboarding.FindAsync(CaseId, ct) is not { } found) return Fail("offboarding.unknown", $"Expected an offboarding case {CaseId:D}, but there is none.");
        var end = found.Stage == OffboardingStage.Closed ? OffboardingStage.Closed : OffboardingStage.Archived;
        if (await offboarding.MoveToAsync(CaseId, end, null, context.NowUtc, ct) is { } refusal) return Fail(refusal.Code, refusal.Message);
        if (end == OffboardingStage.Archived && await employments.EndAsync(found.Request.LeaverId, found.Request.LegalEnd, ct) is { } why) return Fail(why.Code, why.Message);
        audit.Record(new(found.CompanyId, context.ActorOrFlow(), "offboarding.archived", $"offboarding:{CaseId:D}", new { stage = end.ToString() }));
        return Done();
    }
}

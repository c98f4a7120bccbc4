using HrBpm.Activities.Evidence;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Offboarding;

/// <summary>Keeps what the company answered to the notice, and why the flow goes on, then begins the clearance.</summary>
[Activity("HrBpm.BeginClearance", "记录答复并开始清算", Category = "离职", Icon = "flag", Description = "记录单位对离职通知的答复。辞职、试用期离职、合同终止与退休无须批准：异议只作记录，流程继续。")]
public sealed class BeginClearance(IOffboarding offboarding, IAuditTrail audit) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>What the department head decided.</summary>
    [Input("部门负责人的结论: Approved, Rejected 或 Advanced")]
    public string Decision { get; init; } = "";

    /// <summary>Who decided.</summary>
    [Input("作出结论的人员编号")]
    public string? DecidedBy { get; init; }

    /// <summary>Why the flow goes on.</summary>
    [Output("流程继续的原因")]
    public string Because { get; private set; } = "";

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (await offboarding.FindAsync(CaseId, ct) is not { } found) return Fail("offboarding.unknown", $"Expected an offboarding case {CaseId:D}, but there is none.");
        var basis = NoticeClock.BasisOf(found.Request.Kind);
        if (Decision != "Approved" && basis is null)
            return Fail("offboarding.consent-missing", $"Expected the company's consent to a {found.Request.Kind}, but its answer is '{Decision}'.");
        Because = Decision switch
        {
            "Approved" => "部门负责人已同意",
            "Rejected" => $"部门负责人的异议已记录；{found.Request.Kind.InChinese()}无须单位批准（{basis}），法定期限照常计算，流程继续",
            _ => found.Clock.ConsentEndsBecause!,
        };
        await offboarding.RecordAnswerAsync(CaseId, new NoticeAnswer(Decision, DecidedBy, context.NowUtc, Because), ct);
        if (await offboarding.MoveToAsync(CaseId, OffboardingStage.Clearance, Because, context.NowUtc, ct) is { } refusal) return Fail(refusal.Code, refusal.Message);
        audit.Record(new(found.CompanyId, DecidedBy ?? "time", "offboarding.notice-answered", $"offboarding:{CaseId:D}", new { decision = Decision, because = Because }));
        return Done();
    }
}

using System.Globalization;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Offboarding;

/// <summary>Opens the case from what was asked for, or takes over what the initiator amended after a return.</summary>
/// <remarks>The case has the id of the flow, so there is one case for one flow however often this runs.</remarks>
[Activity("HrBpm.OpenOffboardingCase", "建立离职单", Category = "离职", Icon = "folder", Description = "校验离职申请，推算通知期与各法定时点，建立或更新离职单。")]
public sealed class OpenOffboardingCase(IOffboarding offboarding, IOrg org, ICustomFields fields, IAuditTrail audit, IOptions<OffboardingOptions> options) : Activity
{
    /// <summary>What is asked for.</summary>
    [Input("离职申请内容", UIHint = "json-editor")]
    public OffboardingRequest? Request { get; init; }

    /// <summary>Activity to go back to when amended answers cannot stand.</summary>
    [Input("修改后仍不合规时退回的节点")]
    public string ReturnTo { get; init; } = "";

    /// <summary>Everything that later steps need, by name.</summary>
    [Output("离职单，供后续节点引用")]
    public Dictionary<string, object?> Case { get; private set; } = [];

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (Request is null) return Fail("offboarding.request-missing", "Expected the request of an offboarding, but there is none.");
        if (!Guid.TryParse(context.InstanceId, out var caseId) || !Guid.TryParse(context.TenantId, out var companyId))
            return Fail("offboarding.ids", $"Expected ids of flow and company that are GUIDs, but they are '{context.InstanceId}' and '{context.TenantId}'.");
        var earlier = await offboarding.FindAsync(caseId, ct);
        var leaver = await org.FindAsync(Request.LeaverId, ct);
        var receiver = await org.FindAsync(Request.ReceiverId, ct);
        var openedAtUtc = earlier?.OpenedAtUtc ?? context.NowUtc;
        if (await WhyNotAsync(caseId, leaver, receiver, openedAtUtc, ct) is { } refusal)
        {
            if (earlier?.Clock.ConsentEndsUtc <= context.NowUtc) return await KeepAsync(earlier, refusal, ct);
            return earlier is not null && ReturnTo.Length > 0 ? GoBack(ReturnTo, comeStraightBack: false, refusal) : Fail(refusal.Code, refusal.Message);
        }
        var facts = new OffboardingCase(caseId, companyId, earlier?.Number ?? NumberOf(caseId, openedAtUtc, leaver!.TimeZoneId), Request,
            OffboardingClock.Of(Request, leaver!.TimeZoneId, options.Value), OffboardingStage.Acknowledgement, earlier?.StartedBy ?? context.Actor, openedAtUtc, null);
        await offboarding.SaveAsync(facts, ct);
        if (earlier?.Request != Request) Record(facts, earlier is null);
        await TellAsync(facts, leaver, receiver!, ct);
        return Done();
    }

    // The law does not wait for a request that can stand: the case goes on as it stood before.
    private async Task<ActivityResult> KeepAsync(OffboardingCase facts, Refusal unfit, CancellationToken ct)
    {
        if (await org.FindAsync(facts.Request.LeaverId, ct) is not { } leaver || await org.FindAsync(facts.Request.ReceiverId, ct) is not { } receiver)
            return Fail("offboarding.unknown", $"Expected the leaver and the receiver of case {facts.Number}, but one of them is not there any more.");
        audit.Record(new(facts.CompanyId, "time", "offboarding.amendment-dropped", $"offboarding:{facts.Id:D}", new { code = unfit.Code, because = unfit.Message }));
        await TellAsync(facts, leaver, receiver, ct);
        return Done();
    }

    private async Task TellAsync(OffboardingCase facts, Person leaver, Person receiver, CancellationToken ct)
    {
        Case = CaseVariable.Of(facts, leaver, receiver);
        Case["leaver"] = PersonVariable.Of(leaver, await fields.OfPersonAsync(leaver.Id, ct));
        Case["custom"] = await fields.OfCaseAsync(facts.Id, ct);
    }

    private async Task<Refusal?> WhyNotAsync(Guid caseId, Person? leaver, Person? receiver, DateTime openedAtUtc, CancellationToken ct)
    {
        var open = await offboarding.OpenCaseOfAsync(Request!.LeaverId, ct);
        return Request.WhyNot(leaver, receiver, open == caseId ? null : open, openedAtUtc, options.Value.NoticeBackdatingDays);
    }

    private void Record(OffboardingCase facts, bool isNew) =>
        audit.Record(new(facts.CompanyId, facts.StartedBy, isNew ? "offboarding.opened" : "offboarding.amended", $"offboarding:{facts.Id:D}", new
        {
            number = facts.Number,
            leaverId = facts.Request.LeaverId,
            kind = facts.Request.Kind.ToString(),
            noticeDate = facts.Request.NoticeDate,
            legalEnd = facts.Request.LegalEnd,
            lastWorkingDay = facts.Request.LastWorkingDay,
            payThrough = facts.Request.PayThrough,
            receiverId = facts.Request.ReceiverId,
        }));

    private static string NumberOf(Guid caseId, DateTime openedAtUtc, string timeZoneId) =>
        string.Create(CultureInfo.InvariantCulture, $"LZ-{WorkingHour.DayOf(openedAtUtc, timeZoneId):yyyyMMdd}-{caseId.ToString("N")[^6..].ToUpperInvariant()}");
}

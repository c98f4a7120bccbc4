using System.Globalization;
using HrBpm.Activities.Org;

namespace HrBpm.Activities.Offboarding;

/// <summary>The case as later steps of a flow refer to it. Moments and dates are ISO 8601 text, which every expression language can read.</summary>
internal static class CaseVariable
{
    public static Dictionary<string, object?> Of(OffboardingCase facts, Person leaver, Person receiver) => new()
    {
        ["id"] = facts.Id.ToString("D"),
        ["number"] = facts.Number,
        ["kind"] = facts.Request.Kind.ToString(),
        ["kindName"] = facts.Request.Kind.InChinese(),
        ["waiver"] = facts.Request.Waiver.ToString(),
        ["needsNoConsent"] = NoticeClock.NeedsNoConsent(facts.Request.Kind),
        ["reason"] = facts.Request.Reason,
        ["leaverId"] = leaver.Id.ToString("D"),
        ["leaverName"] = leaver.Name,
        ["leaverNumber"] = leaver.EmployeeNumber,
        ["leaverEmail"] = leaver.Email,
        ["leaverUserName"] = leaver.UserName,
        ["leaverWeCom"] = leaver.WeComUserId ?? "",
        ["department"] = leaver.DepartmentName,
        ["position"] = leaver.PositionName,
        ["receiverId"] = receiver.Id.ToString("D"),
        ["receiverName"] = receiver.Name,
        ["receiverWeCom"] = receiver.WeComUserId ?? "",
        ["noticeDate"] = Day(facts.Request.NoticeDate),
        ["legalEnd"] = Day(facts.Request.LegalEnd),
        ["lastWorkingDay"] = Day(facts.Request.LastWorkingDay),
        ["payThrough"] = Day(facts.Request.PayThrough),
        ["consentEndsUtc"] = Moment(facts.Clock.ConsentEndsUtc),
        ["consentEndsBecause"] = facts.Clock.ConsentEndsBecause,
        ["lastWorkingHourUtc"] = Moment(facts.Clock.LastWorkingHourUtc),
        ["legalEndUtc"] = Moment(facts.Clock.LegalEndUtc),
        ["statutoryPayUtc"] = Moment(facts.Clock.StatutoryPayUtc),
        ["socialInsuranceDueUtc"] = Moment(facts.Clock.SocialInsuranceDueUtc),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Moment(DateTime? utc) => utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

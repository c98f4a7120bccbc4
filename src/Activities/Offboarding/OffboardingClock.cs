using HrBpm.Activities.WorkingTime;

namespace HrBpm.Activities.Offboarding;

/// <summary>The moments at which a case goes on by itself, UTC.</summary>
/// <param name="ConsentEndsUtc">When an end that needs no consent goes on without an answer, or without an amended request; null where consent is needed.</param>
/// <param name="ConsentEndsBecause">Why it goes on then (zh-CN); null where consent is needed.</param>
/// <param name="LastWorkingHourUtc">When accounts are disabled, and not before.</param>
/// <param name="LegalEndUtc">When the certificate is issued.</param>
/// <param name="StatutoryPayUtc">When statutory pay is due, whatever else is open (工资支付暂行规定 art. 9).</param>
/// <param name="SocialInsuranceDueUtc">When file and social insurance must have been transferred (劳动合同法 art. 50).</param>
public sealed record OffboardingClock(
    DateTime? ConsentEndsUtc, string? ConsentEndsBecause, DateTime LastWorkingHourUtc, DateTime LegalEndUtc, DateTime StatutoryPayUtc, DateTime SocialInsuranceDueUtc)
{
    /// <summary>Works the moments out in the leaver's branch, whose time zone has this IANA name.</summary>
    public static OffboardingClock Of(OffboardingRequest request, string timeZoneId, OffboardingOptions options)
    {
        DateTime Hour(DateOnly day) => WorkingHour.AtUtc(day, options.LastWorkingHour, timeZoneId);
        var (consentEnds, because) = ConsentEnd(request);
        var legalEnd = Hour(request.LegalEnd);
        return new(consentEnds is { } day ? Hour(day) : null, because, Hour(request.LastWorkingDay), legalEnd, legalEnd, Hour(request.LegalEnd.AddDays(options.SocialInsuranceDays)));
    }

    // Leave days may put the last working day before the lawful end: accounts must not stay open until somebody answers.
    private static (DateOnly? Day, string? Because) ConsentEnd(OffboardingRequest request)
    {
        if (NoticeClock.LawfulEndOf(request) is not { } end) return (null, null);
        var goesOn = $"{request.Kind.InChinese()}无须单位批准（{NoticeClock.BasisOf(request.Kind)}），流程自动继续";
        if (request.LastWorkingDay < end) return (request.LastWorkingDay, $"最后工作日 {request.LastWorkingDay:yyyy-MM-dd} 已到，{goesOn}");
        return (end, request.Kind is OffboardingKind.ContractEnd or OffboardingKind.Retirement
            ? $"劳动合同已于 {end:yyyy-MM-dd} 终止，{goesOn}"
            : $"通知期已于 {end:yyyy-MM-dd} 届满，{goesOn}");
    }
}

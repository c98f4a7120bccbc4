using HrBpm.Workflows;

namespace HrBpm.Activities.Offboarding;

/// <summary>The statutory notice period (劳动合同法 art. 36-40, 44): 30 days, 3 days in probation, or none.</summary>
public static class NoticeClock
{
    private static readonly Dictionary<OffboardingKind, int> Days = new()
    {
        [OffboardingKind.Resignation] = 30,
        [OffboardingKind.Probation] = 3,
        [OffboardingKind.EmployerTermination] = 30,
        [OffboardingKind.MutualTermination] = 0,
        [OffboardingKind.ContractEnd] = 0,
        [OffboardingKind.Retirement] = 0,
    };

    private static readonly Dictionary<NoticeWaiver, OffboardingKind[]> MayWaive = new()
    {
        [NoticeWaiver.None] = [.. Days.Keys],
        [NoticeWaiver.Agreed] = [OffboardingKind.Resignation, OffboardingKind.Probation],
        [NoticeWaiver.EmployerFault] = [OffboardingKind.Resignation, OffboardingKind.Probation],
        [NoticeWaiver.EmployeeFault] = [OffboardingKind.EmployerTermination],
        [NoticeWaiver.PayInLieu] = [OffboardingKind.EmployerTermination],
    };

    /// <summary>Length of the notice period, in days.</summary>
    public static int DaysOf(OffboardingKind kind, NoticeWaiver waiver) => waiver == NoticeWaiver.None ? Days[kind] : 0;

    /// <summary>Last day of the notice period; the notice date itself where there is none.</summary>
    public static DateOnly EndOf(OffboardingKind kind, NoticeWaiver waiver, DateOnly noticeDate) => noticeDate.AddDays(DaysOf(kind, waiver));

    /// <summary>True where the law ends the employment whatever the company answers: by the employee's notice (art. 37, 38), by the end of the term, or by retirement (art. 44). The company takes note, and neither refusal nor silence stops anything.</summary>
    /// <remarks>A contract that is renewed after all does not end: then HR cancels the flow, which a refusal of one head cannot do.</remarks>
    public static bool NeedsNoConsent(OffboardingKind kind) => BasisOf(kind) is not null;

    /// <summary>The article by which the employment ends without the company's consent (zh-CN); null where its consent or decision is needed (art. 36, 39, 40).</summary>
    public static string? BasisOf(OffboardingKind kind) => kind switch
    {
        OffboardingKind.Resignation or OffboardingKind.Probation => "劳动合同法第三十七条",
        OffboardingKind.ContractEnd or OffboardingKind.Retirement => "劳动合同法第四十四条",
        _ => null,
    };

    /// <summary>Day by which the law ends the employment without the company's consent: the end of the notice, of the term, or the day of retirement; null where consent is needed.</summary>
    public static DateOnly? LawfulEndOf(OffboardingRequest request) => request.Kind switch
    {
        OffboardingKind.Resignation or OffboardingKind.Probation => EndOf(request.Kind, request.Waiver, request.NoticeDate),
        OffboardingKind.ContractEnd or OffboardingKind.Retirement => request.LegalEnd,
        _ => null,
    };

    /// <summary>Why this waiver cannot be used for this kind; null when it can.</summary>
    public static Refusal? WhyNot(OffboardingKind kind, NoticeWaiver waiver) => MayWaive[waiver].Contains(kind)
        ? null
        : new("offboarding.waiver.invalid", $"Expected a reason to shorten the notice that {kind} allows, but {waiver} is only for {string.Join(" and ", MayWaive[waiver])}.");
}

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

    /// <summary>True where the employee's notice alone ends the employment: the company takes note, and its refusal stops nothing (art. 37, 38).</summary>
    public static bool NeedsNoConsent(OffboardingKind kind) => kind is OffboardingKind.Resignation or OffboardingKind.Probation;

    /// <summary>Why this waiver cannot be used for this kind; null when it can.</summary>
    public static Refusal? WhyNot(OffboardingKind kind, NoticeWaiver waiver) => MayWaive[waiver].Contains(kind)
        ? null
        : new("offboarding.waiver.invalid", $"Expected a reason to shorten the notice that {kind} allows, but {waiver} is only for {string.Join(" and ", MayWaive[waiver])}.");
}

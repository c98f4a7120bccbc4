using HrBpm.Workflows;

namespace HrBpm.Activities.Offboarding;

/// <summary>The dates of an offboarding, in the leaver's branch. The last three are separate on purpose: leave days taken at the end make them differ.</summary>
/// <param name="Notice">Day on which notice was given.</param>
/// <param name="LegalEnd">Day on which the employment ends: certificate and final pay are due.</param>
/// <param name="LastWorkingDay">Last day at work: accounts are disabled at its last hour.</param>
/// <param name="PayThrough">Last day that is paid.</param>
public sealed record OffboardingDates(DateOnly Notice, DateOnly LegalEnd, DateOnly LastWorkingDay, DateOnly PayThrough)
{
    /// <summary>Most days between notice and legal end; more is taken for a slip of the pen.</summary>
    public const int MostDaysAhead = 730;

    /// <summary>Why the dates cannot stand, seen today in the leaver's branch; null when they can. A notice may have been given that many days ago, for notices on paper.</summary>
    public Refusal? WhyNot(OffboardingKind kind, NoticeWaiver waiver, DateOnly today, int backdatingDays) =>
        NoticeClock.WhyNot(kind, waiver)
        ?? WhyNotNotice(today.AddDays(-backdatingDays))
        ?? WhyNotLegalEnd(kind, NoticeClock.EndOf(kind, waiver, Notice))
        ?? WhyNotLastWorkingDay()
        ?? WhyNotPayThrough();

    private Refusal? WhyNotNotice(DateOnly earliest) => Notice < earliest
        ? Invalid("offboarding.notice-past.invalid", $"Expected a notice date on or after {earliest:yyyy-MM-dd}, but it is {Notice:yyyy-MM-dd}.")
        : null;

    private Refusal? WhyNotLegalEnd(OffboardingKind kind, DateOnly noticeEnd)
    {
        if (LegalEnd < noticeEnd)
            return Invalid("offboarding.notice-too-short.invalid", $"Expected the legal end of a {kind} on or after {noticeEnd:yyyy-MM-dd}, the end of the notice period, but it is {LegalEnd:yyyy-MM-dd}.");
        return LegalEnd > Notice.AddDays(MostDaysAhead)
            ? Invalid("offboarding.legal-end-too-far.invalid", $"Expected the legal end within {MostDaysAhead} days of the notice, but it is {LegalEnd:yyyy-MM-dd}.")
            : null;
    }

    private Refusal? WhyNotLastWorkingDay()
    {
        if (LastWorkingDay > LegalEnd)
            return Invalid("offboarding.last-day-after-legal-end.invalid", $"Expected the last working day on or before the legal end {LegalEnd:yyyy-MM-dd}, but it is {LastWorkingDay:yyyy-MM-dd}.");
        return LastWorkingDay < Notice
            ? Invalid("offboarding.last-day-before-notice.invalid", $"Expected the last working day on or after the notice date {Notice:yyyy-MM-dd}, but it is {LastWorkingDay:yyyy-MM-dd}.")
            : null;
    }

    private Refusal? WhyNotPayThrough() => PayThrough < LastWorkingDay || PayThrough > LegalEnd
        ? Invalid("offboarding.pay-through.invalid", $"Expected pay through a day from the last working day {LastWorkingDay:yyyy-MM-dd} to the legal end {LegalEnd:yyyy-MM-dd}, but it is {PayThrough:yyyy-MM-dd}.")
        : null;

    private static Refusal Invalid(string code, string message) => new(code, message);
}

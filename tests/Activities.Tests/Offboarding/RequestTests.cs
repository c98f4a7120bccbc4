using HrBpm.Activities.Offboarding;
using static HrBpm.Activities.Tests.Offboarding.Situations;

namespace HrBpm.Activities.Tests.Offboarding;

public sealed class RequestTests
{
    [Fact]
    public void A_resignation_with_a_full_notice_period_can_stand() => WhyNot(Resignation).ShouldBeNull();

    [Fact]
    public void An_unknown_leaver_is_refused() => Resignation.WhyNot(null, Receiver, null, NowUtc, 0)!.Code.ShouldBe("offboarding.leaver.unknown");

    [Fact]
    public void Somebody_who_has_left_cannot_leave_again() =>
        Resignation.WhyNot(Leaver with { IsActive = false }, Receiver, null, NowUtc, 0)!.Code.ShouldBe("offboarding.leaver-gone");

    [Fact]
    public void A_leaver_with_an_open_case_is_refused_and_the_case_is_named()
    {
        var open = Guid.CreateVersion7();
        var refusal = Resignation.WhyNot(Leaver, Receiver, open, NowUtc, 0)!;
        refusal.Code.ShouldBe("offboarding.already-open");
        refusal.Message.ShouldContain(open.ToString("D"));
    }

    [Fact]
    public void Nobody_can_take_over_from_themselves() => WhyNot(Resignation with { ReceiverId = Leaver.Id }).ShouldBe("offboarding.receiver-is-leaver.invalid");

    [Fact]
    public void A_receiver_who_has_left_is_refused() =>
        Resignation.WhyNot(Leaver, Receiver with { IsActive = false }, null, NowUtc, 0)!.Code.ShouldBe("offboarding.receiver-gone");

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_reason_is_needed(string reason) => WhyNot(Resignation with { Reason = reason }).ShouldBe("offboarding.reason.invalid");

    [Fact]
    public void A_notice_date_in_the_past_is_refused() => WhyNot(Resignation with { NoticeDate = new(2026, 8, 31) }).ShouldBe("offboarding.notice-past.invalid");

    [Fact]
    public void A_notice_on_paper_may_be_older_where_the_company_allows_it() =>
        (Resignation with { NoticeDate = new(2026, 8, 31) }).WhyNot(Leaver, Receiver, null, NowUtc, backdatingDays: 1).ShouldBeNull();

    [Fact]
    public void Today_is_the_day_of_the_branch_and_not_of_Greenwich()
    {
        // 2026-09-01 17:00 UTC is the second of September in Shanghai already, and still the first in London.
        var lateUtc = new DateTime(2026, 9, 1, 17, 0, 0, DateTimeKind.Utc);
        Resignation.WhyNot(Leaver, Receiver, null, lateUtc, 0)!.Code.ShouldBe("offboarding.notice-past.invalid");
        Resignation.WhyNot(Leaver with { TimeZoneId = "Europe/London" }, Receiver, null, lateUtc, 0).ShouldBeNull();
    }

    [Fact]
    public void A_resignation_keeps_its_thirty_days() => WhyNot(Resignation with { LegalEnd = new(2026, 9, 30), PayThrough = new(2026, 9, 30) }).ShouldBe("offboarding.notice-too-short.invalid");

    [Fact]
    public void Probation_takes_three_days()
    {
        var probation = Resignation with { Kind = OffboardingKind.Probation, LegalEnd = new(2026, 9, 4), LastWorkingDay = new(2026, 9, 4), PayThrough = new(2026, 9, 4) };
        WhyNot(probation).ShouldBeNull();
        WhyNot(probation with { LegalEnd = new(2026, 9, 3), LastWorkingDay = new(2026, 9, 3), PayThrough = new(2026, 9, 3) }).ShouldBe("offboarding.notice-too-short.invalid");
    }

    [Theory]
    [InlineData(OffboardingKind.MutualTermination)]
    [InlineData(OffboardingKind.ContractEnd)]
    [InlineData(OffboardingKind.Retirement)]
    public void These_kinds_may_end_today(OffboardingKind kind) => WhyNot(SameDay(kind)).ShouldBeNull();

    [Theory]
    [InlineData(OffboardingKind.Resignation, NoticeWaiver.Agreed, null)]
    [InlineData(OffboardingKind.Resignation, NoticeWaiver.EmployerFault, null)]
    [InlineData(OffboardingKind.EmployerTermination, NoticeWaiver.EmployeeFault, null)]
    [InlineData(OffboardingKind.EmployerTermination, NoticeWaiver.PayInLieu, null)]
    [InlineData(OffboardingKind.Resignation, NoticeWaiver.PayInLieu, "offboarding.waiver.invalid")]
    [InlineData(OffboardingKind.EmployerTermination, NoticeWaiver.Agreed, "offboarding.waiver.invalid")]
    [InlineData(OffboardingKind.Retirement, NoticeWaiver.Agreed, "offboarding.waiver.invalid")]
    public void The_law_names_who_may_shorten_the_notice(OffboardingKind kind, NoticeWaiver waiver, string? refusal) =>
        WhyNot(SameDay(kind) with { Waiver = waiver }).ShouldBe(refusal);

    [Fact]
    public void Nobody_works_after_the_legal_end() => WhyNot(Resignation with { LastWorkingDay = new(2026, 10, 2) }).ShouldBe("offboarding.last-day-after-legal-end.invalid");

    [Fact]
    public void The_last_working_day_is_not_before_the_notice() => WhyNot(Resignation with { LastWorkingDay = new(2026, 8, 31) }).ShouldBe("offboarding.last-day-before-notice.invalid");

    [Theory]
    [InlineData("2026-09-24")]
    [InlineData("2026-10-02")]
    public void Pay_runs_to_a_day_between_last_working_day_and_legal_end(string day) =>
        WhyNot(Resignation with { PayThrough = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) }).ShouldBe("offboarding.pay-through.invalid");

    private static OffboardingRequest SameDay(OffboardingKind kind) =>
        Resignation with { Kind = kind, LegalEnd = new(2026, 9, 1), LastWorkingDay = new(2026, 9, 1), PayThrough = new(2026, 9, 1) };

    private static string? WhyNot(OffboardingRequest request) => request.WhyNot(Leaver, Receiver, null, NowUtc, 0)?.Code;
}

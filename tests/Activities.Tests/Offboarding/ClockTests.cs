using HrBpm.Activities.Offboarding;
using HrBpm.Activities.WorkingTime;
using static HrBpm.Activities.Tests.Offboarding.Situations;

namespace HrBpm.Activities.Tests.Offboarding;

public sealed class ClockTests
{
    [Fact]
    public void Six_in_the_evening_in_Shanghai_is_ten_in_the_morning_in_Greenwich() =>
        Clock(Resignation).LastWorkingHourUtc.ShouldBe(new DateTime(2026, 9, 25, 10, 0, 0, DateTimeKind.Utc));

    [Theory]
    [InlineData(2026, 10, 24, 17)] // British Summer Time until the morning of the 25th
    [InlineData(2026, 10, 25, 18)]
    [InlineData(2027, 3, 27, 18)]
    [InlineData(2027, 3, 28, 17)]
    public void London_leaves_an_hour_earlier_in_summer(int year, int month, int day, int hourUtc) =>
        WorkingHour.AtUtc(new(year, month, day), new(18, 0), "Europe/London").ShouldBe(new DateTime(year, month, day, hourUtc, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void An_hour_that_the_clock_skips_is_taken_an_hour_later() =>
        WorkingHour.AtUtc(new(2027, 3, 28), new(1, 30), "Europe/London").ShouldBe(new DateTime(2027, 3, 28, 1, 30, 0, DateTimeKind.Utc));

    [Fact]
    public void Of_an_hour_that_comes_twice_the_first_is_taken() =>
        WorkingHour.AtUtc(new(2026, 10, 25), new(1, 30), "Europe/London").ShouldBe(new DateTime(2026, 10, 25, 0, 30, 0, DateTimeKind.Utc));

    [Fact]
    public void A_resignation_goes_on_at_the_end_of_the_notice_and_says_why()
    {
        var clock = Clock(Resignation with { LastWorkingDay = new(2026, 10, 1) });
        clock.ConsentEndsUtc.ShouldBe(new DateTime(2026, 10, 1, 10, 0, 0, DateTimeKind.Utc));
        clock.ConsentEndsBecause!.ShouldContain("通知期已于 2026-10-01 届满");
        clock.ConsentEndsBecause!.ShouldContain("第三十七条");
    }

    [Fact]
    public void It_goes_on_no_later_than_the_last_working_hour_so_that_accounts_do_not_stay_open()
    {
        var clock = Clock(Resignation);
        clock.ConsentEndsUtc.ShouldBe(clock.LastWorkingHourUtc);
        clock.ConsentEndsBecause!.ShouldContain("最后工作日 2026-09-25 已到");
    }

    [Theory]
    [InlineData(OffboardingKind.MutualTermination)]
    [InlineData(OffboardingKind.EmployerTermination)]
    public void Where_consent_is_needed_nothing_goes_on_by_itself(OffboardingKind kind) => Clock(Resignation with { Kind = kind }).ConsentEndsUtc.ShouldBeNull();

    [Theory]
    [InlineData(OffboardingKind.ContractEnd)]
    [InlineData(OffboardingKind.Retirement)]
    public void The_end_of_a_term_and_retirement_go_on_at_the_legal_end_whoever_is_silent(OffboardingKind kind)
    {
        var clock = Clock(Resignation with { Kind = kind, LastWorkingDay = new(2026, 10, 1) });
        clock.ConsentEndsUtc.ShouldBe(clock.LegalEndUtc);
        clock.ConsentEndsBecause!.ShouldContain("劳动合同已于 2026-10-01 终止");
        clock.ConsentEndsBecause!.ShouldContain("第四十四条");
        Clock(Resignation with { Kind = kind }).ConsentEndsUtc.ShouldBe(clock.LegalEndUtc.AddDays(-6), "accounts do not stay open after the last working day");
    }

    [Fact]
    public void Pay_and_certificate_are_due_at_the_legal_end_and_social_insurance_fifteen_days_after()
    {
        var clock = Clock(Resignation);
        clock.LegalEndUtc.ShouldBe(new DateTime(2026, 10, 1, 10, 0, 0, DateTimeKind.Utc));
        clock.StatutoryPayUtc.ShouldBe(clock.LegalEndUtc);
        clock.SocialInsuranceDueUtc.ShouldBe(new DateTime(2026, 10, 16, 10, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public void Legal_clocks_count_calendar_days_also_when_they_end_on_a_public_holiday()
    {
        NoticeClock.EndOf(OffboardingKind.Resignation, NoticeWaiver.None, new(2026, 9, 1)).ShouldBe(new DateOnly(2026, 10, 1), "the first day of the national holiday");
        Clock(Resignation).StatutoryPayUtc.ShouldBe(new DateTime(2026, 10, 1, 10, 0, 0, DateTimeKind.Utc));
        Clock(Resignation with { LegalEnd = new(2026, 10, 3), PayThrough = new(2026, 10, 3) }).LegalEndUtc.ShouldBe(new DateTime(2026, 10, 3, 10, 0, 0, DateTimeKind.Utc), "a Saturday");
    }

    private static OffboardingClock Clock(OffboardingRequest request) => OffboardingClock.Of(request, "Asia/Shanghai", new OffboardingOptions());
}

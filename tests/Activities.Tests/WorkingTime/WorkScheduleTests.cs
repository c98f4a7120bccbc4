using System.Globalization;
using HrBpm.Activities.WorkingTime;

namespace HrBpm.Activities.Tests.WorkingTime;

/// <summary>Working time on calendars that people know. Moments are local times of the branch.</summary>
public sealed class WorkScheduleTests
{
    private static readonly WorkingCalendar China = new WorkingCalendar
    {
        Days = ((SpecialDay[])
        [
            new SpecialDay(new(2026, 9, 20), SpecialDayKind.Work, "国庆节调休"), new SpecialDay(new(2026, 10, 10), SpecialDayKind.Work, "国庆节调休"),
            .. Enumerable.Range(1, 7).Select(day => new SpecialDay(new(2026, 10, day), SpecialDayKind.Off, "国庆节")),
            .. Enumerable.Range(25, 3).Select(day => new SpecialDay(new(2026, 9, day), SpecialDayKind.Off, "中秋节")),
        ]).ToDictionary(day => day.Date),
    }.Over(WorkingCalendar.Usual);

    private static readonly Shift Night = new(Hours("22:00-06:00"), [Hours("02:00-02:30")]);

    [Theory]
    [InlineData("2026-11-27 17:00", "4wh", "2026-11-30 12:00", "Friday's last hour, then Monday morning")]
    [InlineData("2026-11-27 09:00", "8wh", "2026-11-27 18:00", "a whole day ends when work ends")]
    [InlineData("2026-11-27 09:00", "3wh", "2026-11-27 12:00", "before lunch, not after it")]
    [InlineData("2026-11-28 11:00", "90wm", "2026-11-30 10:30", "Saturday's request is begun on Monday")]
    [InlineData("2026-11-27 17:00", "1wd", "2026-11-30 18:00", "the present day does not count")]
    [InlineData("2026-11-27 20:00", "1wd", "2026-11-30 18:00", "nor does the evening of it")]
    [InlineData("2026-11-30 08:00", "1wd", "2026-12-01 18:00", "nor the early morning")]
    [InlineData("2026-11-28 11:00", "2wd", "2026-12-01 18:00", "a Saturday is no working day")]
    [InlineData("2026-09-30 17:00", "2wh", "2026-10-08 10:00", "the national holiday is passed over")]
    [InlineData("2026-09-30 17:00", "2wd", "2026-10-09 18:00", "in days too")]
    [InlineData("2026-10-09 17:30", "1wd", "2026-10-10 18:00", "the Saturday that makes up for it is a working day")]
    [InlineData("2026-09-18 17:00", "9wh", "2026-09-20 18:00", "so is the Sunday before, with a weekday's hours")]
    public void Due_times_on_a_Chinese_calendar(string from, string duration, string due, string why) =>
        Local(new WorkSchedule("Asia/Shanghai", China, []), from, duration, "Asia/Shanghai").ShouldBe(due, why);

    [Theory]
    [InlineData("2026-11-26 23:00", "7wh", "2026-11-27 22:30", "a night of 7.5 hours: 6.5 are left of it, half an hour goes into the next")]
    [InlineData("2026-11-27 02:00", "1wd", "2026-11-28 06:00", "at two in the morning the present shift is last night's")]
    [InlineData("2026-11-27 12:00", "1wd", "2026-11-29 06:00", "at noon it is tonight's, which does not count")]
    [InlineData("2026-11-27 02:10", "2wh", "2026-11-27 04:30", "the break does not count")]
    public void Due_times_of_a_night_shift(string from, string duration, string due, string why)
    {
        var schedule = new WorkSchedule("Asia/Shanghai", China, [new(Night, new(2026, 1, 1), null, Enum.GetValues<DayOfWeek>())]);

        Local(schedule, from, duration, "Asia/Shanghai").ShouldBe(due, why);
    }

    [Fact]
    public void A_night_on_which_the_clocks_go_forward_is_an_hour_shorter_and_the_other_an_hour_longer()
    {
        var schedule = new WorkSchedule("Europe/London", WorkingCalendar.Usual, [new(new(Hours("22:00-06:00"), []), new(2026, 1, 1), null, Enum.GetValues<DayOfWeek>())]);

        Local(schedule, "2026-03-28 22:00", "7wh", "Europe/London").ShouldBe("2026-03-29 06:00");
        Local(schedule, "2026-10-24 22:00", "9wh", "Europe/London").ShouldBe("2026-10-25 06:00");
        Worked(schedule, new(2026, 3, 28)).ShouldBe(TimeSpan.FromHours(7));
        Worked(schedule, new(2026, 6, 27)).ShouldBe(TimeSpan.FromHours(8));
    }

    [Fact]
    public void Office_hours_stay_office_hours_when_the_clocks_change()
    {
        var schedule = new WorkSchedule("Europe/London", WorkingCalendar.Usual, []);

        Local(schedule, "2026-03-27 17:00", "2wh", "Europe/London").ShouldBe("2026-03-30 10:00");
        Local(schedule, "2026-10-23 17:00", "2wh", "Europe/London").ShouldBe("2026-10-26 10:00");
    }

    [Fact]
    public void A_branch_may_have_days_of_its_own_or_nothing_of_the_companys()
    {
        var london = new WorkingCalendar { InheritsDays = false, Days = new Dictionary<DateOnly, SpecialDay> { [new(2026, 12, 25)] = new(new(2026, 12, 25), SpecialDayKind.Off, "Christmas Day") } }.Over(China);
        var shenzhen = new WorkingCalendar { Days = new Dictionary<DateOnly, SpecialDay> { [new(2026, 10, 8)] = new(new(2026, 10, 8), SpecialDayKind.Off, "团建") } }.Over(China);

        london.HoursOn(new(2026, 10, 1)).ShouldNotBeEmpty();
        london.HoursOn(new(2026, 12, 25)).ShouldBeEmpty();
        shenzhen.HoursOn(new(2026, 10, 1)).ShouldBeEmpty();
        shenzhen.HoursOn(new(2026, 10, 8)).ShouldBeEmpty();
        shenzhen.HoursOn(new(2026, 10, 9)).ShouldNotBeEmpty();
    }

    [Fact]
    public void Somebody_who_never_works_has_no_due_time()
    {
        var schedule = new WorkSchedule("Asia/Shanghai", new WorkingCalendar { Week = new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>>() }, []);

        schedule.After(new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), WorkingDuration.OfDays(1)).ShouldBeNull();
        schedule.After(new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), WorkingDuration.OfWork(TimeSpan.FromHours(1))).ShouldBeNull();
        schedule.Before(new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), WorkingDuration.OfWork(TimeSpan.FromHours(1))).ShouldBeNull();
    }

    [Theory]
    [InlineData("2wd", "2wd"), InlineData("P2WD", "2wd"), InlineData("8wh", "8wh"), InlineData("pt8wh", "8wh"), InlineData("1.5wh", "90wm"), InlineData("PT90WM", "90wm")]
    public void A_working_duration_is_read(string text, string meant)
    {
        WorkingDuration.WhyNot(text, out var duration).ShouldBeNull();
        duration.ToString().ShouldBe(meant);
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("2"), InlineData("2d"), InlineData("0wd"), InlineData("-1wd"), InlineData("1.5wd"), InlineData("367wd"), InlineData("PT2WD"), InlineData("P8WH"), InlineData("2001wh"), InlineData("2wd4wh")]
    public void What_is_no_working_duration_is_said_so(string? text) => WorkingDuration.WhyNot(text, out _).ShouldNotBeNull().ShouldEndWith($"but got '{text}'.");

    [Theory]
    [InlineData("09:00-12:00", 180), InlineData("22:00-06:00", 480), InlineData("00:00-24:00", 1440), InlineData("18:00-24:00", 360), InlineData("9:00-9:00", 1440)]
    public void Hours_are_read(string text, int minutes)
    {
        HourSpan.WhyNot(text, out var span).ShouldBeNull();
        span.Length.TotalMinutes.ShouldBe(minutes);
    }

    [Theory]
    [InlineData(null), InlineData("9-12"), InlineData("09:00"), InlineData("25:00-26:00"), InlineData("24:00-06:00"), InlineData("09:00-12:00-13:00")]
    public void What_are_no_hours_is_said_so(string? text) => HourSpan.WhyNot(text, out _).ShouldNotBeNull();

    [Fact]
    public void Breaks_lie_within_a_shift_and_apart()
    {
        new Shift(Hours("22:00-06:00"), [Hours("02:00-02:30")]).WhyNot().ShouldBeNull();
        new Shift(Hours("22:00-06:00"), [Hours("07:00-08:00")]).WhyNot().ShouldNotBeNull();
        new Shift(Hours("09:00-18:00"), [Hours("12:00-13:00"), Hours("12:30-14:00")]).WhyNot().ShouldNotBeNull();
        new Shift(Hours("09:00-10:00"), [Hours("09:00-10:00")]).WhyNot().ShouldNotBeNull();
    }

    internal static HourSpan Hours(string text)
    {
        HourSpan.WhyNot(text, out var span).ShouldBeNull();
        return span;
    }

    private static TimeSpan Worked(WorkSchedule schedule, DateOnly day) => schedule.SpansOf(day).Aggregate(TimeSpan.Zero, (sum, span) => sum + (span.EndUtc - span.StartUtc));

    private static string Local(WorkSchedule schedule, string from, string duration, string zone)
    {
        WorkingDuration.WhyNot(duration, out var length).ShouldBeNull();
        var at = DateTime.ParseExact(from, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var due = schedule.After(WorkingHour.AtUtc(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at), zone), length).ShouldNotBeNull();
        return TimeZoneInfo.ConvertTimeFromUtc(due, TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}

using CsCheck;
using HrBpm.Activities.WorkingTime;

namespace HrBpm.Activities.Tests.WorkingTime;

/// <summary>What holds for any calendar, with holidays, make-up days and night shifts, in zones with and without a change of clocks.</summary>
public sealed class WorkScheduleProperties
{
    private static readonly DateTime Start = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Gen<HourSpan> Spans = Gen.Select(Gen.Int[0, 47], Gen.Int[1, 32], (start, length) => HourSpan.Of(start * 30, Math.Min(start * 30 + length * 30, start * 30 + 1440)));

    private static readonly Gen<WorkSchedule> Schedules =
        from zone in Gen.OneOf(Gen.Const("Asia/Shanghai"), Gen.Const("Europe/London"), Gen.Const("America/New_York"), Gen.Const("Australia/Lord_Howe"))
        from hours in Spans.Array[1, 2]
        from days in Gen.Enum<DayOfWeek>().Array[1, 6]
        from off in Gen.Int[0, 300].Array[0, 20]
        from work in Gen.Int[0, 300].Array[0, 10]
        from night in Gen.Bool
        from turnDays in Gen.Enum<DayOfWeek>().Array[1, 7]
        select new WorkSchedule(
            zone,
            new WorkingCalendar
            {
                Week = days.Distinct().ToDictionary(day => day, _ => (IReadOnlyList<HourSpan>)hours),
                Days = work.Select(n => new SpecialDay(DateOnly.FromDateTime(Start).AddDays(n), SpecialDayKind.Work, "调休"))
                    .Concat(off.Select(n => new SpecialDay(DateOnly.FromDateTime(Start).AddDays(n), SpecialDayKind.Off, "假")))
                    .DistinctBy(day => day.Date).ToDictionary(day => day.Date),
            },
            night ? [new ShiftTurn(new Shift(WorkScheduleTests.Hours("22:00-06:00"), [WorkScheduleTests.Hours("02:00-02:30")]), new(2026, 3, 10), new(2026, 11, 10), turnDays)] : []);

    private static readonly Gen<DateTime> Moments = Gen.Int[0, 260 * 24 * 60].Select(minutes => Start.AddMinutes(minutes));

    private static readonly Gen<WorkingDuration> Lengths = Gen.OneOf(Gen.Int[1, 30].Select(WorkingDuration.OfDays), Gen.Int[1, 40 * 60].Select(minutes => WorkingDuration.OfWork(TimeSpan.FromMinutes(minutes))));

    [Fact]
    public void A_later_beginning_is_never_due_earlier() => Gen.Select(Schedules, Moments, Moments, Lengths).Sample(
        (schedule, a, b, length) => schedule.After(a < b ? a : b, length) <= schedule.After(a < b ? b : a, length), iter: 2_000);

    [Fact]
    public void A_due_time_lies_ahead_and_within_working_time() => Gen.Select(Schedules, Moments, Lengths).Sample(
        (schedule, from, length) => schedule.After(from, length) is { } due && due > from && schedule.Covers(due), iter: 2_000);

    [Fact]
    public void The_parts_together_are_due_when_the_whole_is() => Gen.Select(Schedules, Moments, Gen.Int[1, 30], Gen.Int[1, 30], Gen.Bool).Sample(
        (schedule, from, first, second, inDays) =>
        {
            WorkingDuration Length(int n) => inDays ? WorkingDuration.OfDays(n) : WorkingDuration.OfWork(TimeSpan.FromMinutes(n * 37));
            var between = schedule.After(from, Length(first))!.Value;
            var today = schedule.DayOf(between);
            // Where a day's work ends within the night shift of the day before, that moment belongs to both days, and counts for the first.
            var isBothDays = inDays && schedule.SpansOf(today) is [.., var own] && own.EndUtc == between && schedule.SpansOf(today.AddDays(-1)) is [.., var night] && between < night.EndUtc;
            return isBothDays || schedule.After(between, Length(second)) == schedule.After(from, Length(first + second));
        }, iter: 2_000);

    [Fact]
    public void As_much_is_worked_until_a_due_time_as_was_given() => Gen.Select(Schedules, Moments, Gen.Int[1, 40 * 60]).Sample(
        (schedule, from, minutes) => schedule.Between(from, schedule.After(from, WorkingDuration.OfWork(TimeSpan.FromMinutes(minutes)))!.Value) == TimeSpan.FromMinutes(minutes), iter: 2_000);

    [Fact]
    public void A_reminder_leaves_the_time_that_it_says() => Gen.Select(Schedules, Moments, Gen.Int[1, 20 * 60]).Sample(
        (schedule, from, minutes) =>
        {
            var due = schedule.After(from.AddDays(60), WorkingDuration.OfWork(TimeSpan.FromMinutes(minutes)))!.Value;
            var remind = schedule.Before(due, WorkingDuration.OfWork(TimeSpan.FromMinutes(minutes)))!.Value;
            return remind < due && schedule.Between(remind, due) == TimeSpan.FromMinutes(minutes) && schedule.Covers(remind);
        }, iter: 1_000);
}

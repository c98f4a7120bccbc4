using HrBpm.Activities.WorkingTime;

namespace HrBpm.Activities.DryRuns;

/// <summary>When somebody works, with calendar and shifts reckoned together: the usual week, and the days that are otherwise.</summary>
/// <param name="TimeZoneId">IANA time zone of the branch.</param>
/// <param name="Week">The hours of the days of a week, Sunday first; always seven.</param>
/// <param name="Days">Days that are not as the week has them.</param>
public sealed record DryHours(string TimeZoneId, IReadOnlyList<IReadOnlyList<DrySpan>> Week, IReadOnlyList<DryDay> Days)
{
    /// <summary>How many days before and after a day are looked at; beyond that the usual week holds.</summary>
    private const int DaysBefore = 31, DaysAfter = 800;

    /// <summary>Monday to Friday from 9 to 18, in Shanghai: where nobody has told anything else.</summary>
    public static readonly DryHours Usual = Of(new WorkSchedule("Asia/Shanghai", WorkingCalendar.Usual, []), new DateOnly(2026, 1, 1));

    /// <summary>The hours of a schedule, as they are known now.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="around">The day from which two years and more are looked at.</param>
    public static DryHours Of(WorkSchedule schedule, DateOnly around)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var all = Enumerable.Range(-DaysBefore, DaysBefore + DaysAfter).Select(around.AddDays).Select(day => new DryDay(day, [.. schedule.HoursOn(day).Select(hours => new DrySpan(hours.Start, hours.End))])).ToList();
        var week = Enum.GetValues<DayOfWeek>().Select(day => all.Where(each => each.Date.DayOfWeek == day).GroupBy(each => string.Join(',', each.Hours)).MaxBy(same => same.Count())!.First().Hours).ToList();
        return new(schedule.TimeZoneId, week, [.. all.Where(day => !day.Hours.SequenceEqual(week[(int)day.Date.DayOfWeek]))]);
    }

    /// <summary>The day that it is there.</summary>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(ToLocal(utc));

    /// <summary>A moment as the clock there shows it.</summary>
    public DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zone);

    /// <summary>The moment (UTC) at which the clock there shows this; one that is skipped when clocks change is taken an hour later.</summary>
    public DateTime ToUtc(DateTime local) => WorkingHour.AtUtc(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), TimeZoneId);

    /// <summary>The schedule that these hours are.</summary>
    public WorkSchedule ToSchedule() => new(TimeZoneId, new WorkingCalendar
    {
        Week = Week.Index().ToDictionary(day => (DayOfWeek)day.Index, day => Spans(day.Item)),
        Days = Days.ToDictionary(day => day.Date, day => new SpecialDay(day.Date, day.Hours.Count == 0 ? SpecialDayKind.Off : SpecialDayKind.Work, "", Spans(day.Hours))),
    }, []);

    private TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZoneId);

    private static IReadOnlyList<HourSpan> Spans(IReadOnlyList<DrySpan> spans) => [.. spans.Select(span => HourSpan.Of(span.Start, span.End))];
}

/// <summary>The hours of one day.</summary>
/// <param name="Date">The day in the branch.</param>
/// <param name="Hours">When work is done on it; none on a day off.</param>
public sealed record DryDay(DateOnly Date, IReadOnlyList<DrySpan> Hours);

/// <summary>Some working time.</summary>
/// <param name="Start">Minutes after the midnight with which the day begins.</param>
/// <param name="End">Minutes after that midnight; more than 1,440 on the next day.</param>
public sealed record DrySpan(int Start, int End);


namespace HrBpm.Activities.WorkingTime;

/// <summary>When one person works: the calendar of the branch, the person's shifts over it, in the time zone of the branch. Counts working time.</summary>
/// <remarks>Lengths are measured between moments, so an hour that is skipped or comes twice when clocks change counts as it is worked. How it is counted: <c>docs/decisions/0019</c>.</remarks>
/// <param name="timeZoneId">IANA time zone of the branch.</param>
/// <param name="calendar">The calendar of the branch, complete.</param>
/// <param name="turns">Shifts, those that count more before the others: a person's own, then the department's, then those of the departments above.</param>
public sealed class WorkSchedule(string timeZoneId, WorkingCalendar calendar, IReadOnlyList<ShiftTurn> turns)
{
    /// <summary>How many days ahead, or back, working time is looked for.</summary>
    public const int LongestSearch = 1_100;

    /// <summary>IANA time zone of the branch.</summary>
    public string TimeZoneId => timeZoneId;

    /// <summary>The day that it is for the person.</summary>
    public DateOnly DayOf(DateTime utc) => WorkingHour.DayOf(utc, timeZoneId);

    /// <summary>The working hours of a day, in the time of the branch.</summary>
    public IReadOnlyList<HourSpan> HoursOn(DateOnly day) =>
        turns.FirstOrDefault(turn => turn.Covers(day)) is { } turn ? turn.HoursOn(day, calendar) : calendar.HoursOn(day);

    /// <summary>The special day that the calendar has on this day; null on an ordinary one.</summary>
    public SpecialDay? SpecialOn(DateOnly day) => calendar.Days.GetValueOrDefault(day);

    /// <summary>Whether the person works at this moment; the end of work counts, so that a due time of 18:00 lies within it.</summary>
    public bool Covers(DateTime utc) => Enumerable.Range(-1, 2).SelectMany(n => SpansOf(DayOf(utc).AddDays(n))).Any(span => span.StartUtc <= utc && utc <= span.EndUtc);

    /// <summary>The moment at which so much working time has passed.</summary>
    /// <param name="fromUtc">Where counting begins.</param>
    /// <param name="duration">Hours: the first moment at which they are worked. Days: the end of work on the n-th working day after the present one, which does not count (民法典 art. 201, 203).</param>
    /// <returns>UTC; null when the person does not work enough within <see cref="LongestSearch"/> days.</returns>
    public DateTime? After(DateTime fromUtc, WorkingDuration duration)
    {
        if (duration.Days > 0) return WorkingDay(DayAt(fromUtc), duration.Days, step: 1)?[^1].EndUtc;
        var left = duration.Work;
        foreach (var (start, end) in WorkedFrom(fromUtc))
        {
            if (left <= end - start) return start + left;
            left -= end - start;
        }

        return null;
    }

    /// <summary>The latest moment from which so much working time is left until another.</summary>
    /// <param name="untilUtc">Where it ends.</param>
    /// <param name="duration">Hours: as many are worked in between. Days: the beginning of work on the n-th working day before.</param>
    /// <returns>UTC; null when the person did not work enough within <see cref="LongestSearch"/> days.</returns>
    public DateTime? Before(DateTime untilUtc, WorkingDuration duration)
    {
        if (duration.Days > 0) return WorkingDay(DayAt(untilUtc), duration.Days, step: -1)?[0].StartUtc;
        for (var days = 8; ; days = Math.Min(days * 4, LongestSearch))
        {
            var left = duration.Work;
            foreach (var (start, end) in WorkedFrom(untilUtc.AddDays(-days)).TakeWhile(span => span.Start < untilUtc).Select(span => (span.Start, End: span.End < untilUtc ? span.End : untilUtc)).Reverse())
            {
                if (left <= end - start) return end - left;
                left -= end - start;
            }

            if (days == LongestSearch) return null;
        }
    }

    /// <summary>How much the person works between two moments.</summary>
    /// <param name="fromUtc">The earlier one.</param>
    /// <param name="untilUtc">The later one, at most <see cref="LongestSearch"/> days later.</param>
    public TimeSpan Between(DateTime fromUtc, DateTime untilUtc) => WorkedFrom(fromUtc)
        .TakeWhile(span => span.Start < untilUtc)
        .Aggregate(TimeSpan.Zero, (sum, span) => sum + ((span.End < untilUtc ? span.End : untilUtc) - span.Start));

    /// <summary>The spans of work that belong to a day, in order; the last may end on the next day.</summary>
    public IReadOnlyList<(DateTime StartUtc, DateTime EndUtc)> SpansOf(DateOnly day) =>
        [.. HoursOn(day).Select(hours => (StartUtc: AtUtc(day, hours.Start), EndUtc: AtUtc(day, hours.End))).Where(span => span.StartUtc < span.EndUtc).OrderBy(span => span.StartUtc)];

    // A night shift belongs to the day on which it begins: at two in the morning, yesterday's is still the present one.
    private DateOnly DayAt(DateTime utc)
    {
        var today = DayOf(utc);
        var night = SpansOf(today.AddDays(-1));
        return night.Count > 0 && night[0].StartUtc <= utc && utc <= night[^1].EndUtc ? today.AddDays(-1) : today;
    }

    private IReadOnlyList<(DateTime StartUtc, DateTime EndUtc)>? WorkingDay(DateOnly day, int number, int step)
    {
        for (var n = 0; n < LongestSearch; n++)
        {
            day = day.AddDays(step);
            if (SpansOf(day) is { Count: > 0 } spans && --number == 0) return spans;
        }

        return null;
    }

    // What is worked from a moment on, in order and without overlaps: a night shift may reach into the next day's hours.
    private IEnumerable<(DateTime Start, DateTime End)> WorkedFrom(DateTime fromUtc)
    {
        var ahead = new List<(DateTime Start, DateTime End)>();
        (DateTime Start, DateTime End)? open = null;
        var day = DayOf(fromUtc).AddDays(-1);
        for (var n = 0; n <= LongestSearch; n++, day = day.AddDays(1))
        {
            ahead.AddRange(SpansOf(day).Where(span => span.EndUtc > fromUtc).Select(span => (span.StartUtc < fromUtc ? fromUtc : span.StartUtc, span.EndUtc)));
            ahead.Sort();
            var nextDay = AtUtc(day.AddDays(1), 0);
            foreach (var span in ahead.Where(span => span.Start < nextDay))
            {
                if (open is { } before && span.Start > before.End) yield return before;
                open = open is { } joined && span.Start <= joined.End ? (joined.Start, span.End > joined.End ? span.End : joined.End) : span;
            }

            ahead.RemoveAll(span => span.Start < nextDay);
        }

        if (open is { } last) yield return last;
    }

    private DateTime AtUtc(DateOnly day, int minutes) => WorkingHour.AtUtc(day.AddDays(minutes / (24 * 60)), new TimeOnly(minutes / 60 % 24, minutes % 60), timeZoneId);
}

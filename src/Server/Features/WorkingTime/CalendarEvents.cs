using System.Text;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Features.Org.Import;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Reads the special days of an iCalendar (RFC 5545): every day that an event covers is off, unless the event says that it is worked.</summary>
/// <remarks>
/// Calendars of Chinese holidays mark a day that makes up for another by <c>X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY</c>, or by 班 in its title: 国庆节（班）, 补班, 调休上班.
/// </remarks>
internal static class CalendarEvents
{
    private const string AppleMark = "X-APPLE-SPECIAL-DAY";
    private static readonly string[] WorkWords = ["（班）", "(班)", "补班", "上班", "调班"];

    /// <summary>Reads them.</summary>
    /// <param name="text">The file, in UTF-8.</param>
    /// <param name="nowUtc">Events that repeat are read from a year ago to three years ahead.</param>
    /// <exception cref="UnreadableFileException">It is no iCalendar, or has too many days.</exception>
    public static IReadOnlyList<CalendarDay> Read(ReadOnlySpan<byte> text, DateTime nowUtc)
    {
        var (first, last) = (DateOnly.FromDateTime(nowUtc.AddYears(-1)), DateOnly.FromDateTime(nowUtc.AddYears(3)));
        var days = new Dictionary<DateOnly, CalendarDay>();
        foreach (var happening in Load(text).Events)
            foreach (var day in DaysOf(happening, first, last))
            {
                // Of two events on one day the one that says it is worked counts: it is there to correct the other.
                if (days.GetValueOrDefault(day.Date) is not { Kind: SpecialDayKind.Work }) days[day.Date] = day;
                if (days.Count > CalendarContent.MostDays) throw new UnreadableFileException($"Expected at most {CalendarContent.MostDays} days, but the events cover more.");
            }

        return [.. days.Values.OrderBy(day => day.Date)];
    }

    private static Ical.Net.Calendar Load(ReadOnlySpan<byte> text)
    {
        try
        {
            return Ical.Net.Calendar.Load(Encoding.UTF8.GetString(text)) ?? throw new UnreadableFileException("Expected an iCalendar with events, but it is empty.");
        }
        // The reader tells a broken file by whatever exception its parser happens to meet.
        catch (Exception e) when (e is not (UnreadableFileException or OutOfMemoryException))
        {
            throw new UnreadableFileException("Expected a well-formed iCalendar (RFC 5545), but it is not.");
        }
    }

    private static IEnumerable<CalendarDay> DaysOf(CalendarEvent happening, DateOnly first, DateOnly last)
    {
        if (happening.Start is not { } start) yield break;
        var name = (happening.Summary ?? "").Trim();
        var kind = IsWorked(happening, name) ? SpecialDayKind.Work : SpecialDayKind.Off;
        if (name.Length == 0) name = kind == SpecialDayKind.Work ? "班" : "休";
        // The end is the first day that the event does not cover.
        var length = Math.Max(1, (happening.End?.Date.DayNumber ?? start.Date.DayNumber + 1) - start.Date.DayNumber);
        IEnumerable<DateOnly> starts = happening.RecurrenceRule is null && !happening.RecurrenceDates.GetAllDates().Any()
            ? [start.Date]
            : happening.GetOccurrences(new CalDateTime(first)).Select(o => o.Period.StartTime.Date).TakeWhile(day => day <= last).Take(CalendarContent.MostDays);
        foreach (var day in starts)
            for (var n = 0; n < Math.Min(length, CalendarContent.MostDays); n++) yield return new(day.AddDays(n), kind, name);
    }

    private static bool IsWorked(CalendarEvent happening, string name) => happening.Properties.Get<string>(AppleMark) is { } mark
        ? mark.Equals("ALTERNATE-WORKDAY", StringComparison.OrdinalIgnoreCase)
        : WorkWords.Any(word => name.Contains(word, StringComparison.Ordinal));
}

using System.Globalization;

namespace HrBpm.Activities.WorkingTime;

/// <summary>From one time of day to another, in minutes after the midnight with which the day begins. The end may lie on the next day: 22:00-06:00 is 1320 to 1800.</summary>
public readonly record struct HourSpan
{
    private const int MinutesOfDay = 24 * 60;

    private HourSpan(int start, int end) => (Start, End) = (start, end);

    /// <summary>Minutes after the day's first midnight.</summary>
    public int Start { get; }

    /// <summary>Minutes after the day's first midnight, later than <see cref="Start"/>.</summary>
    public int End { get; }

    /// <summary>How long it is on a day without a change of clocks.</summary>
    public TimeSpan Length => TimeSpan.FromMinutes(End - Start);

    /// <summary>A span of up to 24 hours that begins on the day, or, as a part of a night shift, on the next.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It ends before it begins, or later than the next day.</exception>
    public static HourSpan Of(int start, int end) => start >= 0 && end > start && end <= 2 * MinutesOfDay && end - start <= MinutesOfDay
        ? new(start, end)
        : throw new ArgumentOutOfRangeException(nameof(end), end, $"Expected an end within 24 hours after {start} minutes.");

    /// <summary>Reads <c>09:00-12:00</c>. An end that is not later than the start is on the next day; <c>24:00</c> is midnight.</summary>
    /// <param name="text">Two times of day with a hyphen between them.</param>
    /// <param name="span">What it says.</param>
    /// <returns>Null when it could be read, else why not.</returns>
    public static string? WhyNot(string? text, out HourSpan span)
    {
        span = default;
        if (text?.Split('-') is not [var from, var to] || Minutes(from) is not { } start || start == MinutesOfDay || Minutes(to) is not { } end)
            return $"Expected hours such as 09:00-12:00, or 22:00-06:00 for a night, but got '{text}'.";
        span = new(start, end <= start ? end + MinutesOfDay : end);
        return null;
    }

    /// <summary>The same hours one day later: a part of a night shift after midnight.</summary>
    internal HourSpan OnNextDay() => new(Start + MinutesOfDay, End + MinutesOfDay);

    /// <summary>As it is read.</summary>
    public override string ToString() => $"{Text(Start)}-{(End == MinutesOfDay ? "24:00" : Text(End))}";

    private static string Text(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes % MinutesOfDay / 60:00}:{minutes % 60:00}");

    private static int? Minutes(string text) => text.Trim() switch
    {
        "24:00" => MinutesOfDay,
        var time when TimeOnly.TryParseExact(time, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) => (int)at.ToTimeSpan().TotalMinutes,
        _ => null,
    };
}

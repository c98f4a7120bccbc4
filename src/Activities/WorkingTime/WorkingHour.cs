namespace HrBpm.Activities.WorkingTime;

/// <summary>Turns an hour of a day in a branch into a moment.</summary>
public static class WorkingHour
{
    /// <summary>The moment at which this hour of the day is reached in the branch.</summary>
    /// <param name="day">The day in the branch.</param>
    /// <param name="hour">Local time of day.</param>
    /// <param name="timeZoneId">IANA name, for example <c>Europe/London</c>.</param>
    /// <returns>UTC. An hour that is skipped when clocks go forward is taken an hour later; of one that comes twice, the first is taken.</returns>
    /// <exception cref="TimeZoneNotFoundException">There is no such time zone.</exception>
    public static DateTime AtUtc(DateOnly day, TimeOnly hour, string timeZoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZoneId);
        var local = day.ToDateTime(hour, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local)) local = local.AddHours(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }

    /// <summary>The day that a moment falls on in the branch.</summary>
    public static DateOnly DayOf(DateTime utc, string timeZoneId) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), TimeZoneInfo.FindSystemTimeZoneById(timeZoneId)));
}

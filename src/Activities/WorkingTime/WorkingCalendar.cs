namespace HrBpm.Activities.WorkingTime;

/// <summary>What a special day is.</summary>
public enum SpecialDayKind
{
    /// <summary>休: nobody works, although the week would say so.</summary>
    Off,

    /// <summary>班: people work, although the week would not say so (调休上班).</summary>
    Work,
}

/// <summary>A day that is not as the week has it: a public holiday, or a working day that makes up for one.</summary>
/// <param name="Date">The day in the branch.</param>
/// <param name="Kind">Off or work.</param>
/// <param name="Name">For example 国庆节.</param>
/// <param name="Hours">Working hours, where they are not the usual ones. Empty on a day off.</param>
public sealed record SpecialDay(DateOnly Date, SpecialDayKind Kind, string Name, IReadOnlyList<HourSpan>? Hours = null);

/// <summary>When a company, or a branch of it, works.</summary>
public sealed record WorkingCalendar
{
    /// <summary>Monday to Friday, 9 to 12 and 13 to 18, and no holidays: where nothing else was said.</summary>
    public static readonly WorkingCalendar Usual = new()
    {
        Week = Enum.GetValues<DayOfWeek>().ToDictionary(
            day => day, day => (IReadOnlyList<HourSpan>)(day is DayOfWeek.Saturday or DayOfWeek.Sunday ? [] : [HourSpan.Of(9 * 60, 12 * 60), HourSpan.Of(13 * 60, 18 * 60)])),
    };

    /// <summary>The hours of each day of the week; a day that is missing is off. Null takes the week of the calendar above.</summary>
    public IReadOnlyDictionary<DayOfWeek, IReadOnlyList<HourSpan>>? Week { get; init; }

    /// <summary>The special days.</summary>
    public IReadOnlyDictionary<DateOnly, SpecialDay> Days { get; init; } = new Dictionary<DateOnly, SpecialDay>();

    /// <summary>Whether the special days of the calendar above hold as well, where this one says nothing about a day.</summary>
    public bool InheritsDays { get; init; } = true;

    /// <summary>This calendar, with what it leaves open from the one above: a branch over its company, the company over <see cref="Usual"/>.</summary>
    public WorkingCalendar Over(WorkingCalendar above) => new()
    {
        Week = Week ?? above.Week,
        Days = InheritsDays ? Days.Values.Concat(above.Days.Values).DistinctBy(day => day.Date).ToDictionary(day => day.Date) : Days,
    };

    /// <summary>The working hours of a day, in the time of the branch; none on a day off. A day that makes up for another has the hours of the week's first working day.</summary>
    public IReadOnlyList<HourSpan> HoursOn(DateOnly day)
    {
        var usual = HoursOn(day.DayOfWeek);
        if (!Days.TryGetValue(day, out var special)) return usual;
        if (special.Kind == SpecialDayKind.Off) return [];
        return special.Hours is { Count: > 0 } own ? own : usual.Count > 0 ? usual : MakeUpHours;
    }

    private IReadOnlyList<HourSpan> MakeUpHours =>
        Enumerable.Range(1, 7).Select(n => HoursOn((DayOfWeek)(n % 7))).FirstOrDefault(hours => hours.Count > 0, []);

    private IReadOnlyList<HourSpan> HoursOn(DayOfWeek day) => Week?.GetValueOrDefault(day, []) ?? [];
}

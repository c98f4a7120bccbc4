namespace HrBpm.Activities.WorkingTime;

/// <summary>A shift: from when to when, with its breaks taken out. It belongs to the day on which it begins, also when it ends after midnight.</summary>
/// <param name="Frame">From its beginning to its end.</param>
/// <param name="Breaks">When nobody works within it.</param>
public sealed record Shift(HourSpan Frame, IReadOnlyList<HourSpan> Breaks)
{
    /// <summary>Why these hours are no shift; null when they are.</summary>
    public string? WhyNot()
    {
        var last = Frame.Start;
        foreach (var rest in Placed().OrderBy(rest => rest.Start))
        {
            if (rest.Start < last || rest.End > Frame.End) return $"Expected breaks within {Frame} that do not overlap, but one is {rest}.";
            last = rest.End;
        }

        return Hours.Count == 0 ? $"Expected some working time between the breaks of {Frame}, but there is none." : null;
    }

    /// <summary>The working hours, in order.</summary>
    public IReadOnlyList<HourSpan> Hours
    {
        get
        {
            var hours = new List<HourSpan>();
            var at = Frame.Start;
            foreach (var rest in Placed().OrderBy(rest => rest.Start).Where(rest => rest.End <= Frame.End))
            {
                if (rest.Start > at) hours.Add(HourSpan.Of(at, rest.Start));
                at = Math.Max(at, rest.End);
            }

            if (at < Frame.End) hours.Add(HourSpan.Of(at, Frame.End));
            return hours;
        }
    }

    // 02:00-02:30 in a shift from 22:00 is on the next day.
    private IEnumerable<HourSpan> Placed() => Breaks.Select(rest => rest.Start < Frame.Start ? rest.OnNextDay() : rest);
}

/// <summary>A shift that somebody works from one day to another.</summary>
/// <param name="Shift">Which.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day; null while there is no end in sight.</param>
/// <param name="OnDays">Days of the week on which it is worked; null on the working days of the calendar.</param>
/// <param name="WorksOnHolidays">With days of the week: worked also when the calendar has a day off.</param>
public sealed record ShiftTurn(Shift Shift, DateOnly From, DateOnly? Until, IReadOnlyCollection<DayOfWeek>? OnDays = null, bool WorksOnHolidays = false)
{
    /// <summary>Whether it says anything about this day.</summary>
    public bool Covers(DateOnly day) => Days.Cover(From, Until, day);

    /// <summary>The working hours of a day that it covers.</summary>
    public IReadOnlyList<HourSpan> HoursOn(DateOnly day, WorkingCalendar calendar)
    {
        var isWorked = OnDays is null
            ? calendar.HoursOn(day).Count > 0
            : OnDays.Contains(day.DayOfWeek) && (WorksOnHolidays || calendar.Days.GetValueOrDefault(day) is not { Kind: SpecialDayKind.Off });
        return isWorked ? Shift.Hours : [];
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace HrBpm.Activities.WorkingTime;

/// <summary>A length of working time: whole working days, or hours and minutes of work. <c>2wd</c> or <c>P2WD</c>; <c>8wh</c> or <c>PT8WH</c>; <c>90wm</c> or <c>PT90WM</c>.</summary>
/// <remarks>The two are different things and are never converted into each other: a day ends when work ends on that day, however long it is (see <c>docs/decisions/0019</c>).</remarks>
public readonly partial record struct WorkingDuration
{
    /// <summary>Most working days that can be asked for.</summary>
    public const int MostDays = 366;

    /// <summary>Most working hours that can be asked for.</summary>
    public const int MostHours = 2_000;

    private WorkingDuration(int days, TimeSpan work) => (Days, Work) = (days, work);

    /// <summary>Working days; 0 when it is a length of <see cref="Work"/>.</summary>
    public int Days { get; }

    /// <summary>Hours of work; zero when it is a number of <see cref="Days"/>.</summary>
    public TimeSpan Work { get; }

    /// <summary>So many working days, 1 to <see cref="MostDays"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1, or too many.</exception>
    public static WorkingDuration OfDays(int days) =>
        days is >= 1 and <= MostDays ? new(days, TimeSpan.Zero) : throw new ArgumentOutOfRangeException(nameof(days), days, $"Expected 1 to {MostDays} working days.");

    /// <summary>So much work, more than nothing and at most <see cref="MostHours"/> hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nothing, or too much.</exception>
    public static WorkingDuration OfWork(TimeSpan work) =>
        work > TimeSpan.Zero && work <= TimeSpan.FromHours(MostHours) ? new(0, work) : throw new ArgumentOutOfRangeException(nameof(work), work, $"Expected work of up to {MostHours} hours.");

    /// <summary>Reads a duration.</summary>
    /// <param name="text">For example <c>2wd</c>, <c>1.5wh</c>, <c>PT90WM</c>. Case does not matter.</param>
    /// <param name="duration">What it says.</param>
    /// <returns>Null when it could be read, else why not: what was expected, and what came.</returns>
    public static string? WhyNot(string? text, out WorkingDuration duration)
    {
        duration = default;
        var expected = $"Expected working days such as 2wd (1 to {MostDays}), or working time such as 8wh or 90wm (up to {MostHours} hours), but got '{text}'.";
        if (Form().Match(text?.Trim() ?? "") is not { Success: true } form) return expected;
        if (!decimal.TryParse(form.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return expected;
        var unit = char.ToLowerInvariant(form.Groups["unit"].ValueSpan[0]);
        // ISO 8601 puts a T before hours and minutes, and none before days.
        if (form.Groups["period"].Success && (unit == 'd') == form.Groups["time"].Success) return expected;
        if (unit == 'd')
        {
            if (number is < 1 or > MostDays || number != decimal.Truncate(number)) return expected;
            duration = OfDays((int)number);
            return null;
        }

        var minutes = unit == 'h' ? number * 60 : number;
        if (minutes is <= 0 or > MostHours * 60) return expected;
        duration = OfWork(TimeSpan.FromSeconds((double)(minutes * 60)));
        return null;
    }

    /// <summary>The short form, for example <c>2wd</c> or <c>90wm</c>.</summary>
    public override string ToString() => Days > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Days}wd")
        : Work.Ticks % TimeSpan.TicksPerHour == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Work.TotalHours:0}wh")
            : string.Create(CultureInfo.InvariantCulture, $"{Work.TotalMinutes:0.##}wm");

    [GeneratedRegex(@"^(?<period>p(?<time>t)?)?(?<number>\d{1,6}(\.\d{1,4})?)w(?<unit>[dhm])$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>A day that is not as the week has it.</summary>
/// <param name="Date">The day in the branch.</param>
/// <param name="Kind"><c>off</c> for a holiday, <c>work</c> for a day that makes up for one (调休上班).</param>
/// <param name="Name">For example 国庆节.</param>
/// <param name="Hours">Its working hours, where they are not the usual ones, for example <c>["09:00-12:00"]</c>. None on a day off.</param>
internal sealed record CalendarDay(DateOnly Date, SpecialDayKind Kind, string Name, IReadOnlyList<string>? Hours = null)
{
    public static CalendarDay Of(SpecialDay day) => new(day.Date, day.Kind, day.Name, day.Hours?.Select(h => h.ToString()).ToList());
}

/// <summary>A working calendar as it is sent, stored and shown.</summary>
/// <param name="Week">Hours by day of the week (<c>monday</c> …), for example <c>["09:00-12:00", "13:00-18:00"]</c>; a day that is missing is off. Null takes the week of the company, and there the usual one.</param>
/// <param name="Days">The special days, in any order.</param>
/// <param name="InheritsDays">For a branch: the company's special days hold as well, where this calendar says nothing about a day.</param>
internal sealed record CalendarContent(IReadOnlyDictionary<string, IReadOnlyList<string>>? Week, IReadOnlyList<CalendarDay> Days, bool InheritsDays = true)
{
    /// <summary>Most special days: ten years of them.</summary>
    public const int MostDays = 3_660;

    private const int LongestName = 100;
    private const int MostSpansOfDay = 6;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Readable Chinese in the database; it is never put into a page as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Nothing of its own.</summary>
    public static CalendarContent Empty { get; } = new(null, []);

    public static CalendarContent Read(string json) => JsonSerializer.Deserialize<CalendarContent>(json, Options)!;

    /// <summary>Reads a value of the same kind of JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static T ReadAs<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("Expected a value, but it is null.");

    public string Write() => JsonSerializer.Serialize(this, Options);

    /// <summary>As it is shown: with the week of every day and the special days in order.</summary>
    public static CalendarContent Of(WorkingCalendar calendar) => new(
        Enum.GetValues<DayOfWeek>().OrderBy(day => ((int)day + 6) % 7).ToDictionary(NameOf, day => (IReadOnlyList<string>)[.. (calendar.Week?.GetValueOrDefault(day) ?? []).Select(h => h.ToString())]),
        [.. calendar.Days.Values.OrderBy(day => day.Date).Select(CalendarDay.Of)], calendar.InheritsDays);

    /// <summary>The calendar as working time is counted with it.</summary>
    /// <exception cref="InvalidOperationException"><see cref="WhyNot"/> has something against it.</exception>
    public WorkingCalendar ToCalendar() => WhyNot(out var calendar) is { } refusal ? throw new InvalidOperationException(refusal.Message) : calendar;

    /// <summary>Why it cannot stand; null when it can.</summary>
    /// <param name="calendar">The calendar as working time is counted with it.</param>
    public Refusal? WhyNot(out WorkingCalendar calendar)
    {
        calendar = WorkingCalendar.Usual;
        if (Days.Count > MostDays) return Invalid($"Expected at most {MostDays} special days, but there are {Days.Count}.");
        var week = new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>>();
        foreach (var (name, texts) in Week ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            if (!Enum.GetValues<DayOfWeek>().Select(NameOf).Contains(name)) return Invalid($"Expected days of the week from monday to sunday, but got '{name}'.");
            if (WhyNotHours(texts, name, out var hours) is { } unfit) return unfit;
            week[Enum.Parse<DayOfWeek>(name, ignoreCase: true)] = hours;
        }

        var days = new Dictionary<DateOnly, SpecialDay>();
        foreach (var day in Days)
        {
            if (WhyNotDay(day, out var hours) is { } unfit) return unfit;
            if (!days.TryAdd(day.Date, new SpecialDay(day.Date, day.Kind, day.Name.Trim(), hours))) return Invalid($"Expected each day once, but {day.Date:yyyy-MM-dd} is there twice.");
        }

        calendar = new() { Week = Week is null ? null : week, Days = days, InheritsDays = InheritsDays };
        return null;
    }

    private static Refusal? WhyNotDay(CalendarDay day, out IReadOnlyList<HourSpan>? hours)
    {
        hours = null;
        if (day.Date.Year is < 2000 or > 2200) return Invalid($"Expected days from 2000 to 2200, but got {day.Date:yyyy-MM-dd}.");
        if (!Enum.IsDefined(day.Kind)) return Invalid($"Expected {day.Date:yyyy-MM-dd} to be off or work, but it is {day.Kind}.");
        if (string.IsNullOrWhiteSpace(day.Name) || day.Name.Length > LongestName || day.Name.Any(char.IsControl)) return Invalid($"Expected {day.Date:yyyy-MM-dd} to have a name of 1 to {LongestName} characters on one line.");
        if (day.Hours is not { Count: > 0 } texts) return null;
        return day.Kind == SpecialDayKind.Off ? Invalid($"Expected no hours on {day.Date:yyyy-MM-dd}, which is off.") : WhyNotHours(texts, $"{day.Date:yyyy-MM-dd}", out hours);
    }

    private static Refusal? WhyNotHours(IReadOnlyList<string> texts, string day, out IReadOnlyList<HourSpan> hours)
    {
        var read = new List<HourSpan>();
        hours = read;
        if (texts.Count > MostSpansOfDay) return Invalid($"Expected at most {MostSpansOfDay} spans of hours on {day}, but there are {texts.Count}.");
        foreach (var text in texts)
        {
            if (HourSpan.WhyNot(text, out var span) is { } unreadable) return Invalid($"{day}: {unreadable}");
            if (read.Count > 0 && span.Start < read[^1].End) return Invalid($"Expected the hours of {day} one after the other, but {span} begins before {read[^1]} ends.");
            read.Add(span);
        }

        return null;
    }

    private static string NameOf(DayOfWeek day) => JsonNamingPolicy.CamelCase.ConvertName(day.ToString());

    private static Refusal Invalid(string message) => new("calendar.invalid", message);
}

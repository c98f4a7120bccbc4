using HrBpm.Activities.WorkingTime;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Public holidays of a country in one year, as the product brings them along.</summary>
/// <param name="Country">ISO 3166 code, for example <c>CN</c>.</param>
/// <param name="Source">The notice or the law that says so.</param>
/// <param name="IsPreliminary">The year's arrangement was not published when the product was made: only what the law itself says is here, without days that make up for others.</param>
internal sealed record StatutoryCalendar(string Country, int Year, string Source, bool IsPreliminary, IReadOnlyList<CalendarDay> Days);

/// <summary>The public holidays that the product brings along. A company takes them over, and replaces them by a file when a notice is published.</summary>
internal static class StatutoryCalendars
{
    private static readonly Lazy<IReadOnlyList<StatutoryCalendar>> Brought = new(() =>
    {
        using var file = typeof(StatutoryCalendars).Assembly.GetManifestResourceStream("statutory-calendars.json")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return CalendarContent.ReadAs<List<StatutoryCalendar>>(bytes.ToArray());
    });

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StatutoryCalendar> All => Brought.Value;
}

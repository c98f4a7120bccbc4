using System.ComponentModel;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Day by day, when a person, a branch or the company works.</summary>
internal static class ListDays
{
    private const int MostDays = 800;

    /// <param name="IsWorking">Whether any work is done that belongs to the day.</param>
    /// <param name="Special">Off or work, where the calendar has a special day; null on an ordinary one.</param>
    /// <param name="Name">Name of the special day.</param>
    /// <param name="Hours">Working hours in the time of the branch; one that ends before it begins ends on the next day.</param>
    /// <param name="Minutes">How long is worked, in minutes; on a day on which clocks change, as long as it really is.</param>
    public sealed record Item(DateOnly Date, DayOfWeek Weekday, bool IsWorking, SpecialDayKind? Special, string? Name, IReadOnlyList<string> Hours, int Minutes);

    public static async Task<Results<Ok<List<Item>>, ProblemHttpResult>> HandleAsync(
        [Description("First day.")] DateOnly from,
        [Description("Last day, within 800 days.")] DateOnly until,
        [Description("The person, with their shifts.")] Guid? personId,
        [Description("The branch.")] Guid? branchId,
        AppDbContext db, Calendars calendars, CurrentUser user, CancellationToken ct)
    {
        if (from.Year is < 2000 or > 2200 || until < from || until.DayNumber - from.DayNumber >= MostDays)
            return Problems.Invalid("calendar.days.invalid", $"Expected days from 2000 to 2200, at most {MostDays} of them, but got {from:yyyy-MM-dd} to {until:yyyy-MM-dd}.");
        var (schedule, refusal) = await CalendarOf.ScheduleAsync(personId, branchId, db, calendars, user, ct);
        if (schedule is null) return refusal!.ToProblem();
        return TypedResults.Ok(Enumerable.Range(0, until.DayNumber - from.DayNumber + 1).Select(n => ItemOf(from.AddDays(n), schedule)).ToList());
    }

    private static Item ItemOf(DateOnly day, WorkSchedule schedule)
    {
        var (hours, special) = (schedule.HoursOn(day), schedule.SpecialOn(day));
        return new(day, day.DayOfWeek, hours.Count > 0, special?.Kind, special?.Name, [.. hours.Select(h => h.ToString())], (int)schedule.SpansOf(day).Sum(span => (span.EndUtc - span.StartUtc).TotalMinutes));
    }
}

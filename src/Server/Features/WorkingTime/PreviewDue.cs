using System.ComponentModel;
using System.Globalization;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Says when something would be due: "4 working hours after Friday, 17:00".</summary>
internal static class PreviewDue
{
    private const string LocalForm = "yyyy-MM-dd'T'HH:mm";

    /// <param name="FromLocal">Where counting begins, in the time of the branch.</param>
    /// <param name="DueUtc">When it would be due.</param>
    /// <param name="DueLocal">The same in the time of the branch.</param>
    /// <param name="TimeZoneId">The time zone of the branch.</param>
    /// <param name="WorkedMinutes">How much is worked in between, in minutes.</param>
    public sealed record Response(string FromLocal, DateTime DueUtc, string DueLocal, string TimeZoneId, int WorkedMinutes);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Where counting begins, in the time of the branch, for example 2026-11-27T17:00.")] string from,
        [Description("How long, for example 4wh or 2wd.")] string duration,
        [Description("The person, with their shifts.")] Guid? personId,
        [Description("The branch; that of the caller, on the company's calendar, when absent.")] Guid? branchId,
        AppDbContext db, Calendars calendars, CurrentUser user, CancellationToken ct)
    {
        if (!DateTime.TryParseExact(from, LocalForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 2000 or > 2200)
            return Problems.Invalid("calendar.from.invalid", "Expected 'from' to be a moment of the branch from 2000 to 2200, such as 2026-11-27T17:00, but it is not.");
        if (WorkingDuration.WhyNot(duration, out var length) is not null)
            return Problems.Invalid("calendar.duration.invalid", $"Expected 'duration' to be working days such as 2wd (1 to {WorkingDuration.MostDays}), or working time such as 8wh or 90wm (up to {WorkingDuration.MostHours} hours), but it is not.");
        var (schedule, refusal) = await CalendarOf.ScheduleAsync(personId, branchId, db, calendars, user, ct);
        if (schedule is null) return refusal!.ToProblem();
        var fromUtc = WorkingHour.AtUtc(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), schedule.TimeZoneId);
        if (schedule.After(fromUtc, length) is not { } due)
            return Problems.Conflict("calendar.no-working-time", $"Expected {length} of work within {WorkSchedule.LongestSearch} days, but the calendar has less.");
        return TypedResults.Ok(new Response(Local(fromUtc, schedule), due, Local(due, schedule), schedule.TimeZoneId, (int)schedule.Between(fromUtc, due).TotalMinutes));
    }

    private static string Local(DateTime utc, WorkSchedule schedule) =>
        TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZoneId)).ToString(LocalForm, CultureInfo.InvariantCulture);
}

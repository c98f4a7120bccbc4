using HrBpm.Activities.DryRuns;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.DryRuns;

/// <summary>Somebody as a dry run needs to know them: where they stand, and when they work.</summary>
internal static class ShowSamplePerson
{
    /// <param name="IsActive">Employed today, by the branch's calendar.</param>
    /// <param name="Hours">When the person works, calendar and shifts reckoned together, in the time zone of the branch.</param>
    public sealed record Response(Guid Id, string Name, string Department, string Position, bool IsActive, DryHours Hours);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid personId, AppDbContext db, IWorkSchedules schedules, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.People.VisibleTo(user, Permission.PeopleRead, db).AnyAsync(p => p.Id == personId, ct)) return Unknown(personId);
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        if ((await Standing.OfAsync(db, [personId], nowUtc, ct)).GetValueOrDefault(personId) is not { } at || await schedules.OfAsync(personId, ct) is not { } schedule) return Unknown(personId);
        return TypedResults.Ok(new Response(personId, at.Person.Name, at.Department.Name, at.Position.Name, at.IsActive, DryHours.Of(schedule, schedule.DayOf(nowUtc))));
    }

    /// <summary>There is nobody of that id whom the caller may see.</summary>
    public static ProblemHttpResult Unknown(Guid personId) => Problems.NotFound("people.unknown", $"Expected a person whom you may see, with an employment, but there is none with the id {personId}.");
}

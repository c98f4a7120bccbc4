using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Whose calendar a request asks for: a person's, a branch's or the company's; only what the caller may see.</summary>
internal static class CalendarOf
{
    /// <summary>The schedule, or why there is none.</summary>
    public static async Task<(WorkSchedule? Schedule, Refusal? Refusal)> ScheduleAsync(Guid? personId, Guid? branchId, AppDbContext db, Calendars calendars, CurrentUser user, CancellationToken ct)
    {
        if (personId is not null && branchId is not null) return (null, new("calendar.owner.invalid", "Expected a person or a branch, but both were named."));
        if (personId is { } person)
            return await db.People.VisibleTo(user, Permission.PeopleRead, db).AnyAsync(p => p.Id == person, ct) && await calendars.OfAsync(person, ct) is { } own
                ? (own, null)
                : (null, new("people.unknown", $"Expected a person whom you may see, with an employment, but there is none with the id {person}."));
        var branch = await db.Branches.AsNoTracking().Where(b => b.Id == (branchId ?? user.BranchId)).SingleOrDefaultAsync(ct);
        if (branchId is { } missing && branch is null) return (null, UnknownBranch(missing));
        return (new WorkSchedule(branch?.TimeZoneId ?? "UTC", await calendars.OfAsync(user.CompanyId, branchId, ct), []), null);
    }

    /// <summary>There is no such branch.</summary>
    public static Refusal UnknownBranch(Guid id) => new("branches.unknown", $"Expected a branch of the company, but there is none with the id {id}.");
}

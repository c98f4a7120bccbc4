using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>The calendars that count now, and the schedules of people from them. Looks across companies, because flows of a group do.</summary>
internal sealed class Calendars(AppDbContext db, TimeProvider clock) : IWorkSchedules
{
    /// <inheritdoc />
    public async Task<WorkSchedule?> OfAsync(Guid personId, CancellationToken ct)
    {
        if ((await Standing.OfAsync(db, [personId], clock.GetUtcNow().UtcDateTime, ct)).GetValueOrDefault(personId) is not { } standing) return null;
        var calendar = await OfAsync(standing.Person.CompanyId, standing.Branch.Id, ct);
        return new WorkSchedule(standing.Branch.TimeZoneId, calendar, await TurnsAsync(personId, standing.Department, ct));
    }

    /// <summary>The calendar of a company, or of one of its branches, with all that it takes from above.</summary>
    public async Task<WorkingCalendar> OfAsync(Guid companyId, Guid? branchId, CancellationToken ct)
    {
        Guid[] owners = branchId is { } branch ? [companyId, branch] : [companyId];
        var editions = await Current.Where(e => owners.Contains(e.HolderId)).ToListAsync(ct);
        WorkingCalendar Own(Guid? owner) => editions.Find(e => e.HolderId == owner) is { } edition ? CalendarContent.Read(edition.Content).ToCalendar() : new();
        var company = Own(companyId).Over(WorkingCalendar.Usual);
        return branchId is null ? company : Own(branchId).Over(company);
    }

    /// <summary>The newest edition of each calendar, of all companies.</summary>
    public IQueryable<CalendarEdition> Current => Editions.Where(e => !Editions.Any(later => later.HolderId == e.HolderId && later.Number > e.Number));

    private IQueryable<CalendarEdition> Editions => db.CalendarEditions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking();

    // A person's own shifts first, then those of the department, then of the departments above it.
    private async Task<IReadOnlyList<ShiftTurn>> TurnsAsync(Guid personId, Department department, CancellationToken ct)
    {
        List<Guid> tree = [.. department.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];
        var rows = await (
            from assignment in db.ShiftAssignments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking()
            where assignment.PersonId == personId || tree.Contains(assignment.DepartmentId!.Value)
            join shift in db.Shifts on assignment.ShiftId equals shift.Id
            select new { assignment, shift }).ToListAsync(ct);
        return [.. rows.OrderByDescending(r => r.assignment.PersonId is null ? tree.IndexOf(r.assignment.DepartmentId!.Value) : int.MaxValue)
            .ThenByDescending(r => r.assignment.From).Select(r => r.assignment.ToTurn(r.shift.ToShift()))];
    }
}

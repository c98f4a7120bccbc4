using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Who works which shift: of departments, and of the people whom the caller may see.</summary>
internal static class ListAssignments
{
    private const int MostAtOnce = 200;

    /// <param name="OnDays">Days of the week on which it is worked; null on the working days of the calendar.</param>
    /// <param name="Person">Name of the person; null when a department works it.</param>
    /// <param name="Department">Name of the department; null when a person works it.</param>
    public sealed record Item(Guid Id, Guid ShiftId, string Shift, string Hours, Guid? PersonId, string? Person, string? EmployeeNumber, Guid? DepartmentId, string? Department,
        DateOnly From, DateOnly? Until, IReadOnlyList<DayOfWeek>? OnDays, bool WorksOnHolidays) : IAboutPerson
    {
        Guid? IAboutPerson.AboutPersonId => PersonId;
    }

    /// <param name="Total">How many there are altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only those that hold on this day.")] DateOnly? on,
        [Description("Only those of this person.")] Guid? personId,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, CurrentUser user, ListPages pages, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("shifts.skip.invalid", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take < 1 || take > pages.Most(MostAtOnce)) return Problems.Invalid("shifts.take.invalid", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        var people = db.People.VisibleTo(user, Permission.PeopleRead, db);
        var wanted = db.ShiftAssignments.AsNoTracking()
            .Where(a => a.PersonId == null || people.Any(p => p.Id == a.PersonId))
            .Where(a => (on == null || (a.From <= on && (a.Until == null || a.Until >= on))) && (personId == null || a.PersonId == personId));
        var found =
            from assignment in wanted
            join shift in db.Shifts on assignment.ShiftId equals shift.Id
            from person in db.People.Where(p => p.Id == assignment.PersonId).DefaultIfEmpty()
            from department in db.Departments.Where(d => d.Id == assignment.DepartmentId).DefaultIfEmpty()
            orderby assignment.From descending, assignment.Id
            select new { assignment, shift.Name, shift.Hours, Person = person!.Name, person.EmployeeNumber, Department = department!.Name };
        var page = await found.Skip(skip ?? 0).Take(take ?? 50).ToListAsync(ct);
        return TypedResults.Ok(new Response([.. page.Select(r => new Item(r.assignment.Id, r.assignment.ShiftId, r.Name, r.Hours, r.assignment.PersonId, r.Person, r.EmployeeNumber,
            r.assignment.DepartmentId, r.Department, r.assignment.From, r.assignment.Until, r.assignment.Weekdays, r.assignment.WorksOnHolidays))], await pages.CountAsync(found, ct)));
    }
}

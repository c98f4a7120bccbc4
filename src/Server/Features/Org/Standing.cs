using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Where a person stands in the organisation: the employment that counts today, with what it refers to.</summary>
/// <remarks>For one who has left, that is the last employment: a leaver still has a department and a manager while the offboarding runs.</remarks>
internal sealed record Standing(PersonRecord Person, Employment Employment, Branch Branch, Department Department, Position Position, bool IsActive)
{
    /// <summary>Language in which the person is written to: their own choice, else that of the branch.</summary>
    public string Locale => Person.Locale ?? Branch.Locale;

    /// <summary>Where these people stand. Looks across companies, because a group shares services.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Standing>> OfAsync(AppDbContext db, IReadOnlyCollection<Guid> people, DateTime nowUtc, CancellationToken ct)
    {
        if (people.Count == 0) return new Dictionary<Guid, Standing>();
        var rows = await (
            from person in db.People
            where people.Contains(person.Id)
            join employment in db.Employments on person.Id equals employment.PersonId
            join branch in db.Branches on employment.BranchId equals branch.Id
            join department in db.Departments on employment.DepartmentId equals department.Id
            join position in db.Positions on employment.PositionId equals position.Id
            select new { person, employment, branch, department, position })
            .IgnoreQueryFilters([AppDbContext.CompanyFilter])
            .AsNoTracking()
            .ToListAsync(ct);
        return rows
            .Select(row => new Standing(row.person, row.employment, row.branch, row.department, row.position,
                row.employment.Covers(row.branch.DayOf(nowUtc))))
            .GroupBy(standing => standing.Person.Id)
            .ToDictionary(each => each.Key, each => each.OrderBy(s => s.IsActive).ThenBy(s => s.Employment.From).Last());
    }
}

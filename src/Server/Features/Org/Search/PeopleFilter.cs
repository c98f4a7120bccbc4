using System.ComponentModel;
using HrBpm.Server.Database;
using Microsoft.AspNetCore.Mvc;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>What narrows a list of people besides a text. Branch and department are those of the employment that counts today; of somebody who has left, the last one.</summary>
internal sealed class PeopleFilter
{
    [FromQuery(Name = "companyId"), Description("Only people of this company of the group.")]
    public Guid? CompanyId { get; init; }

    [FromQuery(Name = "branchId"), Description("Only people of this branch.")]
    public Guid? BranchId { get; init; }

    [FromQuery(Name = "departmentId"), Description("Only people of this department, and of those below it.")]
    public Guid? DepartmentId { get; init; }

    [FromQuery(Name = "active"), Description("True for those who are employed today, false for those who are not; everybody when absent.")]
    public bool? Active { get; init; }

    /// <summary>Those of the people whom it lets through.</summary>
    /// <param name="people">People whom the caller may see.</param>
    /// <param name="db">The database.</param>
    /// <param name="today">The caller's day.</param>
    public IQueryable<PersonRecord> Among(IQueryable<PersonRecord> people, AppDbContext db, DateOnly today)
    {
        var (company, branch, department) = (CompanyId, BranchId, DepartmentId);
        if (company is not null) people = people.Where(p => p.CompanyId == company);
        // Where a person has moved on, where they were before says nothing any more.
        var counting = db.Employments.Where(e => !db.Employments.Any(later => later.PersonId == e.PersonId && later.From > e.From && later.From <= today));
        if (branch is not null) people = people.Where(p => counting.Any(e => e.PersonId == p.Id && e.BranchId == branch));
        if (department is not null)
        {
            var within = db.Departments.Where(own => db.Departments.Any(top => top.Id == department && own.Path.StartsWith(top.Path))).Select(d => d.Id);
            people = people.Where(p => counting.Any(e => e.PersonId == p.Id && within.Contains(e.DepartmentId)));
        }

        var employed = db.Employments.Where(e => e.From <= today && (e.Until == null || e.Until >= today));
        return Active switch
        {
            true => people.Where(p => employed.Any(e => e.PersonId == p.Id)),
            false => people.Where(p => !employed.Any(e => e.PersonId == p.Id)),
            null => people,
        };
    }
}

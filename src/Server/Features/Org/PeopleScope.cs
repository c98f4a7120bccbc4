using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Org;

/// <summary>Whom a person may look up, and whose cases a person may see.</summary>
internal static class PeopleScope
{
    private static readonly string[] HrRoles = [OrgRoles.HrSpecialist, OrgRoles.HrManager, OrgRoles.HrBp, OrgRoles.CompanyAdministrator];

    /// <summary>HR and the company's administrator: everybody in the company, or in the branch that the role is held for. A head: the department and those
    /// below it. A manager: the direct reports. Everybody: oneself.</summary>
    public static IQueryable<PersonRecord> VisibleTo(this IQueryable<PersonRecord> people, CurrentUser user, AppDbContext db)
    {
        var me = user.PersonId;
        var covered =
            from employment in db.Employments
            where employment.ManagerId == me
                || db.RoleGrants.Any(g => g.PersonId == me && HrRoles.Contains(g.Role) && (g.BranchId == null || g.BranchId == employment.BranchId))
                || db.Departments.Any(own => own.Id == employment.DepartmentId && db.Departments.Any(head => head.HeadId == me && own.Path.StartsWith(head.Path)))
            select employment.PersonId;
        return people.Where(p => p.Id == me || covered.Contains(p.Id));
    }
}

using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Who a person is, what they did in the company, and the roles that they hold.</summary>
internal sealed class PersonalOrgData(AppDbContext db) : IPersonalData
{
    public string Name => "organisation";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct) => await db.People.AsNoTracking().Where(p => p.Id == personId).Select(p => new
    {
        p.Name, p.EmployeeNumber, p.UserName, p.Email, p.Phone, p.WeComUserId,
        Employments = db.Employments.Where(e => e.PersonId == personId).OrderBy(e => e.From).Select(e => new
        {
            e.From, e.Until,
            Branch = db.Branches.Where(b => b.Id == e.BranchId).Select(b => b.Name).FirstOrDefault(),
            Department = db.Departments.Where(d => d.Id == e.DepartmentId).Select(d => d.Name).FirstOrDefault(),
            Position = db.Positions.Where(o => o.Id == e.PositionId).Select(o => o.Name).FirstOrDefault(),
        }).ToList(),
        Roles = db.RoleGrants.Where(g => g.PersonId == personId).Select(g => g.Role).ToList(),
    }).SingleOrDefaultAsync(ct);
}

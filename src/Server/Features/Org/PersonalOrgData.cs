using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Who a person is, what they did in the company, and the roles that they hold.</summary>
internal sealed class PersonalOrgData(AppDbContext db, Phones phones) : IPersonalData
{
    public string Name => "organisation";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct) => await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, ct) is { } person
        ? new { person.Name, person.EmployeeNumber, person.UserName, person.Email, Phone = await phones.ReadAsync(person, ct), person.WeComUserId, person.Locale, person.DingTalkUnionId, Employments = await EmploymentsAsync(personId, ct), Roles = await RolesAsync(personId, ct) }
        : null;

    private async Task<object> EmploymentsAsync(Guid personId, CancellationToken ct) => await (
        from employment in db.Employments
        where employment.PersonId == personId
        join branch in db.Branches on employment.BranchId equals branch.Id
        join department in db.Departments on employment.DepartmentId equals department.Id
        join position in db.Positions on employment.PositionId equals position.Id
        orderby employment.From
        select new { employment.From, employment.Until, Branch = branch.Name, Department = department.Name, Position = position.Name }).ToListAsync(ct);

    private Task<List<string>> RolesAsync(Guid personId, CancellationToken ct) => db.RoleGrants.Where(g => g.PersonId == personId).Select(g => g.Role).ToListAsync(ct);
}

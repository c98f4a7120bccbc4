using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Finds out on whose behalf a scope works, and with which roles.</summary>
internal sealed class FindIdentity(AppDbContext db)
{
    /// <summary>The person with the roles held right now; null when there is no such person.</summary>
    public async Task<CurrentUser.Identity?> OfAsync(Guid personId, CancellationToken ct)
    {
        var found = await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking()
            .Where(p => p.Id == personId)
            .Select(p => new
            {
                p.CompanyId,
                p.Name,
                p.UserName,
                BranchId = db.Employments.Where(e => e.PersonId == p.Id).OrderByDescending(e => e.From).Select(e => (Guid?)e.BranchId).FirstOrDefault(),
                Roles = db.RoleGrants.Where(g => g.PersonId == p.Id).Select(g => g.Role).ToList(),
            })
            .SingleOrDefaultAsync(ct);
        return found is null
            ? null
            : new CurrentUser.Identity(personId, found.CompanyId, found.BranchId, found.Name, found.UserName, [OrgRoles.Employee, .. found.Roles.Distinct().Order()]);
    }
}

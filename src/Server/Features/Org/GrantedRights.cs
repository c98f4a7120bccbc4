using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Who may do by a granted role what somebody else may not: to them, that person's ways of signing in are closed, because they would be a way to more rights.</summary>
/// <remarks>What people may do by their standing, such as managing others, is not counted: it follows from the structure, which whoever changes people may change anyway.</remarks>
internal static class GrantedRights
{
    // Where a role reaches a branch or a department, only a reach as wide as the company is surely no narrower.
    private static readonly IReadOnlyList<Guid> AnyPlace = [Guid.Empty];

    /// <summary>The people of a company who hold a role, now or later, that allows more than this person may do.</summary>
    /// <param name="db">The database.</param>
    /// <param name="by">Who would gain by being one of them. Never among the answer.</param>
    /// <param name="companyId">The company.</param>
    /// <param name="nowUtc">Roles that are over by then do not count.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<HashSet<Guid>> WiderThanAsync(AppDbContext db, CurrentUser.Identity by, Guid companyId, DateTime nowUtc, CancellationToken ct)
    {
        // A day earlier, because a role counts until the last day of the branch's calendar.
        var lastDay = DateOnly.FromDateTime(nowUtc).AddDays(-1);
        var grants = await db.RoleGrants.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking()
            .Where(g => g.CompanyId == companyId && g.RevokedUtc == null && (g.Until == null || g.Until >= lastDay) && g.PersonId != by.PersonId)
            .Select(g => new { g.PersonId, g.Role, g.BranchId }).ToListAsync(ct);
        var roles = await RolesOfCompany.OfAsync(db, companyId, ct);
        return [.. grants.Where(g => roles.Held(g.Role, g.BranchId, AnyPlace, AnyPlace).Any(right => !by.Rights.Cover(right, by.CompanyId == companyId))).Select(g => g.PersonId)];
    }
}

using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Finds out on whose behalf a scope works, and with which roles.</summary>
internal sealed class FindIdentity(AppDbContext db, TimeProvider clock)
{
    private sealed record Found(Guid CompanyId, string Name, string UserName, bool Manages, List<Guid> Heads, List<RoleGrant> Grants);

    /// <summary>The person with the roles held right now; null when there is no such person.</summary>
    public async Task<CurrentUser.Identity?> OfAsync(Guid personId, CancellationToken ct)
    {
        if (await ReadAsync(personId, ct) is not { } found) return null;
        var standing = (await Standing.OfAsync(db, [personId], clock.GetUtcNow().UtcDateTime, ct)).GetValueOrDefault(personId);
        var today = (standing?.Branch.DayOf(clock.GetUtcNow().UtcDateTime)) ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var roles = await RolesOfCompany.OfAsync(db, found.CompanyId, ct);
        var group = await CompanyGroup.OfAsync(db, found.CompanyId, ct);
        // Whoever has left keeps what is theirs, and no office. Whoever has not begun yet has not left.
        var hasLeft = standing is { IsActive: false } && standing.Employment.Until < today;
        var grants = hasLeft ? [] : found.Grants.FindAll(g => g.Covers(today));
        string[] byStanding = hasLeft ? [OrgRoles.Leaver]
            : [OrgRoles.Employee, .. found.Manages ? [OrgRoles.DirectManager] : Array.Empty<string>(), .. found.Heads.Count > 0 ? [OrgRoles.DepartmentHead] : Array.Empty<string>()];
        var rights = byStanding.SelectMany(role => roles.Held(role, null, Branch(standing), role == OrgRoles.DepartmentHead ? found.Heads : Department(standing)))
            .Concat(grants.SelectMany(g => roles.Held(g.Role, g.BranchId, Branch(standing), Department(standing))));
        return new CurrentUser.Identity(personId, found.CompanyId, standing?.Branch.Id, found.Name, found.UserName,
            [.. byStanding, .. grants.Select(g => g.Role).Distinct().Order(StringComparer.Ordinal)], new HeldRights(rights), group, today) { Locale = standing?.Locale ?? "zh-CN", TimeZoneId = standing?.Branch.TimeZoneId ?? "UTC" };
    }

    private Task<Found?> ReadAsync(Guid personId, CancellationToken ct) => db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking()
        .Where(p => p.Id == personId)
        .Select(p => new Found(p.CompanyId, p.Name, p.UserName,
            db.Employments.Any(e => e.ManagerId == p.Id),
            db.Departments.Where(d => d.HeadId == p.Id).Select(d => d.Id).ToList(),
            db.RoleGrants.Where(g => g.PersonId == p.Id && g.RevokedUtc == null).ToList()))
        .AsSplitQuery()
        .SingleOrDefaultAsync(ct);

    private static IReadOnlyList<Guid> Branch(Standing? standing) => standing is null ? [] : [standing.Branch.Id];

    private static IReadOnlyList<Guid> Department(Standing? standing) => standing is null ? [] : [standing.Department.Id];
}

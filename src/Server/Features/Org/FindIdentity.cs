using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Org;

/// <summary>Finds out on whose behalf a scope works, and with which roles.</summary>
internal sealed class FindIdentity(AppDbContext db, TimeProvider clock)
{
    /// <summary>The person with the roles held right now; null when there is no such person.</summary>
    public async Task<CurrentUser.Identity?> OfAsync(Guid personId, CancellationToken ct)
    {
        if (await IdentityRows.OfAsync(db, personId, ct) is not { } found) return null;
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        // For one who has left, the last employment: a leaver still has a department and a manager while the offboarding runs.
        var place = found.Places.OrderBy(p => p.Covers(nowUtc)).ThenBy(p => p.From).LastOrDefault();
        var today = place?.DayOf(nowUtc) ?? DateOnly.FromDateTime(nowUtc);
        // Whoever has left keeps what is theirs, and no office. Whoever has not begun yet has not left.
        var hasLeft = place is not null && !place.Covers(nowUtc) && place.Until < today;
        var grants = hasLeft ? [] : found.Grants.Where(g => g.Covers(today)).ToList();
        string[] byStanding = hasLeft ? [OrgRoles.Leaver]
            : [OrgRoles.Employee, .. found.Manages ? [OrgRoles.DirectManager] : Array.Empty<string>(), .. found.Heads.Count > 0 ? [OrgRoles.DepartmentHead] : Array.Empty<string>()];
        IReadOnlyList<Guid> branch = place is null ? [] : [place.BranchId], department = place is null ? [] : [place.DepartmentId];
        var rights = byStanding.SelectMany(role => found.Roles.Held(role, null, branch, role == OrgRoles.DepartmentHead ? found.Heads : department))
            .Concat(grants.SelectMany(g => found.Roles.Held(g.Role, g.BranchId, branch, department)));
        return new CurrentUser.Identity(personId, found.CompanyId, place?.BranchId, found.Name, found.UserName,
            [.. byStanding, .. grants.Select(g => g.Role).Distinct().Order(StringComparer.Ordinal)], new HeldRights(rights), CompanyGroup.Of(found.CompanyId, found.Parents), today)
        {
            Locale = found.Locale ?? place?.Locale ?? "zh-CN",
            TimeZoneId = place?.TimeZoneId ?? "UTC",
        };
    }
}

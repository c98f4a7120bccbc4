using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>The roles that count in one company: its own, and those of the product that it has not replaced.</summary>
internal sealed class RolesOfCompany(IReadOnlyDictionary<string, IReadOnlyList<Right>> own)
{
    /// <summary>Names of all roles.</summary>
    public IReadOnlyList<string> Names => [.. ProductRoles.Names, .. own.Keys.Where(name => ProductRoles.Find(name) is null).Order(StringComparer.Ordinal)];

    /// <summary>Reads them.</summary>
    public static async Task<RolesOfCompany> OfAsync(AppDbContext db, Guid companyId, CancellationToken ct) =>
        new(await db.CompanyRoles.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(r => r.CompanyId == companyId).ToDictionaryAsync(r => r.Name, r => r.ReadRights(), ct));

    /// <summary>The rights of a role; null when there is none of that name.</summary>
    public IReadOnlyList<Right>? Find(string role) => own.GetValueOrDefault(role) ?? ProductRoles.Find(role);

    /// <summary>True for a role that the company has made or changed.</summary>
    public bool IsOwn(string role) => own.ContainsKey(role);

    /// <summary>The rights that somebody holds by a role.</summary>
    /// <param name="role">The role.</param>
    /// <param name="branch">The only branch that the role is held for.</param>
    /// <param name="branches">Branches that the reach <see cref="Reach.Branch"/> means otherwise.</param>
    /// <param name="departments">Departments that the reach <see cref="Reach.DepartmentTree"/> means.</param>
    public IEnumerable<HeldRight> Held(string role, Guid? branch, IReadOnlyList<Guid> branches, IReadOnlyList<Guid> departments) =>
        (Find(role) ?? []).SelectMany(right => (right.Reach, branch) switch
        {
            ( > Reach.DirectReports, { } only) => [new HeldRight(right.Permission, Reach.Branch, only)],
            (Reach.Branch, null) => branches.Select(b => new HeldRight(right.Permission, Reach.Branch, b)),
            (Reach.DepartmentTree, null) => departments.Select(d => new HeldRight(right.Permission, Reach.DepartmentTree, d)),
            _ => [new HeldRight(right.Permission, right.Reach)],
        });
}

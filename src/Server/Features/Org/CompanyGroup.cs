using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Which companies belong together.</summary>
internal static class CompanyGroup
{
    /// <summary>The companies of a company's group, itself among them; the first is the group itself.</summary>
    public static async Task<IReadOnlyList<Guid>> OfAsync(AppDbContext db, Guid companyId, CancellationToken ct) =>
        Of(companyId, await db.Companies.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.ParentId, ct));

    /// <summary>The same, from the companies with the one above each.</summary>
    public static IReadOnlyList<Guid> Of(Guid companyId, IReadOnlyDictionary<Guid, Guid?> parents)
    {
        var top = TopOf(companyId, parents);
        return [top, .. parents.Keys.Where(id => id != top && TopOf(id, parents) == top).Order()];
    }

    private static Guid TopOf(Guid companyId, IReadOnlyDictionary<Guid, Guid?> parents)
    {
        while (parents[companyId] is { } parent) companyId = parent;
        return companyId;
    }
}

using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>The definitions that the company may run: its own and those of all companies; every version, newest first.</summary>
internal static class ListDefinitions
{
    internal sealed record Item(string Id, string DefinitionId, int Version, string Name, bool IsPublished, bool IsLatest, bool IsOwn, DateTime CreatedUtc);

    public static async Task<Ok<List<Item>>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var own = user.CompanyId;
        return TypedResults.Ok(await db.DefinitionVersions
            .Where(d => d.OwnerId == own || d.OwnerId == DefinitionVersion.AllCompanies)
            .OrderBy(d => d.DefinitionId).ThenByDescending(d => d.Version)
            .Select(d => new Item(d.Id, d.DefinitionId, d.Version, d.Name, d.IsPublished, d.IsLatest, d.OwnerId == own, d.CreatedUtc))
            .ToListAsync(ct));
    }
}

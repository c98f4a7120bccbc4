using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>The variants of the company; for those who look after the group, of all its companies.</summary>
internal static class ListVariants
{
    /// <param name="Company">The company that has it otherwise.</param>
    /// <param name="BaseVersion">Version of the template that the changes are made on.</param>
    /// <param name="IsPublished">The changes have been published as they are.</param>
    /// <param name="UpdatedUtc">When they were changed last.</param>
    public sealed record Item(string DefinitionId, string Name, string Company, int BaseVersion, bool IsPublished, DateTime UpdatedUtc);

    public static async Task<Ok<List<Item>>> HandleAsync(AppDbContext db, CancellationToken ct) => TypedResults.Ok(await (
        from overlay in db.DefinitionOverlays
        join version in db.DefinitionVersions on overlay.BaseVersionId equals version.Id
        join company in db.Companies on overlay.CompanyId equals company.Id
        orderby version.Name, company.Name
        select new Item(overlay.DefinitionId, version.Name, company.Name, overlay.BaseVersion, overlay.IsPublished, overlay.UpdatedUtc)).ToListAsync(ct));
}

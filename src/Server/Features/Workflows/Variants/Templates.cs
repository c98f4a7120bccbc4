using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Templates: what the company above offers, or else what comes with the product.</summary>
internal static class Templates
{
    /// <summary>The version that a company without a variant runs; null when it sees no such definition, or has it of its own alone.</summary>
    public static Task<DefinitionVersion?> FindAsync(AppDbContext db, Guid company, string definitionId, CancellationToken ct) => db.DefinitionVersions.AsNoTracking()
        .Where(d => d.DefinitionId == definitionId && d.IsPublished && d.DeletedUtc == null
            && (d.OwnerId == DefinitionVersion.AllCompanies || (d.IsTemplate && db.Companies.Any(c => c.Id == company && c.ParentId == d.OwnerId))))
        .OrderBy(d => d.OwnerId == DefinitionVersion.AllCompanies).FirstOrDefaultAsync(ct);
}

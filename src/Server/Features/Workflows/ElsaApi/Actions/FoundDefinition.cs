using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Actions;

/// <summary>The JSON of a version that a company sees, drafts included.</summary>
internal static class FoundDefinition
{
    /// <summary>The version with that id, or the newest of the definition that fits; null when there is none.</summary>
    public static async Task<WorkflowDefinition?> FindAsync(AppDbContext db, Guid company, string? definitionId, string? versionId, VersionOptions wanted, CancellationToken ct)
    {
        var seen = SeenVersion.Of(db, company);
        var found = versionId is { Length: > 0 }
            ? seen.Where(v => v.Id == versionId)
            : wanted.Of(seen.Where(v => v.DefinitionId == definitionId));
        var id = await found.OrderByDescending(v => v.IsLatest).ThenByDescending(v => v.IsOwn).ThenByDescending(v => v.Version).Select(v => v.Id).FirstOrDefaultAsync(ct);
        return id is null ? null : WorkflowDefinition.Read(await db.DefinitionVersions.Where(d => d.Id == id).Select(d => d.Json).SingleAsync(ct));
    }
}

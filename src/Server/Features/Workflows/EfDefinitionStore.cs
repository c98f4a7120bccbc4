using System.Collections.Concurrent;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Definitions in the database, as the engine runs them: only versions that never change, so that each is read once.</summary>
internal sealed class EfDefinitionStore(AppDbContext db, KnownVersions known) : IDefinitionStore
{
    public async Task<StoredDefinition?> FindAsync(string tenantId, string definitionId, int? version, CancellationToken ct)
    {
        var own = Guid.TryParseExact(tenantId, "D", out var id) ? id : DefinitionVersion.AllCompanies;
        var found = version is { } number ? await FindNumberAsync(own, definitionId, number, ct) : await FindPublishedAsync(own, definitionId, ct);
        return found is null ? null : await FindVersionAsync(found, ct);
    }

    public async Task<StoredDefinition?> FindVersionAsync(string versionId, CancellationToken ct)
    {
        if (known.Find(versionId) is { } seen) return seen;
        var row = await db.DefinitionVersions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == versionId && d.FrozenUtc != null, ct);
        return row is null ? null : known.Add(Checked(row));
    }

    private Task<string?> FindPublishedAsync(Guid own, string definitionId, CancellationToken ct) => HotQuery.FirstAsync(db,
        """
        SELECT id FROM workflow_definitions
        WHERE definition_id = $1 AND is_published AND (owner_id = $2 OR owner_id = $3 OR (is_template AND owner_id = (SELECT parent_id FROM companies WHERE id = $2)))
        ORDER BY CASE WHEN owner_id = $2 THEN 0 WHEN owner_id = $3 THEN 2 ELSE 1 END LIMIT 1
        """,
        [definitionId, own, DefinitionVersion.AllCompanies], row => row.GetString(0), ct);

    private Task<string?> FindNumberAsync(Guid own, string definitionId, int number, CancellationToken ct) => db.DefinitionVersions
        .Where(d => d.DefinitionId == definitionId && (d.OwnerId == own || d.OwnerId == DefinitionVersion.AllCompanies || (d.IsTemplate && db.Companies.Any(c => c.Id == own && c.ParentId == d.OwnerId))))
        .Where(d => d.Version == number && d.FrozenUtc != null && d.DeletedUtc == null)
        .OrderBy(d => d.OwnerId == own ? 0 : d.OwnerId == DefinitionVersion.AllCompanies ? 2 : 1).Select(d => d.Id).FirstOrDefaultAsync(ct);

    private static StoredDefinition Checked(DefinitionVersion row) => DefinitionVersion.ChecksumOf(row.Json) == row.Checksum
        ? new StoredDefinition(row.Id, row.DefinitionId, row.Version, row.Json)
        : throw new InvalidOperationException($"Expected version {row.Version} of definition '{row.DefinitionId}' to be as it was published, but its text does not fit its checksum.");
}

/// <summary>Versions that this process has read. Version ids are unique across companies.</summary>
internal sealed class KnownVersions
{
    private readonly ConcurrentDictionary<string, StoredDefinition> byId = new();

    public StoredDefinition? Find(string versionId) => byId.GetValueOrDefault(versionId);

    public StoredDefinition Add(StoredDefinition version) => byId.GetOrAdd(version.VersionId, version);
}

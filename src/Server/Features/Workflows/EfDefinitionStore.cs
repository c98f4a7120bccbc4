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
        var found = await db.DefinitionVersions
            .Where(d => d.DefinitionId == definitionId && (d.OwnerId == own || d.OwnerId == DefinitionVersion.AllCompanies))
            .Where(d => version == null ? d.IsPublished : d.Version == version && d.FrozenUtc != null && d.DeletedUtc == null)
            .Select(d => new { d.Id, d.OwnerId })
            .ToListAsync(ct);
        return found.OrderBy(d => d.OwnerId == own ? 0 : 1).FirstOrDefault() is { } first ? await FindVersionAsync(first.Id, ct) : null;
    }

    public async Task<StoredDefinition?> FindVersionAsync(string versionId, CancellationToken ct)
    {
        if (known.Find(versionId) is { } seen) return seen;
        var row = await db.DefinitionVersions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == versionId && d.FrozenUtc != null, ct);
        return row is null ? null : known.Add(Checked(row));
    }

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

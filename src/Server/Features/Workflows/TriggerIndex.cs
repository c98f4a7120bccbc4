using HrBpm.Server.Database;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Which published definitions start instances, and by what. Whoever publishes or retracts a version renews it in the same transaction.</summary>
internal sealed class TriggerIndex(AppDbContext db, TriggerReader reader, TimeProvider time) : ITriggerStore
{
    /// <summary>Replaces the triggers of a definition. Nothing is saved here: it goes with the caller's <c>SaveChanges</c>.</summary>
    /// <param name="ownerId">Owner of the definition.</param>
    /// <param name="definitionId">Logical id.</param>
    /// <param name="published">The version that is published from now on; null when none is.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DefinitionException">What a trigger waits for cannot be worked out.</exception>
    public async Task RenewAsync(Guid ownerId, string definitionId, DefinitionVersion? published, CancellationToken ct)
    {
        db.WorkflowTriggers.RemoveRange(await db.WorkflowTriggers.Where(t => t.OwnerId == ownerId && t.DefinitionId == definitionId).ToListAsync(ct));
        if (published is null) return;
        var triggers = await reader.ReadAsync(new StoredDefinition(published.Id, published.DefinitionId, published.Version, published.Json), time.GetUtcNow().UtcDateTime, ct);
        db.WorkflowTriggers.AddRange(triggers.Select((trigger, at) => WorkflowTrigger.Of(trigger, ownerId, at + 1)));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Trigger>> FindAsync(string tenantId, string hash, CancellationToken ct)
    {
        var own = Guid.ParseExact(tenantId, "D");
        var above = await db.Companies.Where(c => c.Id == own).Select(c => c.ParentId).SingleOrDefaultAsync(ct);
        // What a company has of its own stands in the place of the template above it, and that in the place of the product's.
        var found = await db.WorkflowTriggers.AsNoTracking()
            .Where(t => t.Hash == hash)
            .Where(t => t.OwnerId == own || !db.DefinitionVersions.Any(d => d.OwnerId == own && d.DefinitionId == t.DefinitionId && d.IsPublished)
                && (t.OwnerId == above && db.DefinitionVersions.Any(d => d.Id == t.DefinitionVersionId && d.IsTemplate)
                    || t.OwnerId == DefinitionVersion.AllCompanies && !db.DefinitionVersions.Any(d => d.OwnerId == above && d.DefinitionId == t.DefinitionId && d.IsPublished && d.IsTemplate)))
            .OrderBy(t => t.DefinitionId).ThenBy(t => t.Number)
            .ToListAsync(ct);
        return [.. found.Select(t => t.Read())];
    }
}

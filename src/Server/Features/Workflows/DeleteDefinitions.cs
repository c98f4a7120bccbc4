using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Deletes a company's own definitions, or versions of them, within the scope's transaction. The rows stay for those who look at what ran on them.</summary>
internal sealed class DeleteDefinitions(AppDbContext db, TriggerIndex triggers, IAuditTrail audit, TimeProvider time)
{
    /// <summary>Deletes every version. Where the product has one with that id, it is in force again.</summary>
    public async Task<Refusal?> DeleteAsync(DefinitionAuthor author, string definitionId, CancellationToken ct)
    {
        var own = await OwnAsync(author, d => d.DefinitionId == definitionId, ct);
        if (own.Count == 0)
        {
            return await db.DefinitionVersions.AnyAsync(d => d.DefinitionId == definitionId && d.OwnerId == DefinitionVersion.AllCompanies, ct)
                ? DefinitionRefusals.OfAllCompanies(definitionId)
                : DefinitionRefusals.Unknown(definitionId);
        }

        if (await RunningAsync(own, ct) is > 0 and var running) return DefinitionRefusals.InUse(definitionId, running);
        foreach (var version in own) Delete(author, version);
        await triggers.RenewAsync(author.CompanyId, definitionId, null, ct);
        return null;
    }

    /// <summary>Deletes one version that is not published.</summary>
    public async Task<Refusal?> DeleteVersionAsync(DefinitionAuthor author, string id, CancellationToken ct)
    {
        if ((await OwnAsync(author, d => d.Id == id, ct)).SingleOrDefault() is not { } version)
        {
            return await db.DefinitionVersions.Where(d => d.Id == id && d.OwnerId == DefinitionVersion.AllCompanies).Select(d => d.DefinitionId).SingleOrDefaultAsync(ct) is { } product
                ? DefinitionRefusals.OfAllCompanies(product)
                : DefinitionRefusals.UnknownVersion(id);
        }

        if (version.IsPublished) return DefinitionRefusals.IsPublished(version);
        if (await RunningAsync([version], ct) is > 0 and var running) return DefinitionRefusals.InUse(version.DefinitionId, running);
        var wasLatest = version.IsLatest;
        Delete(author, version);
        if (wasLatest && (await OwnAsync(author, d => d.DefinitionId == version.DefinitionId && d.Id != id, ct)).MaxBy(d => d.Version) is { } next) next.IsLatest = true;
        return null;
    }

    private Task<List<DefinitionVersion>> OwnAsync(DefinitionAuthor author, System.Linq.Expressions.Expression<Func<DefinitionVersion, bool>> which, CancellationToken ct) =>
        db.DefinitionVersions.Where(d => d.OwnerId == author.CompanyId && d.DeletedUtc == null).Where(which).ToListAsync(ct);

    private Task<int> RunningAsync(IEnumerable<DefinitionVersion> versions, CancellationToken ct)
    {
        var ids = versions.Select(v => v.Id).ToList();
        return db.WorkflowInstances.CountAsync(i => ids.Contains(i.DefinitionVersionId) && i.Status == InstanceStatus.Running, ct);
    }

    private void Delete(DefinitionAuthor author, DefinitionVersion version)
    {
        version.Delete(time.GetUtcNow().UtcDateTime);
        audit.Record(new AuditFact(author.CompanyId, author.Actor, "definitions.deleted", $"definition:{version.DefinitionId}", new { version = version.Version, sha256 = version.Checksum }));
    }
}

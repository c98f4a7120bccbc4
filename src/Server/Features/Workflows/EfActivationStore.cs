using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Lets one start at a time ask whether an instance of its kind runs already, and hold the answer until its transaction ends.</summary>
internal sealed class EfActivationStore(AppDbContext db) : IActivationStore
{
    public async Task<string?> FindRunningAsync(ActivationClaim claim, CancellationToken ct)
    {
        // There may be no row yet that could be locked, so the question itself is. On SQLite the transaction is the lock.
        var question = $"activation|{claim.TenantId}|{claim.DefinitionId}|{claim.HasCorrelation}|{claim.CorrelationId}";
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({question}, 0))", ct);
        var company = Guid.ParseExact(claim.TenantId, "D");
        var running = db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(i => i.CompanyId == company && i.Status == InstanceStatus.Running);
        if (claim.DefinitionId is { } definition) running = running.Where(i => i.DefinitionId == definition);
        if (claim.HasCorrelation) running = running.Where(i => i.CorrelationId == claim.CorrelationId);
        return await running.OrderBy(i => i.CreatedUtc).Select(i => i.Id).FirstOrDefaultAsync(ct);
    }
}

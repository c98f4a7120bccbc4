using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>What commitments of the audit trail about a person stand for. The entries stay, and so do their hashes and proofs.</summary>
internal sealed class ErasableParticulars(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.AuditParticulars;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => About(personId).CountAsync(ct);

    public Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct) =>
        About(personId).ExecuteUpdateAsync(set => set.SetProperty(o => o.Content, (byte[]?)null).SetProperty(o => o.ErasedUtc, nowUtc), ct);

    private IQueryable<AuditOpening> About(Guid personId) => db.AuditOpenings.Where(o => o.PersonId == personId && o.Content != null);
}

using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Which files a person was in. That a file was taken stays in the audit trail.</summary>
internal sealed class ErasableExports(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.AuditParticulars;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => db.ExportedPeople.CountAsync(e => e.PersonId == personId, ct);

    public Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct) => db.ExportedPeople.Where(e => e.PersonId == personId).ExecuteDeleteAsync(ct);
}

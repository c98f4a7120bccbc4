using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>A person's identity number and bank account.</summary>
internal sealed class ErasableNumbers(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.Numbers;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => db.PersonSecrets.CountAsync(s => s.PersonId == personId, ct);

    public Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct) => db.PersonSecrets.Where(s => s.PersonId == personId).ExecuteDeleteAsync(ct);
}

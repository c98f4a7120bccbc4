using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>A person's account, with its sessions, passkeys and passwords.</summary>
internal sealed class ErasableAccount(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.SignIn;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => db.Users.CountAsync(u => u.PersonId == personId, ct);

    public Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct) => db.Users.Where(u => u.PersonId == personId).ExecuteDeleteAsync(ct);
}

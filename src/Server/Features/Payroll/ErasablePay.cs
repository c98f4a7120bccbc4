using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Payroll;

/// <summary>A person's final pay.</summary>
internal sealed class ErasablePay(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.Pay;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => db.PayStatements.CountAsync(s => s.EmployeeId == personId, ct);

    // Its items go with it.
    public Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct) => db.PayStatements.Where(s => s.EmployeeId == personId).ExecuteDeleteAsync(ct);
}

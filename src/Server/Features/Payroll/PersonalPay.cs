using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Payroll;

/// <summary>A person's final pay.</summary>
internal sealed class PersonalPay(AppDbContext db, PayAmounts amounts) : IPersonalData
{
    public string Name => "finalPay";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct)
    {
        var statements = new List<object>();
        foreach (var row in await db.PayStatements.AsNoTracking().Include(s => s.Items).Where(s => s.EmployeeId == personId).OrderBy(s => s.Id).ToListAsync(ct))
            statements.Add(new { row.CaseNumber, row.StatutoryPayUtc, (await amounts.OpenAsync(row, ct)).Items });
        return statements;
    }
}

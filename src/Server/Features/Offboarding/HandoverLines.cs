using HrBpm.Activities.Offboarding;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>Handover lines within the current run; the run saves them.</summary>
internal sealed class HandoverLines(AppDbContext db) : IHandover
{
    public async Task<IReadOnlyList<HandoverLine>> ListAsync(Guid caseId, CancellationToken ct) => [.. (await RowsAsync(caseId, ct)).Select(row => row.ToLine())];

    public async Task ReplaceAsync(Guid caseId, IReadOnlyList<HandoverLine> lines, CancellationToken ct)
    {
        var companyId = (await db.OffboardingCases.FindAsync([caseId], ct))!.CompanyId;
        db.RemoveRange(await RowsAsync(caseId, ct));
        db.AddRange(lines.Select(line => new HandoverRow { CompanyId = companyId, CaseId = caseId, Number = line.Number, Kind = line.Kind, Subject = line.Subject, State = line.State }));
    }

    public async Task ConfirmAsync(Guid caseId, IReadOnlyCollection<int> numbers, string receiverId, DateTime nowUtc, CancellationToken ct)
    {
        foreach (var row in (await RowsAsync(caseId, ct)).Where(row => numbers.Contains(row.Number))) row.Confirm(receiverId, nowUtc);
    }

    // The change tracker has what this run has added and not saved yet; rows that it removed are not in Local any more.
    private async Task<List<HandoverRow>> RowsAsync(Guid caseId, CancellationToken ct)
    {
        await db.HandoverLines.Where(row => row.CaseId == caseId).LoadAsync(ct);
        return [.. db.HandoverLines.Local.Where(row => row.CaseId == caseId).OrderBy(row => row.Number)];
    }
}

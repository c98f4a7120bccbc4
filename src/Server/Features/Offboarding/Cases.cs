using HrBpm.Activities.Offboarding;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>Offboarding cases within the current run; the run saves them.</summary>
internal sealed class Cases(AppDbContext db, DamageClaims claims) : IOffboarding
{
    public async Task<OffboardingCase?> FindAsync(Guid caseId, CancellationToken ct) => (await db.OffboardingCases.FindAsync([caseId], ct))?.ToCase();

    public async Task<Guid?> OpenCaseOfAsync(Guid leaverId, CancellationToken ct) =>
        db.OffboardingCases.Local.FirstOrDefault(c => c.OpenLeaverId == leaverId)?.Id
        ?? (await db.OffboardingCases.Where(c => c.OpenLeaverId == leaverId).Select(c => new { c.Id }).FirstOrDefaultAsync(ct))?.Id;

    public async Task SaveAsync(OffboardingCase facts, CancellationToken ct)
    {
        if (await db.OffboardingCases.FindAsync([facts.Id], ct) is { } row) row.Take(facts);
        else db.Add(CaseRow.Of(facts));
    }

    public async Task<Refusal?> MoveToAsync(Guid caseId, OffboardingStage stage, string? note, DateTime nowUtc, CancellationToken ct)
    {
        var row = await RowAsync(caseId, ct);
        if (OffboardingStages.WhyNotMove(row.Stage, stage) is { } refusal) return refusal;
        row.MoveTo(stage, note, nowUtc);
        return null;
    }

    public async Task RecordAnswerAsync(Guid caseId, NoticeAnswer answer, CancellationToken ct) => (await RowAsync(caseId, ct)).Keep(answer);

    public async Task RecordDamageAsync(Guid caseId, DamageClaim claim, CancellationToken ct) => await claims.KeepAsync(await RowAsync(caseId, ct), claim, ct);

    private async Task<CaseRow> RowAsync(Guid caseId, CancellationToken ct) =>
        await db.OffboardingCases.FindAsync([caseId], ct) ?? throw new InvalidOperationException($"Expected an offboarding case {caseId}, but there is none.");
}

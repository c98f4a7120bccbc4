using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>A person's labour contracts.</summary>
internal sealed class ErasableContracts(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.Contracts;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => db.LaborContracts.CountAsync(c => c.PersonId == personId, ct);

    public Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct) => db.LaborContracts.Where(c => c.PersonId == personId).ExecuteDeleteAsync(ct);
}

/// <summary>Why and how a person left, and the certificate. The case stays, with its number and dates.</summary>
internal sealed class ErasableLeaving(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.Leaving;

    public async Task<int> CountAsync(Guid personId, CancellationToken ct) => await Told(personId).CountAsync(ct) + await Certificates(personId).CountAsync(ct);

    public async Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct) =>
        await Certificates(personId).ExecuteDeleteAsync(ct) + await Told(personId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Reason, "").SetProperty(c => c.StageNote, (string?)null)
            .SetProperty(c => c.DecisionNote, (string?)null).SetProperty(c => c.Damage, (byte[]?)null).SetProperty(c => c.KeyId, (Guid?)null), ct);

    private IQueryable<CaseRow> Told(Guid personId) => db.OffboardingCases.Where(c => c.LeaverId == personId && c.EndedUtc != null && (c.Reason != "" || c.StageNote != null || c.DecisionNote != null || c.Damage != null));

    private IQueryable<CertificateRow> Certificates(Guid personId) => db.Certificates.Where(c => db.OffboardingCases.Any(o => o.Id == c.CaseId && o.LeaverId == personId));
}

using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>A person's labour contracts, and the cases in which they left, with what they handed over and their certificates.</summary>
internal sealed class PersonalCases(AppDbContext db) : IPersonalData
{
    public string Name => "contractsAndLeaving";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct) => new
    {
        Contracts = await db.LaborContracts.AsNoTracking().Where(c => c.PersonId == personId).OrderBy(c => c.From).Select(c => new { c.From, c.To }).ToListAsync(ct),
        Cases = await db.Set<CaseRow>().AsNoTracking().Where(c => c.LeaverId == personId).OrderBy(c => c.OpenedUtc)
            .Select(c => new { c.Number, c.Kind, c.NoticeDate, c.LegalEnd, c.LastWorkingDay, c.Reason, c.Stage, c.OpenedUtc, c.EndedUtc }).ToListAsync(ct),
        Handover = await db.Set<HandoverRow>().AsNoTracking().Where(h => db.OffboardingCases.Any(c => c.Id == h.CaseId && c.LeaverId == personId)).OrderBy(h => h.CaseId).ThenBy(h => h.Number)
            .Select(h => new { h.Kind, h.Subject, h.State, h.ConfirmedUtc }).ToListAsync(ct),
        Certificates = await db.Certificates.AsNoTracking().Where(certificate => db.OffboardingCases.Any(c => c.Id == certificate.CaseId && c.LeaverId == personId)).OrderBy(certificate => certificate.IssuedUtc)
            .Select(certificate => new { certificate.Text, certificate.DatedOn, certificate.IssuedUtc, certificate.Sha256 }).ToListAsync(ct),
    };
}

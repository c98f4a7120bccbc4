using HrBpm.Activities.Offboarding;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>Certificates, and what they state, within the current run.</summary>
internal sealed class Certificates(AppDbContext db) : ICertificates, IEmploymentFacts
{
    public async Task<Certificate?> FindAsync(Guid caseId, CancellationToken ct) => (await db.Certificates.FindAsync([caseId], ct))?.ToCertificate();

    public async Task AddAsync(Certificate certificate, CancellationToken ct)
    {
        var companyId = (await db.OffboardingCases.FindAsync([certificate.CaseId], ct))!.CompanyId;
        db.Add(new CertificateRow
        {
            CaseId = certificate.CaseId,
            CompanyId = companyId,
            Text = certificate.Text,
            Sha256 = certificate.Sha256,
            DatedOn = certificate.DatedOn,
            IssuedUtc = certificate.IssuedAtUtc,
        });
    }

    async Task<EmploymentFacts?> IEmploymentFacts.FindAsync(Guid personId, CancellationToken ct)
    {
        var last = await (
            from employment in db.Employments
            where employment.PersonId == personId
            join company in db.Companies on employment.CompanyId equals company.Id
            join position in db.Positions on employment.PositionId equals position.Id
            orderby employment.From descending
            select new { Company = company.Name, Position = position.Name, employment.CompanyId }).FirstOrDefaultAsync(ct);
        if (last is null) return null;
        var hiredOn = await db.Employments.Where(e => e.PersonId == personId && e.CompanyId == last.CompanyId).MinAsync(e => e.From, ct);
        var contract = await db.LaborContracts.Where(c => c.PersonId == personId).OrderByDescending(c => c.From).FirstOrDefaultAsync(ct);
        return contract is null ? null : new EmploymentFacts(last.Company, last.Position, hiredOn, contract.From, contract.To);
    }
}

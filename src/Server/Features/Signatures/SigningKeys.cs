using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Who signs: a person, as the certificate names them.</summary>
internal sealed record Signer(Guid PersonId, string Name, string EmployeeNumber, Guid CompanyId, string CompanyName);

/// <summary>A signer's certificate with its private key.</summary>
internal sealed record SigningKey(X509Certificate2 Certificate, ECDsa Key) : IDisposable
{
    public void Dispose()
    {
        Certificate.Dispose();
        Key.Dispose();
    }
}

/// <summary>Finds a signer's certificate and key, and issues them, with the company's authority, where they are missing.</summary>
internal sealed class SigningKeys(AppDbContext db, PrivateKeys keys, SignatureOptions options, TimeProvider clock)
{
    /// <summary>A certificate is replaced when it has less than this left.</summary>
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(30);

    /// <summary>The signer's certificate and key, which the caller disposes.</summary>
    public async Task<SigningKey> OfAsync(Signer signer, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var subject = CertificateMaking.SubjectOf(signer.CompanyName, signer.EmployeeNumber, signer.Name);
        var goodUntil = now + (options.CertificateLife > RenewedBefore * 2 ? RenewedBefore : TimeSpan.Zero);
        var found = await db.SigningCertificates.AsNoTracking()
            .Where(c => c.PersonId == signer.PersonId && c.CompanyId == signer.CompanyId && c.Subject == subject.Name && c.NotAfterUtc > goodUntil)
            .OrderByDescending(c => c.NotAfterUtc).FirstOrDefaultAsync(ct);
        var row = found ?? await IssueAsync(signer, subject, now, ct);
        return new SigningKey(X509CertificateLoader.LoadCertificate(row.Certificate), keys.Unprotect(row.ProtectedKey, UseOf(signer)));
    }

    private async Task<SigningCertificate> IssueAsync(Signer signer, X500DistinguishedName subject, DateTime now, CancellationToken ct)
    {
        var authority = await AuthorityOfAsync(signer, now, ct);
        using var root = X509CertificateLoader.LoadCertificate(authority.Certificate);
        using var rootKey = keys.Unprotect(authority.ProtectedKey, UseOf(signer.CompanyId));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = CertificateMaking.Issue(root, rootKey, subject, key, now, options.CertificateLife);
        var row = new SigningCertificate
        {
            CompanyId = signer.CompanyId,
            PersonId = signer.PersonId,
            Certificate = certificate.RawData,
            ProtectedKey = keys.Protect(key, UseOf(signer)),
            Subject = subject.Name,
            NotAfterUtc = certificate.NotAfter.ToUniversalTime(),
        };
        db.SigningCertificates.Add(row);
        await db.SaveChangesAsync(ct);
        return row;
    }

    private async Task<CertificateAuthority> AuthorityOfAsync(Signer signer, DateTime now, CancellationToken ct)
    {
        var authorities = db.CertificateAuthorities.AsNoTracking().Where(a => a.CompanyId == signer.CompanyId);
        if (await authorities.SingleOrDefaultAsync(ct) is { } found) return found;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = CertificateMaking.Root(key, signer.CompanyName, now);
        var (certificate, stored) = (root.RawData, keys.Protect(key, UseOf(signer.CompanyId)));
        // Two people may sign first at the same time: one root wins, and both use it.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO certificate_authorities (company_id, certificate, protected_key) VALUES ({signer.CompanyId}, {certificate}, {stored}) ON CONFLICT DO NOTHING", ct);
        return await authorities.SingleAsync(ct);
    }

    private static string UseOf(Guid company) => $"certificate authority of {company:D}";

    private static string UseOf(Signer signer) => $"signatures of {signer.PersonId:D}";
}

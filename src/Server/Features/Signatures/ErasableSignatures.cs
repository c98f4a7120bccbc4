using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

/// <summary>A person's signatures and those of others in flows about the person, the key that they were made with, and the documents that nobody else signed.</summary>
internal sealed class ErasableSignatures(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.Signatures;

    public async Task<int> CountAsync(Guid personId, CancellationToken ct) => await Made(personId).CountAsync(ct) + await db.SigningCertificates.CountAsync(k => k.PersonId == personId, ct);

    public async Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct)
    {
        var documents = await Made(personId).Select(s => new { s.CompanyId, s.DocumentSha256 }).Distinct().ToListAsync(ct);
        var rows = await Made(personId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Statement, Array.Empty<byte>()).SetProperty(s => s.Cms, Array.Empty<byte>()).SetProperty(s => s.SignerName, "").SetProperty(s => s.Intent, "").SetProperty(s => s.DocumentTitle, "")
            .SetProperty(s => s.NextTimestampUtc, (DateTime?)null).SetProperty(s => s.ErasedUtc, nowUtc), ct);
        foreach (var document in documents)
            await db.DocumentBlobs.Where(d => d.CompanyId == document.CompanyId && d.Sha256 == document.DocumentSha256 && !db.Signatures.Any(s => s.CompanyId == d.CompanyId && s.DocumentSha256 == d.Sha256 && s.ErasedUtc == null)).ExecuteDeleteAsync(ct);
        return rows + await db.SigningCertificates.Where(k => k.PersonId == personId).ExecuteDeleteAsync(ct);
    }

    private IQueryable<Signature> Made(Guid personId) => 
        db.Signatures.Where(s => (s.PersonId == personId || db.Tasks.Any(t => t.SignatureId == s.Id && t.ConcerningId == personId)) && s.ErasedUtc == null);
}

using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Signed documents: sealed at rest, and byte for byte what was signed when they are read.</summary>
internal sealed class SignedDocuments(AppDbContext db, FieldSecrets secrets, CompanyKeys keys)
{
    /// <summary>Keeps a document under its hash, once per company, whoever signs it, at the same time too.</summary>
    public async Task KeepAsync(Guid companyId, string sha256, byte[] content, CancellationToken ct)
    {
        var stored = await secrets.SealAsync(DocumentBlob.PlaceOf(companyId, sha256), content, ct);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO document_blobs (company_id, sha256, content, key_id) VALUES ({companyId}, {sha256}, {stored}, {SealedBytes.KeyIdOf(stored)}) ON CONFLICT DO NOTHING", ct);
    }

    /// <summary>The document; null when there is none, or when what is stored is not what was sealed.</summary>
    /// <exception cref="SealedValueException">Its key is missing.</exception>
    public async Task<byte[]?> FindAsync(Guid companyId, string sha256, CancellationToken ct)
    {
        var stored = await db.DocumentBlobs.Where(d => d.CompanyId == companyId && d.Sha256 == sha256).Select(d => d.Content).SingleOrDefaultAsync(ct);
        return stored is null ? null : await OpenAsync(companyId, sha256, stored, ct);
    }

    // Changed bytes are for whoever checks the signature to report: they are no document that was signed.
    private async Task<byte[]> OpenAsync(Guid companyId, string sha256, byte[] stored, CancellationToken ct)
    {
        if (SealedBytes.KeyIdOf(stored) is not { } id || !await db.CompanyKeys.AnyAsync(k => k.Id == id, ct)) return stored;
        return SealedBytes.Open(await keys.FindAsync(id, ct), stored, DocumentBlob.PlaceOf(companyId, sha256).ToContext()) ?? stored;
    }
}

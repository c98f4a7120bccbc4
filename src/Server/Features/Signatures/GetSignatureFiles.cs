using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

// The files that anybody needs to verify a signature without this server.

internal static class GetSignatureCms
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(Guid signatureId, AppDbContext db, CurrentUser user, CancellationToken ct) =>
        await db.Signatures.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(s => s.Id == signatureId, ct) is { } row
            ? TypedResults.File(row.Cms, "application/pkcs7-signature", $"{signatureId:D}.p7s")
            : SignatureScope.Unknown(signatureId);
}

internal static class GetSignatureStatement
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(Guid signatureId, AppDbContext db, CurrentUser user, CancellationToken ct) =>
        await db.Signatures.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(s => s.Id == signatureId, ct) is { } row
            ? TypedResults.File(row.Statement, "application/json", $"{signatureId:D}.json")
            : SignatureScope.Unknown(signatureId);
}

internal static class GetSignedDocument
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(Guid signatureId, AppDbContext db, SignedDocuments documents, CurrentUser user, CancellationToken ct)
    {
        if (await db.Signatures.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(s => s.Id == signatureId, ct) is not { } row) return SignatureScope.Unknown(signatureId);
        var document = await documents.FindAsync(row.CompanyId, row.DocumentSha256, ct);
        // As bytes to save, never as a page to show: the text may hold what somebody typed.
        return document is not null
            ? TypedResults.File(document, "application/octet-stream", $"{row.DocumentSha256}.bin")
            : Problems.NotFound("signatures.document.unknown", $"Expected the document {row.DocumentSha256}, but it is gone.");
    }
}

internal static class GetAuthorityCertificate
{
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct) =>
        await db.CertificateAuthorities.Where(a => a.CompanyId == user.CompanyId).Select(a => a.Certificate).SingleOrDefaultAsync(ct) is { } der
            ? TypedResults.Text(System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", der), "application/x-pem-file")
            : Problems.NotFound("signatures.authority.unknown", "Expected the company to have a certificate authority, but nobody has signed yet.");
}

using System.Security.Cryptography;
using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

/// <summary>What the audit trail says of a signature, so that the row and the document can be compared with it.</summary>
/// <param name="Id">The signature.</param>
/// <param name="StatementSha256">Of the signed bytes.</param>
/// <param name="ValueSha256">Of the signature value itself, which a later time stamp does not change.</param>
/// <param name="DocumentSha256">Of the document.</param>
internal sealed record SignatureReference(Guid Id, string StatementSha256, string ValueSha256, string DocumentSha256)
{
    public static SignatureReference Of(SignatureDraft draft) =>
        new(draft.Id, Sha256(draft.Statement.ToArray()), ValueOf(draft.Cms.ToArray(), draft.Statement.ToArray()), draft.DocumentSha256);

    public static SignatureReference Of(Signature row, byte[] document) => new(row.Id, Sha256(row.Statement), ValueOf(row.Cms, row.Statement), Sha256(document));

    private static string ValueOf(byte[] cms, byte[] statement)
    {
        try
        {
            return Sha256(DetachedCms.Read(cms, statement).SignerInfos[0].GetSignature());
        }
        catch (CryptographicException)
        {
            return "unreadable";
        }
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>Lets the verifier of the audit trail find changed or deleted signatures and documents.</summary>
internal sealed class AuditedSignatures(AppDbContext db, SignedDocuments documents) : IAuditedRows
{
    public string Member => "signature";

    public async Task<string?> WhyBrokenAsync(Guid companyId, JsonElement reference, CancellationToken ct)
    {
        if (Read(reference) is not { } said) return null;
        if (await db.Signatures.AsNoTracking().SingleOrDefaultAsync(s => s.Id == said.Id, ct) is not { } row) return $"Expected signature {said.Id:D}, but its row is gone.";
        if (row.ErasedUtc is not null) return null;
        var document = await documents.FindAsync(companyId, said.DocumentSha256, ct);
        if (document is null) return $"Expected the document {said.DocumentSha256} of signature {said.Id:D}, but it is gone.";
        var stands = SignatureReference.Of(row, document);
        return stands == said ? null : $"Expected signature {said.Id:D} as it was made ({said}), but it is {stands}.";
    }

    private static SignatureReference? Read(JsonElement reference)
    {
        try
        {
            return reference.Deserialize<SignatureReference>(JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

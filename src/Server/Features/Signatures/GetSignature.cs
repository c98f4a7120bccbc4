using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

internal static class GetSignature
{
    /// <param name="Id">The signature.</param>
    /// <param name="SignerId">The person who signed.</param>
    /// <param name="SignerName">As in the certificate.</param>
    /// <param name="SignedAtUtc">By the server's clock.</param>
    /// <param name="Intent">What the signer agreed to.</param>
    /// <param name="DocumentTitle">Title of the document.</param>
    /// <param name="DocumentSha256">Its SHA-256, hexadecimal.</param>
    /// <param name="SubjectKind">Kind of thing that was signed for.</param>
    /// <param name="SubjectId">Its id.</param>
    /// <param name="WorkflowInstanceId">The flow it belongs to.</param>
    /// <param name="Timestamp">Whether an authority proves the time.</param>
    /// <param name="TimestampUtc">The authority's time.</param>
    /// <param name="TimestampProblem">Why there is no token yet.</param>
    /// <param name="IsValid">True when nothing that was verified just now is wrong.</param>
    /// <param name="Findings">What was verified just now.</param>
    public sealed record Response(
        Guid Id, Guid SignerId, string SignerName, DateTime SignedAtUtc, string Intent, string DocumentTitle, string DocumentSha256,
        string SubjectKind, string SubjectId, string? WorkflowInstanceId, TimestampState Timestamp, DateTime? TimestampUtc, string? TimestampProblem,
        bool IsValid, IReadOnlyList<SignatureFinding> Findings);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid signatureId, AppDbContext db, SignedDocuments documents, CheckSignature check, CurrentUser user, CancellationToken ct)
    {
        if (await db.Signatures.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(s => s.Id == signatureId, ct) is not { } row) return SignatureScope.Unknown(signatureId);
        var document = await documents.FindAsync(row.CompanyId, row.DocumentSha256, ct);
        var root = await db.CertificateAuthorities.Where(a => a.CompanyId == row.CompanyId).Select(a => a.Certificate).SingleOrDefaultAsync(ct);
        var findings = check.Run(row, document, root);
        return TypedResults.Ok(new Response(row.Id, row.PersonId, row.SignerName, row.SignedAtUtc, row.Intent, row.DocumentTitle, row.DocumentSha256,
            row.SubjectKind, row.SubjectId, row.WorkflowInstanceId, row.Timestamp, row.TimestampUtc, row.TimestampProblem, findings.All(f => f.IsOk != false), findings));
    }
}

/// <summary>Whose signatures a person may see: one's own, and those of the people whom the permission reaches.</summary>
internal static class SignatureScope
{
    public static IQueryable<Signature> VisibleTo(this IQueryable<Signature> signatures, CurrentUser user, AppDbContext db)
    {
        var me = user.PersonId;
        var people = db.People.VisibleTo(user, Permission.SignaturesRead, db).Select(p => p.Id);
        return signatures.Where(s => s.PersonId == me || people.Contains(s.PersonId));
    }

    public static ProblemHttpResult Unknown(Guid signatureId) =>
        Problems.NotFound("signatures.unknown", $"Expected a signature {signatureId} that you may see, but there is none.");
}

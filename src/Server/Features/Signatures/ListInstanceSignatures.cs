using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

/// <summary>The signatures that were given in one flow, each verified just now.</summary>
internal static class ListInstanceSignatures
{
    /// <param name="Id">The signature.</param>
    /// <param name="SignerName">As in the certificate.</param>
    /// <param name="SignedAtUtc">By the server's clock.</param>
    /// <param name="DocumentTitle">Title of the document.</param>
    /// <param name="DocumentSha256">Its SHA-256, hexadecimal.</param>
    /// <param name="SubjectId">The task that was signed for.</param>
    /// <param name="Timestamp">Whether an authority proves the time.</param>
    /// <param name="IsValid">True when nothing that was verified is wrong.</param>
    public sealed record Item(Guid Id, string SignerName, DateTime SignedAtUtc, string DocumentTitle, string DocumentSha256, string SubjectId, TimestampState Timestamp, bool IsValid);

    public static async Task<Results<Ok<List<Item>>, ProblemHttpResult>> HandleAsync(string instanceId, AppDbContext db, SignedDocuments documents, CheckSignature check, CurrentUser user, CancellationToken ct)
    {
        var rows = await db.Signatures.AsNoTracking().VisibleTo(user, db).Where(s => s.WorkflowInstanceId == instanceId).OrderBy(s => s.SignedAtUtc).ThenBy(s => s.Id).ToListAsync(ct);
        if (rows.Count == 0 && !await db.WorkflowInstances.AnyAsync(i => i.Id == instanceId, ct))
            return Problems.NotFound("workflows.instance-unknown", $"Expected a workflow instance {instanceId} in your company, but there is none.");
        var contents = new Dictionary<(Guid, string), byte[]?>();
        foreach (var key in rows.Select(r => (r.CompanyId, r.DocumentSha256)).Distinct()) contents[key] = await documents.FindAsync(key.CompanyId, key.DocumentSha256, ct);
        var roots = await db.CertificateAuthorities.AsNoTracking().ToDictionaryAsync(a => a.CompanyId, a => a.Certificate, ct);
        return TypedResults.Ok(rows.ConvertAll(r => new Item(r.Id, r.SignerName, r.SignedAtUtc, r.DocumentTitle, r.DocumentSha256, r.SubjectId, r.Timestamp,
            check.Run(r, contents.GetValueOrDefault((r.CompanyId, r.DocumentSha256)), roots.GetValueOrDefault(r.CompanyId)).All(f => f.IsOk != false))));
    }
}

using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

/// <summary>What a person has signed: the statement, the signature and the document, so that it can be checked without this server.</summary>
internal sealed class PersonalSignatures(AppDbContext db, SignedDocuments documents) : IPersonalData
{
    public string Name => "signatures";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct)
    {
        var all = new List<object>();
        foreach (var s in await db.Signatures.AsNoTracking().Where(s => s.PersonId == personId && s.ErasedUtc == null).OrderBy(s => s.SignedAtUtc).ThenBy(s => s.Id).ToListAsync(ct))
            all.Add(new { s.Id, s.SignedAtUtc, s.Intent, s.DocumentTitle, s.DocumentSha256, s.TimestampUtc, Statement = Encoding.UTF8.GetString(s.Statement), s.Cms, Document = await documents.FindAsync(s.CompanyId, s.DocumentSha256, ct) });
        return all.Count == 0 ? null : all;
    }
}

using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

internal static class GetProof
{
    /// <param name="Body">The exact text whose UTF-8 bytes, after one byte 0x00, have the SHA-256 <paramref name="LeafHash"/>.</param>
    /// <param name="LeafHash">RFC 6962 leaf hash, hexadecimal.</param>
    /// <param name="Openings">What the commitments in the body were made to, by name, as far as it was not erased and the caller may see it.</param>
    /// <param name="Index">Place in the log.</param>
    /// <param name="Proof">Inclusion proof (RFC 6962 section 2.1.1), base64, nearest first.</param>
    /// <param name="Checkpoint">The newest checkpoint as a C2SP signed note; the proof leads to its root.</param>
    public sealed record Response(string Body, string LeafHash, IReadOnlyDictionary<string, Opening> Openings, long Index, IReadOnlyList<string> Proof, string Checkpoint);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid entryId, AppDbContext db, EntryParticulars particulars, CurrentUser user, CancellationToken ct)
    {
        if (await db.AuditEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == entryId, ct) is not { } entry)
            return Problems.NotFound("audit.unknown", $"Expected an audit entry {entryId}, but there is none.");
        // A proof is about the exact bytes, so nothing can be left out of it.
        if (ListEntries.Hides(entry, user.Rights))
            return Problems.Forbidden("audit.entry-hidden-forbidden", $"Expected an entry of which you may see everything, but {entryId} has particulars that your roles do not show.");
        if (await db.SealedEntries.AsNoTracking().SingleOrDefaultAsync(s => s.EntryId == entryId, ct) is not { } place)
            return Problems.Conflict("audit.unsealed", $"Expected entry {entryId} to be sealed, but it is not yet; it is within a second.");
        var checkpoint = await db.AuditCheckpoints.AsNoTracking().Where(c => c.CompanyId == place.CompanyId).OrderByDescending(c => c.Size).FirstAsync(ct);
        var leaves = await db.SealedEntries.Where(s => s.CompanyId == place.CompanyId && s.Position < checkpoint.Size)
            .OrderBy(s => s.Position).Select(s => s.LeafHash).ToArrayAsync(ct);
        var proof = MerkleProof.Inclusion(leaves, (int)place.Position);
        return TypedResults.Ok(new Response(
            entry.Body, Convert.ToHexStringLower(place.LeafHash), await OpeningsAsync(entry, particulars, user.Rights, ct), place.Position, [.. proof.Select(Convert.ToBase64String)], checkpoint.ToSigned().ToNote()));
    }

    // A commitment is to the whole value, so one of which a part is hidden is left out.
    private static async Task<IReadOnlyDictionary<string, Opening>> OpeningsAsync(AuditEntry entry, EntryParticulars particulars, HeldRights rights, CancellationToken ct) =>
        (await particulars.OpenAsync([entry], ct)).GetValueOrDefault(entry.Id, [])
            .Where(o => o.Value is not null && JsonNode.DeepEquals(o.Value.Value, HiddenValues.For(o.Key, o.Value.Value?.DeepClone(), rights))).ToDictionary(o => o.Key, o => o.Value!);
}

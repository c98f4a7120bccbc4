using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Whether an entry still says what it said, and stands where it stood. Finds out what was done to it where that can be told.</summary>
internal sealed class EntryCheck(AppDbContext db)
{
    private readonly Dictionary<Guid, long> seen = [];

    /// <summary>What is wrong with the entry at this place, or null.</summary>
    public async Task<AuditProblem?> WhyBrokenAsync(SealedEntry place, AuditEntry? entry, CancellationToken ct)
    {
        AuditProblem Problem(AuditProblemKind kind, string message) => new(kind, place.CompanyId, place.Position, place.EntryId, message);

        if (seen.TryGetValue(place.EntryId, out var before))
            return Problem(AuditProblemKind.Duplicated, $"Expected each entry once, but this one is at position {before} already.");
        seen.Add(place.EntryId, place.Position);
        if (entry is null) return Problem(AuditProblemKind.Deleted, "Expected the entry's row, but it is gone.");
        if (!entry.Hash.AsSpan().SequenceEqual(place.LeafHash) && await OwnerOfAsync(place, ct) is { } owner)
            return Problem(AuditProblemKind.Reordered, $"Expected the entry with the hash {Hex(place.LeafHash)} that was sealed here, which is {owner:D}, but another one stands here.");
        return WhyEdited(entry, place.LeafHash) is var (kind, message) ? Problem(kind, message) : null;
    }

    /// <summary>What is wrong with an entry in itself, or null.</summary>
    public (AuditProblemKind Kind, string Message)? WhyEdited(AuditEntry entry, byte[] expected)
    {
        var body = entry.ReadBody();
        if (body is not null && body.Id != entry.Id && seen.TryGetValue(body.Id, out var before))
            return (AuditProblemKind.Duplicated, $"Expected an entry of its own, but its body is that of {body.Id:D} at position {before}.");
        var actual = entry.HashOfBody();
        if (!actual.AsSpan().SequenceEqual(expected))
            return (AuditProblemKind.Edited, $"Expected a body with the hash {Hex(expected)}, but the body has {Hex(actual)}.");
        if (!entry.Hash.AsSpan().SequenceEqual(expected))
            return (AuditProblemKind.Edited, $"Expected the stored hash {Hex(expected)}, but it is {Hex(entry.Hash)}.");
        if (body is null) return (AuditProblemKind.Edited, "Expected a body that can be read, but it cannot.");
        return entry.WhyColumnsDisagree(body) is var (column, said, stands)
            ? (AuditProblemKind.Edited, $"Expected the column {column} to say '{said}' as the body does, but it says '{stands}'.")
            : null;
    }

    // Another entry of the log whose content is what was sealed here: then it was moved, not edited.
    private async Task<Guid?> OwnerOfAsync(SealedEntry place, CancellationToken ct) =>
        await db.AuditEntries.Where(e => e.CompanyId == place.CompanyId && e.Id != place.EntryId && e.Hash == place.LeafHash).Select(e => (Guid?)e.Id).FirstOrDefaultAsync(ct);

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}

using System.Security.Cryptography;
using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>One walk over one company's log, from its first entry to its first broken one, or to the end.</summary>
internal sealed class LogVerification : IDisposable
{
    private const int PageSize = 500;

    private readonly AppDbContext db;
    private readonly Guid company;
    private readonly ECDsa? key;
    private readonly SignedHistory? history;
    private readonly bool isWitnessed;
    private readonly DateTime? firstSignedUtc;
    private readonly IReadOnlyDictionary<string, IAuditedRows> audited;
    private readonly EntryCheck check;
    private readonly MerkleFrontier tree = new();
    private Guid previous;

    private LogVerification(AppDbContext db, Guid company, ECDsa? key, IReadOnlyList<AuditCheckpoint> checkpoints,
        IReadOnlyList<SignedCheckpoint>? witnessed, IReadOnlyDictionary<string, IAuditedRows> audited)
    {
        (this.db, this.company, this.key, this.audited) = (db, company, key, audited);
        history = key is null ? null : new SignedHistory(company, checkpoints, witnessed ?? [], key);
        isWitnessed = witnessed is not null;
        firstSignedUtc = checkpoints.Count > 0 ? checkpoints[0].AtUtc : null;
        check = new EntryCheck(db);
    }

    /// <summary>Entries that were found in order.</summary>
    public long Entries { get; private set; }

    /// <summary>Checkpoints that were found in order.</summary>
    public long Checkpoints => history?.Verified ?? 0;

    public static async Task<LogVerification> OpenAsync(AppDbContext db, Guid company, IReadOnlyList<SignedCheckpoint>? witnessed,
        IReadOnlyDictionary<string, IAuditedRows> audited, CancellationToken ct)
    {
        var log = await db.AuditLogs.AsNoTracking().SingleOrDefaultAsync(l => l.CompanyId == company, ct);
        var checkpoints = await db.AuditCheckpoints.AsNoTracking().Where(c => c.CompanyId == company).OrderBy(c => c.Size).ToListAsync(ct);
        return new LogVerification(db, company, log is null ? null : KeyOf(log), checkpoints, witnessed, audited);
    }

    /// <summary>The first problem, or null.</summary>
    public async Task<AuditProblem?> RunAsync(DateTime sealedBefore, string witnessPath, CancellationToken ct)
    {
        if (history is null && await db.SealedEntries.AnyAsync(s => s.CompanyId == company, ct) | isWitnessed)
            return new(AuditProblemKind.Unverifiable, company, null, null, "Expected the log's public key in audit_logs, but it is missing or unreadable.");
        while (await PageAsync(tree.Size, ct) is { Count: > 0 } page)
        {
            foreach (var (place, entry) in page)
            {
                if (await WhyBrokenAsync(place, entry, ct) is { } broken) return broken;
            }
        }
        if (history?.WhyEndsWrong(tree.Size) is { } end) return end;
        // The witness writes a moment after the first commit.
        if (!isWitnessed && firstSignedUtc < sealedBefore)
            return new(AuditProblemKind.Unverifiable, company, null, null, $"Expected the witness file {witnessPath}, but there is none.");
        return await WhyUnsealedAsync(sealedBefore, ct);
    }

    public void Dispose() => key?.Dispose();

    private async Task<List<(SealedEntry Place, AuditEntry? Entry)>> PageAsync(long start, CancellationToken ct)
    {
        var query = from place in db.SealedEntries.AsNoTracking()
                    where place.CompanyId == company && place.Position >= start
                    join entry in db.AuditEntries.AsNoTracking() on place.EntryId equals entry.Id into entries
                    from entry in entries.DefaultIfEmpty()
                    orderby place.Position
                    select new { place, entry };
        return [.. (await query.Take(PageSize).ToListAsync(ct)).Select(p => (p.place, (AuditEntry?)p.entry))];
    }

    private async Task<AuditProblem?> WhyBrokenAsync(SealedEntry place, AuditEntry? entry, CancellationToken ct)
    {
        if (place.Position != tree.Size)
            return new(AuditProblemKind.Deleted, company, tree.Size, null, $"Expected an entry at position {tree.Size}, but the next one is at {place.Position}.");
        if (await check.WhyBrokenAsync(place, entry, ct) is { } broken) return broken;
        if (place.Position > history!.BatchStart && place.EntryId.CompareTo(previous) < 0)
            return new(AuditProblemKind.Reordered, company, place.Position, place.EntryId, $"Expected entries that were sealed at once in the order of their ids, but this one comes after {previous:D}.");
        tree.Append(place.LeafHash);
        previous = place.EntryId;
        if (history.WhyBroken(tree.Size, tree.Root, place.EntryId) is { } forged) return forged;
        Entries++;
        return await WhyRowsBrokenAsync(entry!, place.Position, ct);
    }

    private async Task<AuditProblem?> WhyRowsBrokenAsync(AuditEntry entry, long? position, CancellationToken ct)
    {
        if (entry.ReadBody()?.Data is not JsonElement { ValueKind: JsonValueKind.Object } data) return null;
        foreach (var member in data.EnumerateObject())
        {
            if (audited.TryGetValue(member.Name, out var rows) && await rows.WhyBrokenAsync(company, member.Value, ct) is { } problem)
                return new(AuditProblemKind.RowsChanged, company, position, entry.Id, problem);
        }
        return null;
    }

    private async Task<AuditProblem?> WhyUnsealedAsync(DateTime sealedBefore, CancellationToken ct)
    {
        var waiting = await db.AuditEntries.AsNoTracking()
            .Where(e => e.CompanyId == company && !db.SealedEntries.Any(s => s.EntryId == e.Id)).OrderBy(e => e.Id).ToListAsync(ct);
        foreach (var entry in waiting)
        {
            if (check.WhyEdited(entry, entry.Hash) is var (kind, message)) return new(kind, company, null, entry.Id, message);
            if (entry.IsSealed || entry.WrittenAtUtc < sealedBefore)
                return new(AuditProblemKind.Unsealed, company, null, entry.Id, $"Expected each entry written before {sealedBefore:u} in the log, but this one of {entry.WrittenAtUtc:u} is not.");
            if (await WhyRowsBrokenAsync(entry, null, ct) is { } broken) return broken;
            Entries++;
        }
        return null;
    }

    private static ECDsa? KeyOf(AuditLog log)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(log.PublicKey, out _);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }
}

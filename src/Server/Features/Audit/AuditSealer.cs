using System.Security.Cryptography;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Orders new entries into their company's Merkle log and signs a checkpoint over it: one sealer at a time per company, whatever the number of processes.</summary>
internal sealed class AuditSealer(IServiceScopeFactory scopes, PrivateKeys keys, WitnessFiles witness, TimeProvider clock)
{
    /// <summary>Entries per checkpoint at most, so that a transaction stays short after an outage.</summary>
    private const int BatchSize = 1000;

    /// <summary>Seals whatever is committed and not sealed yet, and lets the witness know.</summary>
    /// <exception cref="LogBrokenException">The stored log is not the one that was signed: nothing is signed on top of it. Other companies are sealed nevertheless.</exception>
    public async Task SealAsync(CancellationToken ct)
    {
        LogBrokenException? broken = null;
        foreach (var company in await CompaniesAsync(ct))
        {
            try
            {
                await SealAsync(company, ct);
            }
            catch (LogBrokenException refused)
            {
                broken = refused;
            }
        }
        if (broken is not null) throw broken;
    }

    /// <summary>Seals one company's entries, and lets the witness know.</summary>
    /// <exception cref="LogBrokenException">The stored log is not the one that was signed.</exception>
    public async Task SealAsync(Guid company, CancellationToken ct)
    {
        (int Entries, bool IsWitnessed) batch;
        do batch = await SealBatchAsync(company, ct); while (batch.Entries == BatchSize);
        if (!batch.IsWitnessed) await WitnessAsync(company, ct);
    }

    // In one query: somebody looks after each commit.
    private async Task<List<Guid>> CompaniesAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var waiting = db.AuditEntries.Where(e => !e.IsSealed).Select(e => new { e.CompanyId, Size = (long?)null });
        var found = await waiting.Union(db.AuditLogs.Select(l => new { l.CompanyId, Size = (long?)l.Size })).ToListAsync(ct);
        return [.. found.Where(f => f.Size is not { } size || size > witness.SizeOf(f.CompanyId)).Select(f => f.CompanyId).Distinct()];
    }

    private async Task<(int Entries, bool IsWitnessed)> SealBatchAsync(Guid company, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var write = scope.ServiceProvider.GetRequiredService<WriteTransaction>();
        await write.BeginAsync(ct);
        await TakeTurnAsync(db, company, ct);
        // Not "later than the last one": a transaction that began earlier may commit later.
        var entries = await db.AuditEntries.AsNoTracking().Where(e => e.CompanyId == company && !e.IsSealed)
            .OrderBy(e => e.Id).Take(BatchSize).Select(e => new { e.Id, e.Hash }).ToListAsync(ct);
        if (entries.Count == 0) return (0, false);

        var (log, last) = await LogAsync(db, company, ct);
        var witnessed = witness.LastOf(company);
        if (LogContinuity.WhyNotContinue(log, last, witnessed) is { } problem) throw new LogBrokenException(problem);
        var frontier = log.ReadFrontier();
        foreach (var entry in entries)
        {
            write.Insert(new SealedEntry { CompanyId = company, Position = frontier.Size, EntryId = entry.Id, LeafHash = entry.Hash });
            frontier.Append(entry.Hash);
        }
        log.Keep(frontier);
        var signed = Sign(log, frontier);
        write.Insert(AuditCheckpoint.Of(company, signed));
        var ids = entries.ConvertAll(e => e.Id);
        await db.AuditEntries.Where(e => ids.Contains(e.Id)).ExecuteUpdateAsync(set => set.SetProperty(e => e.IsSealed, true), ct);
        await write.CommitAsync(ct);
        // A witness that has not missed anything need not read the rows again.
        var isLevel = witnessed?.Checkpoint.Size == last?.Size;
        if (isLevel) witness.Append(company, [signed]);
        return (entries.Count, isLevel);
    }

    // On SQLite the transaction itself is the turn: it began by taking the only writer's lock.
    private static async Task TakeTurnAsync(AppDbContext db, Guid company, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql()) return;
        var turn = BitConverter.ToInt64(company.ToByteArray(), 8);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({turn})", ct);
    }

    private async Task<(AuditLog Log, AuditCheckpoint? Last)> LogAsync(AppDbContext db, Guid company, CancellationToken ct)
    {
        var found = await (
            from log in db.AuditLogs
            where log.CompanyId == company
            select new { Log = log, Last = db.AuditCheckpoints.Where(c => c.CompanyId == log.CompanyId).OrderByDescending(c => c.Size).FirstOrDefault() }).SingleOrDefaultAsync(ct);
        return found is null ? (Open(db, company), null) : (found.Log, found.Last);
    }

    private AuditLog Open(AppDbContext db, Guid company)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var log = new AuditLog { CompanyId = company, PublicKey = key.ExportSubjectPublicKeyInfo(), ProtectedKey = keys.Protect(key, UseOf(company)) };
        db.AuditLogs.Add(log);
        return log;
    }

    private SignedCheckpoint Sign(AuditLog log, MerkleFrontier frontier)
    {
        using var key = keys.Unprotect(log.ProtectedKey, UseOf(log.CompanyId));
        var now = clock.GetUtcNow().UtcDateTime;
        var at = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        return new Checkpoint(Checkpoint.OriginOf(log.CompanyId), frontier.Size, frontier.Root(), at).Sign(key);
    }

    private async Task WitnessAsync(Guid company, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var seen = witness.LastOf(company);
        var size = seen?.Checkpoint.Size ?? 0;
        var rows = await db.AuditCheckpoints.AsNoTracking().Where(c => c.CompanyId == company && c.Size >= size).OrderBy(c => c.Size).ToListAsync(ct);
        if (LogContinuity.WhyNotContinue(seen, company, rows) is { } problem) throw new LogBrokenException(problem);
        witness.Append(company, [.. rows.Select(r => r.ToSigned())]);
    }

    private static string UseOf(Guid company) => $"audit log of {company:D}";
}

/// <summary>The stored log is not the one that was signed.</summary>
internal sealed class LogBrokenException(string message) : Exception(message);

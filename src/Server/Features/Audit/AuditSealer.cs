using System.Security.Cryptography;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Orders new entries into their company's Merkle log and signs a checkpoint over it: one sealer at a time per company, whatever the number of processes.</summary>
internal sealed class AuditSealer(IServiceScopeFactory scopes, PrivateKeys keys, WitnessFiles witness, SqliteWriteGate gate, TimeProvider clock)
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
        while (await SealBatchAsync(company, ct) == BatchSize) { }
        await WitnessAsync(company, ct);
    }

    private async Task<List<Guid>> CompaniesAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var waiting = await db.AuditEntries.Where(e => !e.IsSealed).Select(e => e.CompanyId).Distinct().ToListAsync(ct);
        var logs = await db.AuditLogs.Select(l => new { l.CompanyId, l.Size }).ToListAsync(ct);
        return [.. waiting.Union(logs.Where(l => l.Size > witness.SizeOf(l.CompanyId)).Select(l => l.CompanyId))];
    }

    private async Task<int> SealBatchAsync(Guid company, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        using var turn = await gate.EnterAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await TakeTurnAsync(db, company, ct);
        // Not "later than the last one": a transaction that began earlier may commit later.
        var entries = await db.AuditEntries.AsNoTracking().Where(e => e.CompanyId == company && !e.IsSealed)
            .OrderBy(e => e.Id).Take(BatchSize).Select(e => new { e.Id, e.Hash }).ToListAsync(ct);
        if (entries.Count == 0) return 0;

        var log = await db.AuditLogs.SingleOrDefaultAsync(l => l.CompanyId == company, ct) ?? Open(db, company);
        await RefuseBrokenAsync(db, log, ct);
        var frontier = log.ReadFrontier();
        foreach (var entry in entries)
        {
            db.SealedEntries.Add(new SealedEntry { CompanyId = company, Position = frontier.Size, EntryId = entry.Id, LeafHash = entry.Hash });
            frontier.Append(entry.Hash);
        }
        log.Keep(frontier);
        db.AuditCheckpoints.Add(AuditCheckpoint.Of(company, Sign(log, frontier)));
        await db.SaveChangesAsync(ct);
        var ids = entries.Select(e => e.Id).ToList();
        await db.AuditEntries.Where(e => ids.Contains(e.Id)).ExecuteUpdateAsync(set => set.SetProperty(e => e.IsSealed, true), ct);
        await transaction.CommitAsync(ct);
        return entries.Count;
    }

    // On SQLite the transaction itself is the turn: it began by taking the only writer's lock.
    private static async Task TakeTurnAsync(AppDbContext db, Guid company, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql()) return;
        var turn = BitConverter.ToInt64(company.ToByteArray(), 8);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({turn})", ct);
    }

    private AuditLog Open(AppDbContext db, Guid company)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var log = new AuditLog { CompanyId = company, PublicKey = key.ExportSubjectPublicKeyInfo(), ProtectedKey = keys.Protect(key, UseOf(company)) };
        db.AuditLogs.Add(log);
        return log;
    }

    private async Task RefuseBrokenAsync(AppDbContext db, AuditLog log, CancellationToken ct)
    {
        var last = await db.AuditCheckpoints.AsNoTracking().Where(c => c.CompanyId == log.CompanyId).OrderByDescending(c => c.Size).FirstOrDefaultAsync(ct);
        if (LogContinuity.WhyNotContinue(log, last, witness.LastOf(log.CompanyId)) is { } problem) throw new LogBrokenException(problem);
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

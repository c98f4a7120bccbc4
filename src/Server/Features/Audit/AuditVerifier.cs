using System.Data;
using System.Data.Common;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace HrBpm.Server.Features.Audit;

/// <summary>Recomputes every company's log from the rows, in one snapshot of the database, and compares it with what was signed and witnessed. Changes nothing, needs no private key.</summary>
internal sealed class AuditVerifier(IServiceScopeFactory scopes, WitnessFiles witness, AuditOptions options, TimeProvider clock)
{
    /// <summary>Verifies all logs, or that of one company.</summary>
    public async Task<AuditVerdict> VerifyAsync(CancellationToken ct, Guid? only = null)
    {
        // Before the snapshot: a checkpoint reaches the witness after its commit, so the snapshot has whatever the witness has seen.
        var witnessed = witness.Companies().ToDictionary(company => company, witness.Read);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await using var snapshot = await BeginSnapshotAsync(db, ct);
        var rows = scope.ServiceProvider.GetServices<IAuditedRows>().ToDictionary(r => r.Member);
        var verdict = new AuditVerdict(0, 0, 0, []);
        foreach (var company in (await CompaniesAsync(db, ct)).Union(witnessed.Keys).Where(c => only is null || c == only).Order())
        {
            using var log = await LogVerification.OpenAsync(db, company, witnessed.GetValueOrDefault(company), rows, ct);
            var problem = await log.RunAsync(clock.GetUtcNow().UtcDateTime - options.UnsealedAtMost, witness.PathOf(company), ct);
            verdict = new(verdict.Companies + 1, verdict.Entries + log.Entries, verdict.Checkpoints + log.Checkpoints,
                problem is null ? verdict.Problems : [.. verdict.Problems, problem]);
        }
        return verdict;
    }

    private static async Task<List<Guid>> CompaniesAsync(AppDbContext db, CancellationToken ct) =>
        await db.AuditEntries.Select(e => e.CompanyId).Union(db.SealedEntries.Select(s => s.CompanyId))
            .Union(db.AuditCheckpoints.Select(c => c.CompanyId)).Union(db.AuditLogs.Select(l => l.CompanyId)).ToListAsync(ct);

    // On SQLite a deferred transaction, which reads a snapshot; an ordinary one would keep everybody else from writing.
    private static async Task<IDbContextTransaction> BeginSnapshotAsync(AppDbContext db, CancellationToken ct)
    {
        if (!db.Database.IsSqlite()) return await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await db.Database.OpenConnectionAsync(ct);
        DbTransaction deferred = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await db.Database.UseTransactionAsync(deferred, ct))!;
    }
}

using System.Globalization;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Restores a backup: into a scratch database first, where it is checked and brought to this version; only a good one takes the live database's place.</summary>
/// <param name="settings">Settings of the server, in command line form.</param>
/// <param name="adjust">Changes to the services of the servers that restore it.</param>
internal sealed class RestoreBackup(string[] settings, Action<WebApplicationBuilder>? adjust = null)
{
    /// <param name="Name">Name of the backup, or null for the newest.</param>
    /// <param name="IsFromS3">Whether it is taken from S3 instead of the folder.</param>
    /// <param name="IsRehearsal">Whether the scratch database is only checked and removed again.</param>
    /// <param name="MayReplace">Whether a live database may be there already.</param>
    /// <param name="Approval">The request on which two people agreed, for replacing a live database.</param>
    /// <param name="IsAlone">The operator replaces a live database without it, on record.</param>
    public sealed record Request(string? Name, bool IsFromS3, bool IsRehearsal, bool MayReplace, Guid? Approval = null, bool IsAlone = false);

    /// <param name="Name">The backup.</param>
    /// <param name="Manifest">What is in it.</param>
    /// <param name="Audit">What the verifier said of the restored audit log.</param>
    /// <param name="Kept">What the live database before is called now; null when there was none, or for a rehearsal.</param>
    public sealed record Restored(string Name, BackupManifest Manifest, string Audit, string? Kept);

    /// <exception cref="BackupException">It cannot be restored; the live database is as it was.</exception>
    /// <exception cref="SealedValueException">Its master key is missing.</exception>
    public async Task<Restored> RunAsync(Request request, CancellationToken ct)
    {
        var app = HrBpmHost.Build(settings, Quiet);
        await using (app)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var live = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            if (request is { IsRehearsal: false, MayReplace: false } && await live.Database.CanConnectAsync(ct))
                throw new BackupException("Expected no database where the backup is to be restored, but there is one. With --overwrite it is kept under another name, and replaced.");
            await using var fetched = await FetchedBackup.TakeAsync(app.Services, request, ct);
            var approved = request is { IsRehearsal: false, IsAlone: false } && await live.Database.CanConnectAsync(ct) ? await RestoreApproval.OfAsync(app.Services, live, request.Approval, fetched.Name, ct) : null;
            var stamp = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
            var url = live.Database.GetConnectionString()!;
            await using IScratchDatabase scratch = live.Database.IsNpgsql() ? await PostgresScratch.MakeAsync(url, stamp, ct) : new SqliteScratch(url, stamp);
            var manifest = await FillAsync(app.Services, fetched.Path, live, scratch, ct);
            using var witness = new ScratchWitness(app.Services, manifest);
            var audit = await CheckAsync(fetched.Name, manifest, scratch, witness, request.IsRehearsal ? null : new Record(approved, request.IsAlone), ct);
            if (request.IsRehearsal) return new(fetched.Name, manifest, audit, null);
            var kept = await scratch.PutInPlaceAsync(stamp, ct);
            witness.PutInPlace(stamp);
            return new(fetched.Name, manifest, audit, kept);
        }
    }

    private async Task<BackupManifest> FillAsync(IServiceProvider services, string path, AppDbContext live, IScratchDatabase scratch, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        await using var backup = await BackupReader.OpenAsync(file, services.GetRequiredService<IMasterKeys>(), ct);
        if (backup.Next() is not { Name: "head.json" } first) throw new BackupException("Expected the backup to begin with its head, but it does not.");
        var head = BackupManifest.Read<BackupHead>(await BytesAsync(first.Content, ct));
        if (WhyNot(head, live) is { } refusal) throw new BackupException(refusal);
        var back = live.Database.IsNpgsql() ? await PrepareAsync(head.Schema, scratch, ct) : [];
        BackupManifest? manifest = null;
        while (backup.Next() is { } entry)
        {
            if (entry.Name == "manifest.json") manifest = BackupManifest.Read<BackupManifest>(await BytesAsync(entry.Content, ct));
            else await services.GetRequiredService<IBackupContent>().ReadAsync(scratch.ConnectionString, entry.Name, entry.Content, ct);
        }
        if (manifest is null) throw new BackupException("Expected the backup to end with its manifest, but it does not.");
        Compare(manifest.Rows, live.Database.IsNpgsql() ? await PostgresContent.CloseAsync(scratch.ConnectionString, back, ct) : await CheckFileAsync(scratch.ConnectionString, ct));
        return manifest;
    }

    private static string? WhyNot(BackupHead head, AppDbContext live)
    {
        var provider = live.Database.IsNpgsql() ? DatabaseProvider.Postgres : DatabaseProvider.Sqlite;
        if (head.Provider != provider) return $"Expected a backup of a {provider} database, but it is one of {head.Provider}.";
        return live.Database.GetMigrations().Contains(head.Schema)
            ? null
            : $"Expected a backup of version {MakeBackup.Product} or an older one, but version {head.Product} made it with the schema '{head.Schema}', which this version does not know. Restore it with a version that does.";
    }

    // The tables as they were when the backup was made; later migrations then find its rows as they would have found the database.
    private async Task<IReadOnlyList<string>> PrepareAsync(string schema, IScratchDatabase scratch, CancellationToken ct)
    {
        var app = HrBpmHost.Build([.. settings, scratch.Setting], Quiet);
        await using (app)
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<AppDbContext>().GetService<IMigrator>().MigrateAsync(schema, ct);
        }
        return await PostgresContent.OpenForRowsAsync(scratch.ConnectionString, ct);
    }

    private async Task<string> CheckAsync(string name, BackupManifest manifest, IScratchDatabase scratch, ScratchWitness witness, Record? record, CancellationToken ct)
    {
        var app = HrBpmHost.Build([.. settings, scratch.Setting, $"--Audit:Witness={witness.Folder}"], Quiet);
        await using (app)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            await db.Database.OpenConnectionAsync(ct);
            var logs = await BackupQueries.LogsAsync(db.Database.GetDbConnection(), null, ct);
            await db.Database.CloseConnectionAsync();
            if (!logs.SequenceEqual(manifest.Logs)) throw new BackupException("Expected the audit logs to end as the manifest says, but they do not.");
            await MigrateDatabase.RunAsync(db, ct);
            var verdict = await ScratchWitness.VerifyAsync(app.Services, ct);
            if (!verdict.IsVerified) throw new BackupException($"Expected the restored audit log to verify, but: {verdict.Problems[0]}");
            if (record is null) return verdict.Summary;
            var audit = scope.ServiceProvider.GetRequiredService<IAuditTrail>();
            // Those too whose entries nobody had sealed yet when the backup was made.
            foreach (var company in await db.AuditEntries.Select(e => e.CompanyId).Distinct().ToListAsync(ct))
            {
                var log = manifest.Logs.FirstOrDefault(l => l.CompanyId == company);
                audit.Record(new(company, "operator", "backup.restored", $"backup:{name}", new
                {
                    madeAt = manifest.Head.AtUtc, size = log?.Size, root = log?.Root, request = record.Approved?.RequestId, askedBy = record.Approved?.AskedById, consentedBy = record.Approved?.ConsentedById, alone = record.IsAlone,
                }));
            }

            await db.SaveChangesAsync(ct);
            return verdict.Summary;
        }
    }

    private static async Task<IReadOnlyDictionary<string, long>> CheckFileAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(ct);
        if (await BackupQueries.TextsAsync(connection, null, "PRAGMA integrity_check", ct) is not ["ok"]) throw new BackupException("Expected a sound database in the backup, but SQLite finds faults in it.");
        return await SqliteContent.RowsAsync(connection, ct);
    }

    private static void Compare(IReadOnlyDictionary<string, long> expected, IReadOnlyDictionary<string, long> actual)
    {
        foreach (var table in expected.Keys.Union(actual.Keys))
            if (expected.GetValueOrDefault(table) != actual.GetValueOrDefault(table))
                throw new BackupException($"Expected {expected.GetValueOrDefault(table)} rows in {table}, but {actual.GetValueOrDefault(table)} were restored.");
    }

    private static async Task<byte[]> BytesAsync(Stream content, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    private void Quiet(WebApplicationBuilder builder)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        adjust?.Invoke(builder);
    }

    private sealed record Record(RestoreApproval? Approved, bool IsAlone);
}

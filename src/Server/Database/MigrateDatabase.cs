using System.Collections.Concurrent;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>Brings the database to this program's model.</summary>
internal static class MigrateDatabase
{
    // By the context, and by who says which migrations it has: that goes through all types of the assembly each time.
    private static readonly ConcurrentDictionary<(Type Context, Type Source), HashSet<string>> Known = [];

    /// <summary>Makes the database, empty, where the server has none of that name yet.</summary>
    public static async Task MakeSureItExistsAsync(AppDbContext db, CancellationToken ct)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (db.Database.IsNpgsql() ? await OpensAsync(db, ct) : await creator.ExistsAsync(ct)) return;
        try
        {
            await creator.CreateAsync(ct);
        }
        catch (PostgresException other) when (other.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process that starts at the same moment was faster, which is just as good.
            NpgsqlConnection.ClearAllPools();
        }
    }

    // EF Core would ask by a connection that it throws away; this one is used from here on.
    private static async Task<bool> OpensAsync(AppDbContext db, CancellationToken ct)
    {
        try
        {
            await db.Database.OpenConnectionAsync(ct);
            await db.Database.CloseConnectionAsync();
            return true;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    /// <exception cref="SettingsException">The database belongs to a newer version of the program.</exception>
    public static async Task RunAsync(AppDbContext db, CancellationToken ct)
    {
        var source = db.GetService<IMigrationsAssembly>();
        var known = Known.GetOrAdd((db.GetType(), source.GetType()), _ => [.. source.Migrations.Keys]);
        // Made first, because looking into a history that is not there yet would put an error into the log of each first start.
        var history = db.GetService<IHistoryRepository>();
        if (!await history.ExistsAsync(ct)) await history.CreateIfNotExistsAsync(ct);
        var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).ToList();
        if (applied.Find(m => !known.Contains(m)) is { } newer)
            throw new SettingsException($"Expected a database of this version of the program or an older one, but it has migration '{newer}', which this version does not know.");
        if (applied.Count < known.Count) await MigrateAsync(db, ct);
        if (db.Database.IsNpgsql()) await RowSecurity.ApplyAsync(db, ct);
    }

    private static async Task MigrateAsync(AppDbContext db, CancellationToken ct)
    {
        // EF Core marks a running migration on SQLite by a row, which a killed process leaves behind. Under the start lock nobody else migrates.
        if (db.Database.IsSqlite()) await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", ct);
        await db.Database.MigrateAsync(ct);
    }
}

using System.Data.Common;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrBpm.Server.Platform.Backups;

/// <summary>What a backup of one kind of database is made of.</summary>
internal interface IBackupContent
{
    /// <summary>Writes one consistent state of the database, while others go on writing.</summary>
    /// <returns>What was written.</returns>
    Task<BackupManifest> WriteAsync(AppDbContext db, BackupWriter backup, BackupHead head, CancellationToken ct);

    /// <summary>Reads one entry into the scratch database.</summary>
    /// <param name="scratch">Connection string of a database that has the backup's schema and no rows.</param>
    /// <param name="name">The entry's name.</param>
    /// <param name="content">Its content.</param>
    /// <param name="ct">Cancels.</param>
    Task ReadAsync(string scratch, string name, Stream content, CancellationToken ct);
}

/// <summary>What both kinds of database are asked in the same words.</summary>
internal static class BackupQueries
{
    /// <summary>Newest migration of the database, by the history itself: the program may know more, or less.</summary>
    public static async Task<string> SchemaAsync(AppDbContext db, CancellationToken ct) =>
        await db.GetInfrastructureHistory().GetAppliedMigrationsAsync(ct) is [.., var newest] ? newest.MigrationId : throw new BackupException("Expected a database to back up, but it has no tables yet.");

    public static async Task<IReadOnlyList<BackupLogHead>> LogsAsync(DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        await using var command = Command(connection, transaction, "SELECT company_id, size, root FROM audit_checkpoints c WHERE size = (SELECT max(size) FROM audit_checkpoints o WHERE o.company_id = c.company_id) ORDER BY company_id");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var logs = new List<BackupLogHead>();
        while (await reader.ReadAsync(ct)) logs.Add(new(reader.GetGuid(0), reader.GetInt64(1), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(2))));
        return logs;
    }

    public static async Task<IReadOnlyDictionary<string, long>> RowsAsync(DbConnection connection, DbTransaction? transaction, IEnumerable<string> tables, CancellationToken ct)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var command = Command(connection, transaction, $"SELECT count(*) FROM \"{table}\"");
            rows[table] = (long)(await command.ExecuteScalarAsync(ct))!;
        }
        return rows;
    }

    public static async Task<List<string>> TextsAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = Command(connection, transaction, sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(ct)) texts.Add(reader.GetString(0));
        return texts;
    }

    public static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = Command(connection, transaction, sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables come from the database's own catalogue, or from a backup that only the master key's owner can have made.
        (command.CommandText, command.Transaction, command.CommandTimeout) = (sql, transaction, 0);
#pragma warning restore CA2100
        return command;
    }

    private static IHistoryRepository GetInfrastructureHistory(this AppDbContext db) => Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<IHistoryRepository>(db);
}

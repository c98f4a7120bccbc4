using System.Data;
using System.Text.RegularExpressions;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace HrBpm.Server.Platform.Backups;

/// <summary>A PostgreSQL database: the rows of each table, as COPY writes them, all from one snapshot.</summary>
/// <remarks>The schema is not in it: the program makes it from its own migrations. Neither are tables that it does not make itself any more (<c>qrtz_</c>).</remarks>
internal sealed partial class PostgresContent : IBackupContent
{
    private const string Tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_\\_EF%' AND table_name NOT LIKE 'qrtz\\_%' ORDER BY 1";

    public async Task<BackupManifest> WriteAsync(AppDbContext db, BackupWriter backup, BackupHead head, CancellationToken ct)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var (connection, transaction) = ((NpgsqlConnection)db.Database.GetDbConnection(), snapshot.GetDbTransaction());
        var tables = await BackupQueries.TextsAsync(connection, transaction, Tables, ct);
        var rows = await BackupQueries.RowsAsync(connection, transaction, tables, ct);
        foreach (var table in tables)
        {
            var columns = await BackupQueries.TextsAsync(connection, transaction,
                $"SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}' AND is_generated = 'NEVER' ORDER BY ordinal_position", ct);
            var list = string.Join(", ", columns.Select(c => $"\"{c}\""));
            await using var content = await connection.BeginRawBinaryCopyAsync($"COPY (SELECT {list} FROM \"{table}\") TO STDOUT (FORMAT BINARY)", ct);
            await backup.AddAsync($"{table}/{string.Join(',', columns)}", content, ct);
        }
        return new(head, rows, await BackupQueries.LogsAsync(connection, transaction, ct));
    }

    public async Task ReadAsync(string scratch, string name, Stream content, CancellationToken ct)
    {
        if (!EntryName().IsMatch(name)) throw new BackupException($"Expected a table in the backup, but there is '{name}'.");
        var (table, columns) = (name.Split('/')[0], name.Split('/')[1].Split(','));
        await using var connection = new NpgsqlConnection(scratch);
        await connection.OpenAsync(ct);
        await using var copy = await connection.BeginRawBinaryCopyAsync($"COPY \"{table}\" ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) FROM STDIN (FORMAT BINARY)", ct);
        try
        {
            await content.CopyToAsync(copy, ct);
        }
        catch (BackupException)
        {
            // Otherwise the end of the copy would be complained of, and not that the backup is cut off.
            await copy.CancelAsync();
            throw;
        }
    }

    /// <summary>Takes the foreign keys off, because tables refer to each other in a circle, and the rows that migrations put in.</summary>
    /// <returns>Statements that put the foreign keys back, which checks each row.</returns>
    public static async Task<IReadOnlyList<string>> OpenForRowsAsync(string scratch, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(scratch);
        await connection.OpenAsync(ct);
        const string keys = "FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conname";
        var back = await BackupQueries.TextsAsync(connection, null, $"SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) {keys}", ct);
        foreach (var drop in await BackupQueries.TextsAsync(connection, null, $"SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) {keys}", ct)) await BackupQueries.ExecuteAsync(connection, null, drop, ct);
        foreach (var table in await BackupQueries.TextsAsync(connection, null, Tables, ct)) await BackupQueries.ExecuteAsync(connection, null, $"TRUNCATE \"{table}\"", ct);
        return back;
    }

    /// <summary>Puts the foreign keys back, and sequences to where they were.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CloseAsync(string scratch, IReadOnlyList<string> back, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(scratch);
        await connection.OpenAsync(ct);
        foreach (var statement in back) await BackupQueries.ExecuteAsync(connection, null, statement, ct);
        const string sequences = """
            SELECT format('SELECT setval(%L, coalesce((SELECT max(%I) FROM %I), 0) + 1, false)', pg_get_serial_sequence(quote_ident(table_name), column_name), column_name, table_name)
            FROM information_schema.columns WHERE table_schema = current_schema() AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL
            """;
        foreach (var statement in await BackupQueries.TextsAsync(connection, null, sequences, ct)) await BackupQueries.ExecuteAsync(connection, null, statement, ct);
        return await BackupQueries.RowsAsync(connection, null, await BackupQueries.TextsAsync(connection, null, Tables, ct), ct);
    }

    [GeneratedRegex("^[A-Za-z0-9_]+/[A-Za-z0-9_]+(,[A-Za-z0-9_]+)*$")]
    private static partial Regex EntryName();
}

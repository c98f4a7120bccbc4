using HrBpm.Server.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Backups;

/// <summary>A SQLite database: its file, as SQLite's online backup copies it.</summary>
internal sealed class SqliteContent : IBackupContent
{
    public const string Entry = "sqlite";
    private const string Tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\' ORDER BY name";

    public async Task<BackupManifest> WriteAsync(AppDbContext db, BackupWriter backup, BackupHead head, CancellationToken ct)
    {
        var live = db.Database.GetDbConnection().ConnectionString;
        // Beside the database itself, so that no plain copy comes to a place that is less protected.
        var copy = $"{new SqliteConnectionStringBuilder(live).DataSource}.backup-{Guid.NewGuid():N}";
        try
        {
            Copy(live, PathOnly(copy));
            BackupManifest manifest;
            await using (var connection = new SqliteConnection(PathOnly(copy)))
            {
                await connection.OpenAsync(ct);
                manifest = new(head, await RowsAsync(connection, ct), await BackupQueries.LogsAsync(connection, null, ct));
            }
            await using var content = File.OpenRead(copy);
            await backup.AddAsync(Entry, content, ct);
            return manifest;
        }
        finally
        {
            DeleteAll(copy);
        }
    }

    public async Task ReadAsync(string scratch, string name, Stream content, CancellationToken ct)
    {
        if (name != Entry) throw new BackupException($"Expected a SQLite database in the backup, but there is '{name}'.");
        await using var file = new FileStream(new SqliteConnectionStringBuilder(scratch).DataSource, FileMode.Create, FileAccess.Write);
        await content.CopyToAsync(file, ct);
    }

    public static async Task<IReadOnlyDictionary<string, long>> RowsAsync(SqliteConnection connection, CancellationToken ct) =>
        await BackupQueries.RowsAsync(connection, null, await BackupQueries.TextsAsync(connection, null, Tables, ct), ct);

    /// <summary>Copies a whole database into another one in one step; both may be in use. Whoever writes just then is waited for, up to a minute.</summary>
    public static void Copy(string from, string to)
    {
        using var source = OpenPatiently(from);
        using var target = OpenPatiently(to);
        source.BackupDatabase(target);
    }

    /// <summary>Connection string of a file that nobody else uses.</summary>
    public static string PathOnly(string path) => new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString;

    public static void DeleteAll(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm", path + "-journal", path + ".start"]) File.Delete(file);
    }

    // The time limit of a connection string holds for commands only: a copy is SQLite's own work, and gives up at once unless SQLite itself is told to wait.
    private static SqliteConnection OpenPatiently(string connectionString)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            using var patience = connection.CreateCommand();
            patience.CommandText = "PRAGMA busy_timeout = 60000";
            patience.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

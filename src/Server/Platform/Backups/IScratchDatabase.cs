using Microsoft.Data.Sqlite;
using Npgsql;

namespace HrBpm.Server.Platform.Backups;

/// <summary>A database that a backup is restored into before anything else is touched. It is removed when it is disposed and was not put in place.</summary>
internal interface IScratchDatabase : IAsyncDisposable
{
    string ConnectionString { get; }

    /// <summary>The setting that makes a server use it.</summary>
    string Setting { get; }

    /// <summary>Puts it where the live database is, at once, and keeps that one beside it.</summary>
    /// <param name="stamp">Part of the name of what is kept.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>What the database before is called now; null when there was none.</returns>
    Task<string?> PutInPlaceAsync(string stamp, CancellationToken ct);
}

/// <summary>A file beside the live one.</summary>
internal sealed class SqliteScratch(string live, string stamp) : IScratchDatabase
{
    private readonly string path = $"{new SqliteConnectionStringBuilder(live).DataSource}.scratch-{stamp}";

    public string ConnectionString => SqliteContent.PathOnly(path);

    public string Setting => $"--ConnectionStrings:Sqlite={ConnectionString}";

    // Copied into the live file, not moved over it: a server that has the file open goes on with the same one.
    public Task<string?> PutInPlaceAsync(string stamp, CancellationToken ct)
    {
        var target = new SqliteConnectionStringBuilder(live).DataSource;
        var kept = File.Exists(target) ? $"{target}.before-{stamp}" : null;
        if (kept is not null) SqliteContent.Copy(live, SqliteContent.PathOnly(kept));
        SqliteContent.Copy(ConnectionString, live);
        return Task.FromResult(kept);
    }

    public ValueTask DisposeAsync()
    {
        SqliteContent.DeleteAll(path);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A database on the same server.</summary>
internal sealed class PostgresScratch : IScratchDatabase
{
    private readonly string live;
    private readonly string name;
    private bool isInPlace;

    private PostgresScratch(string live, string stamp)
    {
        this.live = new NpgsqlConnectionStringBuilder(live).Database!;
        name = $"{this.live}_scratch_{stamp}";
        ConnectionString = new NpgsqlConnectionStringBuilder(live) { Database = name, Pooling = false }.ConnectionString;
    }

    public string ConnectionString { get; }

    public string Setting => $"--ConnectionStrings:Postgres={ConnectionString}";

    public static async Task<PostgresScratch> MakeAsync(string live, string stamp, CancellationToken ct)
    {
        var scratch = new PostgresScratch(live, stamp);
        await scratch.DoAsync($"CREATE DATABASE \"{scratch.name}\" TEMPLATE template0", ct);
        return scratch;
    }

    // Nobody can connect between the end of the others' sessions and the new name, and servers find the new database at their next attempt.
    public async Task<string?> PutInPlaceAsync(string stamp, CancellationToken ct)
    {
        var isThere = await DoAsync($"SELECT 1 FROM pg_database WHERE datname = '{live.Replace("'", "''", StringComparison.Ordinal)}'", ct) is not null;
        var kept = $"{live}_before_{stamp}";
        if (isThere)
        {
            await DoAsync($"ALTER DATABASE \"{live}\" WITH ALLOW_CONNECTIONS false", ct);
            await DoAsync($"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = '{live.Replace("'", "''", StringComparison.Ordinal)}'", ct);
            await DoAsync($"ALTER DATABASE \"{live}\" RENAME TO \"{kept}\"", ct);
            await DoAsync($"ALTER DATABASE \"{kept}\" WITH ALLOW_CONNECTIONS true", ct);
        }
        await DoAsync($"ALTER DATABASE \"{name}\" RENAME TO \"{live}\"", ct);
        isInPlace = true;
        return isThere ? kept : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!isInPlace) await DoAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)", CancellationToken.None);
    }

    private async Task<object?> DoAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync(ct);
#pragma warning disable CA2100 // The name is that of the operator's own connection string.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(ct);
    }
}

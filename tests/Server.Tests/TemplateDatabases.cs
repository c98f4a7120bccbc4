using HrBpm.Server.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

[assembly: AssemblyFixture(typeof(TemplateDatabases))]

namespace HrBpm.Server.Tests;

/// <summary>One migrated database with the demo group per kind, made by a real server at first need and then copied: hundreds of tests start from it.</summary>
public sealed class TemplateDatabases : IAsyncDisposable
{
    private static readonly Dictionary<TestDatabase, Lazy<Task<FreshDatabase>>> Made = Enum.GetValues<TestDatabase>().ToDictionary(kind => kind, kind => new Lazy<Task<FreshDatabase>>(() => MakeAsync(kind)));

    /// <summary>Fills a fresh database with the template's content.</summary>
    internal static async Task CopyToAsync(FreshDatabase fresh)
    {
        var template = await Made[fresh.Kind].Value;
        if (fresh.Kind == TestDatabase.Sqlite) File.Copy(template.SqliteFile, fresh.SqliteFile);
        else await CopyPostgresAsync(template, fresh);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var made in Made.Values.Where(m => m.IsValueCreated)) await (await made.Value).DisposeAsync();
    }

    private static async Task<FreshDatabase> MakeAsync(TestDatabase kind)
    {
        var template = new FreshDatabase(kind);
        await (await HrBpmServer.StartAsync(template)).DisposeAsync();
        if (kind == TestDatabase.Sqlite) await FoldLogIntoFileAsync(template);
        else NpgsqlConnection.ClearAllPools();
        return template;
    }

    private static async Task FoldLogIntoFileAsync(FreshDatabase template)
    {
        await using var connection = new SqliteConnection(template.ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CopyPostgresAsync(FreshDatabase template, FreshDatabase fresh)
    {
        await using var maintenance = new NpgsqlConnection(Environment.GetEnvironmentVariable(FreshDatabase.PostgresVariable));
        await maintenance.OpenAsync();
        // File by file is faster than page by page through the log, which is what PostgreSQL does from 15 on.
        var strategy = maintenance.PostgreSqlVersion.Major >= 15 ? " STRATEGY FILE_COPY" : "";
        await using var copy = new NpgsqlCommand($"CREATE DATABASE \"{fresh.PostgresName}\" TEMPLATE \"{template.PostgresName}\"{strategy}", maintenance);
        await copy.ExecuteNonQueryAsync();
    }
}

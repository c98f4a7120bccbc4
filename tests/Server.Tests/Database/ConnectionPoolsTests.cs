using Npgsql;

namespace HrBpm.Server.Tests.Database;

/// <summary>A server that has ended leaves no connection behind, whatever goes on in its process.</summary>
public sealed class ConnectionPoolsTests
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_is_closed_when_its_server_has_ended()
    {
        await using var fresh = new FreshDatabase(TestDatabase.Sqlite);
        await TemplateDatabases.CopyToAsync(fresh);
        await (await HrBpmServer.StartAsync(fresh)).DisposeAsync();

        // Whoever closes a file last takes its log away.
        File.Exists(fresh.SqliteFile + "-wal").ShouldBeFalse();
    }

    [Fact]
    public async Task No_session_is_left_when_its_server_has_ended()
    {
        await using var fresh = new FreshDatabase(TestDatabase.Postgres);
        await TemplateDatabases.CopyToAsync(fresh);
        await using (var server = await HrBpmServer.StartAsync(fresh))
        {
            // One of the system's own, and one on behalf of a person.
            (await (await server.SignInAsync("li.na")).GetAsync("/api/tasks", Ct)).EnsureSuccessStatusCode();
            (await SessionsAsync(fresh)).ShouldBeGreaterThan(1);
        }

        // A session ends a moment after its connection.
        var since = TimeProvider.System.GetTimestamp();
        while (await SessionsAsync(fresh) > 0)
        {
            TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(Within);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }
    }

    private static async Task<long> SessionsAsync(FreshDatabase database)
    {
        await using var maintenance = new NpgsqlConnection(Environment.GetEnvironmentVariable(FreshDatabase.PostgresVariable));
        await maintenance.OpenAsync(Ct);
        await using var count = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = $1", maintenance) { Parameters = { new() { Value = database.PostgresName } } };
        return (long)(await count.ExecuteScalarAsync(Ct))!;
    }
}

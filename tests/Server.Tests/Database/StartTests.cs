using System.Net;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Database;

public sealed class StartTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_empty_database_is_migrated_and_gets_the_demo_group(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);

        await using var server = await HrBpmServer.StartAsync(fresh);

        (await server.Client().GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CountPeopleAsync(server)).ShouldBe(DemoGroup.Companies.Sum(c => c.People.Count));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Without_the_demo_an_empty_database_stays_empty(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);

        await using var server = await HrBpmServer.StartAsync(fresh, new Dictionary<string, string?> { ["Demo:Seed"] = "false" });

        (await CountPeopleAsync(server)).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Three_processes_that_start_at_once_on_an_empty_database_prepare_it_once(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);

        var servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => HrBpmServer.StartAsync(fresh))));

        try
        {
            foreach (var server in servers) (await CountPeopleAsync(server)).ShouldBe(DemoGroup.Companies.Sum(c => c.People.Count));
        }
        finally
        {
            foreach (var server in servers) await server.DisposeAsync();
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_database_of_a_newer_version_is_left_alone(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        await using (var server = await HrBpmServer.StartAsync(fresh))
            await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Database
                .ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" (migration_id, product_version) VALUES ('29990101000000_Future', '99.0')"""));

        var refused = await Should.ThrowAsync<SettingsException>(() => HrBpmServer.StartAsync(fresh));

        refused.Message.ShouldContain("29990101000000_Future");
    }

    [Fact]
    public async Task A_migration_that_was_killed_half_way_does_not_block_the_next_start()
    {
        await using var fresh = new FreshDatabase(TestDatabase.Sqlite);
        await using (var connection = new SqliteConnection(fresh.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01')""";
            await command.ExecuteNonQueryAsync();
        }

        await using var server = await HrBpmServer.StartAsync(fresh).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);

        (await CountPeopleAsync(server)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_pooler_that_hands_sessions_on_between_transactions_is_refused()
    {
        await using var fresh = new FreshDatabase(TestDatabase.Postgres);
        var direct = Environment.GetEnvironmentVariable(FreshDatabase.PostgresVariable)!;
        using var pooler = new TransactionPooler(direct);

        var refused = await Should.ThrowAsync<SettingsException>(() => HrBpmServer.StartAsync(fresh, new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = pooler.ConnectionString }));

        refused.Message.ShouldContain("PgBouncer: pool_mode=session");
        await using var sessions = SingleSessions.At(direct);
        await using var first = await sessions.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await PoolerCheck.RunAsync(sessions, first, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("--database=mysql", "Expected Database:Provider to be one of sqlite, postgres, but it is 'mysql'.")]
    [InlineData("--database=postgres", "Expected ConnectionStrings:Postgres to say where the PostgreSQL database is, but it is empty.")]
    [InlineData("--SignIn:HashIterations=many", "Expected SignIn:HashIterations to be a whole number, but it is 'many'.")]
    [InlineData("--SignIn:HashIterations=0", "Expected usable settings in 'SignIn', but: The field HashIterations must be between 1 and 10000000.")]
    public void A_setting_that_cannot_be_used_is_named(string argument, string sentence) =>
        Should.Throw<SettingsException>(() => HrBpmHost.Build([argument])).Message.ShouldBe(sentence);

    private static Task<int> CountPeopleAsync(HrBpmServer server) => server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().People.CountAsync());
}

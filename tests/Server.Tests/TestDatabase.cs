using Npgsql;

namespace HrBpm.Server.Tests;

/// <summary>The databases that a server is tested on. Each test gets a fresh one.</summary>
public enum TestDatabase
{
    /// <summary>A file in a temporary folder.</summary>
    Sqlite,

    /// <summary>A database of its own on the server that <c>HRBPM_TEST_POSTGRES</c> names; the test is skipped without it.</summary>
    Postgres,
}

/// <summary>Data for <c>[Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]</c>.</summary>
public static class Databases
{
    /// <summary>Every database.</summary>
    public static TheoryData<TestDatabase> All => [TestDatabase.Sqlite, TestDatabase.Postgres];
}

/// <summary>A fresh database, removed with the test.</summary>
internal sealed class FreshDatabase : IAsyncDisposable
{
    /// <summary>Connection string to a maintenance database on which databases can be created.</summary>
    public const string PostgresVariable = "HRBPM_TEST_POSTGRES";

    private readonly string folder = Directory.CreateTempSubdirectory("hrbpm-test-").FullName;
    private readonly string? postgres;
    private readonly TestDatabase kind;

    /// <summary>A fresh, still empty database. Skips the test when the PostgreSQL server is absent.</summary>
    public FreshDatabase(TestDatabase kind)
    {
        this.kind = kind;
        if (kind == TestDatabase.Sqlite) return;
        var maintenance = Environment.GetEnvironmentVariable(PostgresVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(maintenance), $"No PostgreSQL server: {PostgresVariable} is not set.");
        postgres = new NpgsqlConnectionStringBuilder(maintenance) { Database = $"hrbpm_{Guid.NewGuid():N}", MaxPoolSize = 20 }.ConnectionString;
    }

    /// <summary>Settings, in command line form, that make a server use this database.</summary>
    public string[] Arguments => postgres is null
        ? ["--database=sqlite", $"--data={folder}"]
        : ["--database=postgres", $"--ConnectionStrings:Postgres={postgres}", $"--data={folder}"];

    /// <summary>Connection string of this database.</summary>
    public string ConnectionString => postgres ?? $"Data Source={Path.Combine(folder, "hrbpm.db")}";

    /// <summary>Which kind of database this is.</summary>
    public TestDatabase Kind => kind;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (postgres is not null) await DropAsync(postgres);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task DropAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var maintenance = new NpgsqlConnection(Environment.GetEnvironmentVariable(PostgresVariable));
        await maintenance.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)", maintenance);
        await drop.ExecuteNonQueryAsync();
    }
}

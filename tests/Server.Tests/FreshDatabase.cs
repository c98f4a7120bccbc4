using Microsoft.Data.Sqlite;
using Npgsql;

namespace HrBpm.Server.Tests;

/// <summary>A database of a test's own, still empty; removed with the test.</summary>
internal sealed class FreshDatabase : IAsyncDisposable
{
    /// <summary>Connection string to a maintenance database on which databases can be created.</summary>
    public const string PostgresVariable = "HRBPM_TEST_POSTGRES";

    // Each pool would read all six hundred types of a database that lives for a second. The product knows its types without that; it does not look for others.
    private const string CompatibilityMode = "Server Compatibility Mode";

    /// <summary>A fresh database. Skips the test when the PostgreSQL server is absent.</summary>
    public FreshDatabase(TestDatabase kind)
    {
        var maintenance = Environment.GetEnvironmentVariable(PostgresVariable);
        Assert.SkipWhen(kind == TestDatabase.Postgres && string.IsNullOrEmpty(maintenance), $"No PostgreSQL server: {PostgresVariable} is not set.");
        Kind = kind;
        Folder = Directory.CreateTempSubdirectory("hrbpm-test-").FullName;
        ConnectionString = kind == TestDatabase.Sqlite
            ? $"Data Source={SqliteFile}"
            : new NpgsqlConnectionStringBuilder(maintenance) { Database = $"hrbpm_{Guid.NewGuid():N}", MaxPoolSize = 20, [CompatibilityMode] = "NoTypeLoading" }.ConnectionString;
    }

    /// <summary>Which kind of database this is.</summary>
    public TestDatabase Kind { get; }

    /// <summary>Connection string of this database.</summary>
    public string ConnectionString { get; }

    /// <summary>The data folder of its servers.</summary>
    public string Folder { get; }

    /// <summary>Path of the SQLite file.</summary>
    public string SqliteFile => Path.Combine(Folder, "hrbpm.db");

    /// <summary>Name of the PostgreSQL database.</summary>
    public string PostgresName => new NpgsqlConnectionStringBuilder(ConnectionString).Database!;

    /// <summary>Settings, in command line form, that make a server use this database.</summary>
    public string[] Arguments => Kind == TestDatabase.Sqlite
        ? ["--database=sqlite", $"--data={Folder}"]
        : ["--database=postgres", $"--ConnectionStrings:Postgres={ConnectionString}", $"--data={Folder}"];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Kind == TestDatabase.Postgres) await DropAsync();
        else CloseFile();
        await DeleteAsync();
    }

    // What a test opened itself; servers close theirs. Not all pools: other tests would have to open their files anew.
    private void CloseFile()
    {
        using var own = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(own);
    }

    // A job that was handed back may still be closing the file that it was writing.
    private async Task DeleteAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(Folder, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private async Task DropAsync()
    {
        await using var own = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(own);
        await using var maintenance = new NpgsqlConnection(Environment.GetEnvironmentVariable(PostgresVariable));
        await maintenance.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{PostgresName}\" WITH (FORCE)", maintenance);
        await drop.ExecuteNonQueryAsync();
    }
}

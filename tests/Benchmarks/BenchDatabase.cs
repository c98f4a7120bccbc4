using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using HrBpm.Server.Database;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HrBpm.Benchmarks;

/// <summary>An empty database of the benchmark's own; on PostgreSQL a whole cluster, which keeps its promise about power cuts (fsync is on). Gone afterwards.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string folder;

    private BenchDatabase(DatabaseProvider provider, string folder, string connection) => (Provider, this.folder, Connection) = (provider, folder, connection);

    public DatabaseProvider Provider { get; }

    /// <summary>Connection string.</summary>
    public string Connection { get; }

    public bool IsPostgres => Provider == DatabaseProvider.Postgres;

    /// <summary>Settings, in command line form, that make a server use it.</summary>
    public string[] SettingsOver(string connection) => [$"--data={folder}", .. IsPostgres ? (string[])["--database=postgres", $"--ConnectionStrings:Postgres={connection}"] : ["--database=sqlite"]];

    public static async Task<BenchDatabase> MakeAsync(DatabaseProvider provider, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("hrbpm-bench-").FullName;
        if (provider == DatabaseProvider.Sqlite) return new(provider, folder, $"Data Source={Path.Combine(folder, "hrbpm.db")}");
        // The user that runs PostgreSQL must be able to walk to its own directory inside.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        var server = await ClusterAsync("start", folder, ct);
        return new(provider, folder, new NpgsqlConnectionStringBuilder(server) { Database = "hrbpm_bench", MaxPoolSize = 80 }.ConnectionString);
    }

    /// <summary>Bytes that were written so far: to the write-ahead log (PostgreSQL), or by this process to files (SQLite).</summary>
    public async Task<double> BytesWrittenAsync(CancellationToken ct)
    {
        if (!IsPostgres) return OperatingSystem.IsLinux() ? await WrittenByProcessAsync(ct) : 0;
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync(ct);
        await using var ask = new NpgsqlCommand("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn", connection);
        return Convert.ToDouble(await ask.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>Bytes that the rows of instances take in the database with their indexes, and how many instances there are.</summary>
    public async Task<(double Bytes, double Instances)> KeptAsync(CancellationToken ct)
    {
        await using DbConnection connection = IsPostgres ? new NpgsqlConnection(Connection) : new SqliteConnection(Connection);
        await connection.OpenAsync(ct);
        await using var ask = connection.CreateCommand();
        ask.CommandText = IsPostgres
            ? """
              SELECT sum(pg_total_relation_size(name::regclass)), (SELECT count(*) FROM workflow_instances)
              FROM unnest(ARRAY['workflow_instances', 'workflow_bookmarks', 'workflow_runs', 'audit_entries']) AS name
              """
            : "SELECT page_count * page_size, (SELECT count(*) FROM workflow_instances) FROM pragma_page_count, pragma_page_size";
        await using var reader = await ask.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (Convert.ToDouble(reader.GetValue(0), CultureInfo.InvariantCulture), Convert.ToDouble(reader.GetValue(1), CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (IsPostgres)
        {
            NpgsqlConnection.ClearAllPools();
            await ClusterAsync("stop", folder, CancellationToken.None);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<double> WrittenByProcessAsync(CancellationToken ct) =>
        (await File.ReadAllLinesAsync("/proc/self/io", ct)).Where(l => l.StartsWith("wchar:", StringComparison.Ordinal)).Select(l => double.Parse(l[6..], CultureInfo.InvariantCulture)).Single();

    private static async Task<string> ClusterAsync(string verb, string folder, CancellationToken ct)
    {
        var script = new FileInfo(Path.Combine(Repository(), "tools", "private-postgres"));
        using var process = Process.Start(new ProcessStartInfo("bash", [script.FullName, verb, Path.Combine(folder, "postgres")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HRBPM_POSTGRES_FSYNC"] = "on" },
        })!;
        var said = process.StandardOutput.ReadToEndAsync(ct);
        var complained = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? (await said).Trim() : throw new InvalidOperationException($"Expected {script.Name} to {verb} a PostgreSQL cluster, but it said: {(await complained).Trim()}");
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "HrBpm.sln"))) return folder.FullName;
        throw new InvalidOperationException("Expected to run inside the repository, but there is no HrBpm.sln above the program.");
    }
}

using System.Diagnostics;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Npgsql;

namespace HrBpm.Server.Features.Demo;

/// <summary>The demo's own database, apart from the one that people work with: a file, a database beside the configured one, or a PostgreSQL of its own.</summary>
internal sealed class DemoDatabase : IAsyncDisposable
{
    private readonly string? ownCluster;

    private DemoDatabase(string[] settings, string? ownCluster)
    {
        Settings = settings;
        this.ownCluster = ownCluster;
    }

    /// <summary>Settings that lead the server there.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Makes it anew, or, to resume, finds it as it was left.</summary>
    /// <exception cref="SettingsException">There is no PostgreSQL to be had.</exception>
    public static async Task<DemoDatabase> PrepareAsync(string[] given, bool isResumed, CancellationToken ct)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(SettingArguments.Spell(given)).Build();
        var folder = Path.Combine(DataFolder.ContentRoot(), settings["Data:Folder"] ?? "data", "demo");
        if (!isResumed && Directory.Exists(folder)) await EmptyAsync(folder, ct);
        Directory.CreateDirectory(folder);
        var isPostgres = string.Equals(settings["Database:Provider"], nameof(DatabaseProvider.Postgres), StringComparison.OrdinalIgnoreCase);
        string[] common = [.. given, $"--Data:Folder={folder}"];
        if (!isPostgres) return new(common, null);

        var isOwn = string.IsNullOrEmpty(settings.GetConnectionString("Postgres"));
        var cluster = Path.Combine(folder, "postgres");
        var server = isOwn ? await PrivatePostgresAsync("start", cluster, ct) : settings.GetConnectionString("Postgres")!;
        var connection = await PrepareAsync(new NpgsqlConnectionStringBuilder(server), isResumed, ct);
        return new([.. common, $"--ConnectionStrings:Postgres={connection}"], isOwn ? cluster : null);
    }

    public async ValueTask DisposeAsync()
    {
        if (ownCluster is not null) await PrivatePostgresAsync("stop", ownCluster, CancellationToken.None);
    }

    private static async Task<string> PrepareAsync(NpgsqlConnectionStringBuilder server, bool isResumed, CancellationToken ct)
    {
        const string Name = "hrbpm_demo";
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var find = source.CreateCommand($"SELECT 1 FROM pg_database WHERE datname = '{Name}'");
        var exists = await find.ExecuteScalarAsync(ct) is not null;
        if (exists && !isResumed) await ExecuteAsync(source, $"DROP DATABASE {Name} WITH (FORCE)", ct);
        if (!exists || !isResumed) await ExecuteAsync(source, $"CREATE DATABASE {Name}", ct);
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = Name }.ConnectionString;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task EmptyAsync(string folder, CancellationToken ct)
    {
        var cluster = Path.Combine(folder, "postgres");
        if (Directory.Exists(cluster)) await PrivatePostgresAsync("stop", cluster, ct);
        Directory.Delete(folder, recursive: true);
    }

    // Debian's PostgreSQL, without any set-up: the same script gives the tests theirs.
    private static async Task<string> PrivatePostgresAsync(string verb, string folder, CancellationToken ct)
    {
        var script = Path.Combine(DataFolder.ContentRoot(), "..", "..", "tools", "private-postgres");
        if (!File.Exists(script)) throw new SettingsException($"Expected ConnectionStrings:Postgres to say where PostgreSQL is, but it is not set, and there is no {script} to start one.");
        using var process = Process.Start(new ProcessStartInfo("bash", [script, verb, folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEndAsync(ct);
        var complained = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? (await said).Trim() : throw new SettingsException($"Expected {script} to {verb} a PostgreSQL, but it said: {(await complained).Trim()}");
    }
}

using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>Held by the one process that prepares the database; others that start at the same time wait for it. It goes with the process, however that ends.</summary>
internal static class StartLock
{
    // Any number will do, as long as nothing else on the database uses it: "HrBpm" in ASCII.
    private const long PostgresKey = 0x4872_4270_6D;

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(50);

    /// <exception cref="SettingsException">There is a pooler in between that does not keep sessions.</exception>
    public static async Task<IAsyncDisposable> TakeAsync(AppDbContext db, CancellationToken ct) => db.Database.IsNpgsql()
        ? await TakePostgresAsync(db.Database.GetConnectionString()!, ct)
        : await TakeFileAsync(db.Database.GetDbConnection().DataSource + ".start", ct);

    private static async Task<IAsyncDisposable> TakePostgresAsync(string connectionString, CancellationToken ct)
    {
        var held = new HeldSession(SingleSessions.At(connectionString));
        try
        {
            await held.LockAsync(ct);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private static async Task<IAsyncDisposable> TakeFileAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(AskAgainAfter, TimeProvider.System, ct);
            }
        }
    }

    // The lock ends with its session.
    private sealed class HeldSession(NpgsqlDataSource sessions) : IAsyncDisposable
    {
        private NpgsqlConnection? session;

        public async Task LockAsync(CancellationToken ct)
        {
            session = await sessions.OpenConnectionAsync(ct);
            // Behind a pooler that hands sessions on, the lock would be somebody else's as well.
            await PoolerCheck.RunAsync(sessions, session, ct);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", session) { Parameters = { new() { Value = PostgresKey } }, CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(ct);
        }

        public async ValueTask DisposeAsync()
        {
            if (session is not null) await session.DisposeAsync();
            await sessions.DisposeAsync();
        }
    }
}

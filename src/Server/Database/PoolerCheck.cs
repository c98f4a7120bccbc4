using HrBpm.Server.Platform;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>Refuses to work through a pooler that hands a session on between transactions: what one person may see (<see cref="PersonConnections"/>) would then be the next one's.</summary>
/// <remarks>Asked at each start. Straight to PostgreSQL it costs one statement; behind a pooler, it is tried whether a session keeps its settings while others work.</remarks>
internal static class PoolerCheck
{
    private const int Attempts = 4;
    private const string Setting = "hrbpm.session";

    /// <param name="sessions">Where the system opens sessions.</param>
    /// <param name="first">One of them.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="SettingsException">A setting of a session was lost or changed between two statements.</exception>
    public static async Task RunAsync(NpgsqlDataSource sessions, NpgsqlConnection first, CancellationToken ct)
    {
        // PostgreSQL tells each connection the process that serves it. A pooler makes something up, because it may be another process each time.
        if (await AskAsync(first, "SELECT pg_backend_pid()::text", ct) == $"{first.ProcessID}") return;
        await using var second = await sessions.OpenConnectionAsync(ct);
        for (var n = 0; n < Attempts; n++)
            if (!await KeepsAsync(first, second, ct))
                throw new SettingsException("Expected ConnectionStrings:Postgres to lead to PostgreSQL, or to a pooler that keeps one session for each connection (PgBouncer: pool_mode=session), but settings of a session were lost between two statements. Row-level security stands on them.");
    }

    private static async Task<bool> KeepsAsync(NpgsqlConnection first, NpgsqlConnection second, CancellationToken ct)
    {
        var mark = $"{Guid.NewGuid():N}";
        await AskAsync(first, $"SELECT set_config('{Setting}', '{mark}', false)", ct);
        await using var held = await second.BeginTransactionAsync(ct);
        await AskAsync(second, "SELECT ''", ct);
        return await AskAsync(first, $"SELECT coalesce(current_setting('{Setting}', true), '')", ct) == mark;
    }

    private static async Task<string?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync(ct);
    }
}

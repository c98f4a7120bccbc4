using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform;

/// <summary>Of the processes of a cluster, lets one at a time look for due work of a kind: the others would only get in its way, since each thing is done once in any case.</summary>
/// <remarks>On PostgreSQL the turn is a lock of an open transaction. It goes with its process, so one that was killed holds up nobody. On SQLite there is one process.</remarks>
internal sealed class SweepTurn(IServiceScopeFactory scopes)
{
    /// <summary>Sweeps, unless another process is at it.</summary>
    /// <param name="kind">What is looked for.</param>
    /// <param name="sweep">The work.</param>
    /// <param name="ct">Cancels.</param>
    public async Task RunAsync(string kind, Func<CancellationToken, Task> sweep, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>().Database;
        if (database.IsSqlite())
        {
            await sweep(ct);
            return;
        }

        await using var held = await database.BeginTransactionAsync(ct);
        if (await database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock(hashtextextended({"sweep|" + kind}, 0)) AS \"Value\"").SingleAsync(ct)) await sweep(ct);
    }
}

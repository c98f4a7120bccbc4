namespace HrBpm.Server.Database;

/// <summary>Lets one writer at a time into the SQLite database, in the order in which they came. Without it, writers would poll for the lock and some would starve.</summary>
/// <remarks>PostgreSQL has row locks for that, so there the gate is always open. Singleton: a server has one database.</remarks>
internal sealed class SqliteWriteGate(DatabaseOptions options) : IDisposable
{
    private readonly SemaphoreSlim? turn = options.Provider == DatabaseProvider.Sqlite ? new SemaphoreSlim(1, 1) : null;

    /// <summary>Waits for the caller's turn.</summary>
    /// <returns>Ends the turn when disposed.</returns>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken ct)
    {
        if (turn is not null) await turn.WaitAsync(ct);
        return new Turn(turn);
    }

    public void Dispose() => turn?.Dispose();

    private sealed class Turn(SemaphoreSlim? held) : IDisposable
    {
        private SemaphoreSlim? held = held;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}

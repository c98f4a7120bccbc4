using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace HrBpm.Server.Database;

/// <summary>The transaction of a scope: everything that the scope's services write commits together. Disposing the scope before <see cref="CommitAsync"/> rolls it back.</summary>
internal sealed class WriteTransaction(AppDbContext db, SqliteWriteGate gate, IEnumerable<ICommitListener> listeners) : IAsyncDisposable
{
    private IDbContextTransaction? transaction;
    private IDisposable? turn;

    /// <summary>Begins it. On SQLite it holds the write lock from here on.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        if (transaction is not null) throw new InvalidOperationException("Expected the scope's transaction to begin once, but it began already.");
        turn = await gate.EnterAsync(ct);
        transaction = await db.Database.BeginTransactionAsync(ct);
    }

    /// <summary>Saves what the scope changed, and commits.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else was faster; nothing is committed.</exception>
    public async Task CommitAsync(CancellationToken ct)
    {
        var open = transaction ?? throw new InvalidOperationException("Expected the scope's transaction to have begun, but it has not.");
        if (await db.SaveAndCommitAsync(open, ct))
            foreach (var listener in listeners) listener.Committed();
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (transaction is { } open) await open.DisposeAsync();
        }
        finally
        {
            transaction = null;
            turn?.Dispose();
            turn = null;
        }
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

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
        if (ChangedRows.ArePlain(db)) await CommitRowsAsync(open, ct);
        else
        {
            await db.SaveChangesAsync(ct);
            await open.CommitAsync(ct);
        }

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

    private async Task CommitRowsAsync(IDbContextTransaction open, CancellationToken ct)
    {
        db.PrepareChanges();
        var writes = ChangedRows.Of(db);
        if (db.Database.GetDbConnection() is NpgsqlConnection postgres)
        {
            await ChangedRows.CommitAsync(postgres, writes, ct);
            // EF Core knows nothing of this commit, so its own listeners do not hear of it.
            foreach (var listener in listeners) listener.Committed();
        }
        else
        {
            await ChangedRows.WriteAsync((SqliteTransaction)open.GetDbTransaction(), writes, ct);
            await open.CommitAsync(ct);
        }

        db.ChangeTracker.AcceptAllChanges();
    }
}

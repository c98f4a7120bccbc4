using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace HrBpm.Server.Database;

/// <summary>The transaction of a scope: everything that the scope's services write commits together. Disposing the scope before <see cref="CommitAsync"/> rolls it back.</summary>
internal sealed class WriteTransaction(AppDbContext db, SqliteWriteGate gate, IEnumerable<ICommitListener> listeners) : IAsyncDisposable
{
    private readonly List<RowWrite> rows = [];
    private IDbContextTransaction? transaction;
    private IDisposable? turn;

    /// <summary>True from <see cref="BeginAsync"/> until the commit.</summary>
    public bool IsOpen => transaction is not null;

    /// <summary>Begins it. On SQLite it holds the write lock from here on.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        if (transaction is not null) throw new InvalidOperationException("Expected the scope's transaction to begin once, but it began already.");
        turn = await gate.EnterAsync(ct);
        transaction = await db.Database.BeginTransactionAsync(ct);
    }

    /// <summary>Adds a row at the commit. For rows that nobody looks at before that: the context does not track them, which is cheaper.</summary>
    public void Insert(IBelongsToCompany row) => rows.Add(SqlOf(row).Insert(row));

    /// <summary>Sets these columns of a row at the commit, untracked. Its version must be the one that was read.</summary>
    public void Update(IBelongsToCompany row, string[] columns) => rows.Add(SqlOf(row).Update(row, columns));

    /// <summary>Removes a row at the commit, untracked.</summary>
    public void Delete(IBelongsToCompany row) => rows.Add(SqlOf(row).Delete(row));

    /// <summary>Saves what the scope changed, and commits.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else was faster; nothing is committed.</exception>
    public async Task CommitAsync(CancellationToken ct)
    {
        var open = transaction ?? throw new InvalidOperationException("Expected the scope's transaction to have begun, but it has not.");
        if (await db.SaveAndCommitAsync(open, rows, ct))
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

    private RowSql SqlOf(IBelongsToCompany row)
    {
        db.KeepInCompany(row);
        return RowSql.For(db.Model.FindEntityType(row.GetType())!);
    }
}

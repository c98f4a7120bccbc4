using System.Data;
using HrBpm.Server.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Exports;

/// <summary>Lets all pages of a list see the database as it was at one moment, so that a row which comes or goes meanwhile is neither missing nor there twice. Keeps nobody from writing.</summary>
internal sealed class OneMoment : IAsyncDisposable
{
    private readonly AppDbContext db;
    private readonly IAsyncDisposable transaction;

    private OneMoment(AppDbContext db, IAsyncDisposable transaction) => (this.db, this.transaction) = (db, transaction);

    /// <summary>Begins it for what this context reads.</summary>
    public static async Task<OneMoment> OfAsync(AppDbContext db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        if (db.Database.GetDbConnection() is not SqliteConnection sqlite) return new(db, await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct));
        // One that EF Core begins would take the place of the writer.
        var reading = sqlite.BeginTransaction(deferred: true);
        await db.Database.UseTransactionAsync(reading, ct);
        return new(db, reading);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        if (db.Database.CurrentTransaction is not null) await db.Database.UseTransactionAsync(null);
        await db.Database.CloseConnectionAsync();
    }
}

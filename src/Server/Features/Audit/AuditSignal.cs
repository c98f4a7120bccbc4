using System.Data.Common;
using System.Threading.Channels;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HrBpm.Server.Features.Audit;

/// <summary>Wakes the sealer of this process after a commit.</summary>
internal sealed class AuditSignal
{
    private readonly Channel<bool> commits = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Give() => commits.Writer.TryWrite(true);

    /// <summary>Returns after a signal, after <paramref name="atMost"/>, or when it is given up.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        Task commit = commits.Reader.WaitToReadAsync(either.Token).AsTask();
        await commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        commits.Reader.TryRead(out _);
    }
}

/// <summary>Gives the signal after each commit, not before: the sealer must find the entries.</summary>
internal sealed class SignalOnCommit(AuditSignal signal) : DbTransactionInterceptor, ISaveChangesInterceptor, ICommitListener
{
    public void Committed() => signal.Give();

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => signal.Give();

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        signal.Give();
        return Task.CompletedTask;
    }

    // EF Core saves a single row without a transaction of its own.
    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        if (eventData.Context is AppDbContext { Database.CurrentTransaction: null }) signal.Give();
        return result;
    }

    public ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SavedChanges(eventData, result));
}

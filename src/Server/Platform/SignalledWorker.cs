namespace HrBpm.Server.Platform;

/// <summary>Does what is due whenever a signal says that there may be something, and when <see cref="DueWork"/> asks; one after the other, never twice at once in this process.</summary>
/// <param name="signal">Wakes it.</param>
/// <param name="log">Hears what failed.</param>
internal abstract partial class SignalledWorker(Signal signal, ILogger log) : BackgroundService, IComesDue
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Wakes the worker.</summary>
    protected Signal Signal => signal;

    protected ILogger Log => log;

    /// <inheritdoc />
    public virtual async Task<int> RunDueAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            return await WorkAsync(ct);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        turn.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does everything that is due now.</summary>
    /// <returns>How many things were done.</returns>
    protected abstract Task<int> WorkAsync(CancellationToken ct);

    /// <summary>What a signal leads to; <see cref="WorkAsync"/> in turn, unless a worker has more to say.</summary>
    protected virtual Task HearAsync(CancellationToken ct) => RunDueAsync(ct);

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in signal.ListenAsync(stoppingToken))
        {
            try
            {
                await HearAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database is away, for example. The next sweep asks again.
                Failed(log, e, GetType().Name);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Expected {Worker} to do what is due, but it failed.")]
    private static partial void Failed(ILogger log, Exception e, string worker);
}

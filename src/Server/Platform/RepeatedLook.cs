namespace HrBpm.Server.Platform;

/// <summary>Looks again and again at what is committed, for as long as the server runs. A look that fails is on record, and the next one tries again.</summary>
/// <param name="every">From one look to the next, in real time: a sandbox clock that stands still must not silence it.</param>
/// <param name="log">Where a failed look is recorded.</param>
internal abstract partial class RepeatedLook(TimeSpan every, ILogger log) : BackgroundService
{
    /// <summary>Looks once.</summary>
    protected abstract Task LookAsync(CancellationToken ct);

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LookingFailed(log, GetType().Name, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Expected {Look} to look at what has changed, but it failed; the next look tries again.")]
    private static partial void LookingFailed(ILogger log, string look, Exception e);
}

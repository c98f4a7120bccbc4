using HrBpm.Server.Features.Workflows;

namespace HrBpm.Server.Platform;

/// <summary>When the clock is moved, what has come due by it is done at once instead of at the next heartbeat.</summary>
internal sealed partial class WakeOnShift(ShiftableClock clock, DueBookmarks bookmarks, JobSignal jobs, DueStarts starts, ILogger<WakeOnShift> log) : BackgroundService
{
    private readonly Signal shifted = new();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        clock.Shifted += shifted.Raise;
        try
        {
            await foreach (var _ in shifted.ListenAsync(stoppingToken)) await RunAsync(stoppingToken);
        }
        finally
        {
            clock.Shifted -= shifted.Raise;
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        try
        {
            jobs.Raise();
            await starts.RunDueAsync(ct);
            await bookmarks.RunDueAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            WakingFailed(log, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Expected to do what came due when the clock was moved, but it failed; the next heartbeat tries again.")]
    private static partial void WakingFailed(ILogger log, Exception e);
}

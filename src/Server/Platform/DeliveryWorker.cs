using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Quartz;

namespace HrBpm.Server.Platform;

/// <summary>Does what runs have sent to instances, as soon as it has committed. Hears of it by <see cref="DeliverySignal"/>, and of what another process left by <see cref="DeliverySweep"/>.</summary>
internal sealed partial class DeliveryWorker(Deliveries deliveries, DeliverySignal signal, ILogger<DeliveryWorker> log) : BackgroundService, IComesDue
{
    /// <inheritdoc />
    public Task<int> RunDueAsync(CancellationToken ct) => deliveries.RunDueAsync(ct);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in signal.ListenAsync(stoppingToken))
        {
            try
            {
                await deliveries.RunDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database is away, for example. The next sweep asks again.
                Failed(log, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Expected to do due deliveries, but it failed.")]
    private static partial void Failed(ILogger log, Exception e);
}

/// <summary>Wakes the worker once a second of real time, for what no signal tells: deliveries that failed before, and those of a process that died.</summary>
[DisallowConcurrentExecution]
internal sealed class DeliverySweep(DeliverySignal signal) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        signal.Raise();
        return ValueTask.CompletedTask;
    }
}

using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows;
using Quartz;

namespace HrBpm.Server.Platform;

/// <summary>Does what runs have sent to instances, as soon as it has committed. Hears of it by <see cref="DeliverySignal"/>, and of what another process left by <see cref="DeliverySweep"/>.</summary>
internal sealed class DeliveryWorker(Deliveries deliveries, DeliverySignal signal, ILogger<DeliveryWorker> log) : SignalledWorker(signal, log)
{
    /// <inheritdoc />
    protected override Task<int> WorkAsync(CancellationToken ct) => deliveries.RunDueAsync(ct);
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

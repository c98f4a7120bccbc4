using HrBpm.Server.Features.Workflows;
using Quartz;

namespace HrBpm.Server.Platform;

/// <summary>Wakes the worker once a second of real time, for what no signal tells: retries that came due, leases that ran out, jobs of another process.</summary>
[DisallowConcurrentExecution]
internal sealed class JobSweep(JobSignal signal) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        signal.Raise();
        return ValueTask.CompletedTask;
    }
}

using Quartz;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>Goes on with rotations of keys; in a cluster, one process at a time does.</summary>
[DisallowConcurrentExecution]
internal sealed class ResealJob(KeyRotation rotation, SweepTurn turn) : IJob
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await turn.RunAsync("reseal", rotation.RunDueAsync, cancellationToken);
}

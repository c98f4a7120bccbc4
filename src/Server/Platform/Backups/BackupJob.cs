using Quartz;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Makes a backup by the schedule; in a cluster, one process does. One that fails is for the operator to see in the log, and is tried again at the next time.</summary>
[DisallowConcurrentExecution]
internal sealed partial class BackupJob(MakeBackup backup, ILogger<BackupJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var made = await backup.RunAsync(cancellationToken);
            Done(log, made.Name, made.Manifest.Length ?? 0, made.Removed);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Failed(log, failed);
        }
    }

    [LoggerMessage(LogLevel.Information, "Made the backup {Name} of {Length} bytes, and removed {Removed} old ones")]
    private static partial void Done(ILogger log, string name, long length, int removed);

    [LoggerMessage(LogLevel.Critical, "The scheduled backup failed")]
    private static partial void Failed(ILogger log, Exception failed);
}

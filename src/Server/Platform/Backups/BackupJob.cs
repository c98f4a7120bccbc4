using Quartz;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Makes a backup by the schedule, unless one is there already that another process, or this one before a restart, made. One that fails is for the operator to see in the log.</summary>
[DisallowConcurrentExecution]
internal sealed partial class BackupJob(MakeBackup backup, SweepTurn turn, BackupOptions options, ILogger<BackupJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await turn.RunAsync("backup", RunAsync, cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Failed(log, failed);
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        // Every process keeps the time by itself, so that each of them comes; nine tenths, because they do not come to the second.
        if (options.Every is not { } every || await backup.AgeOfNewestAsync(ct) < every * 0.9) return;
        var made = await backup.RunAsync(ct);
        Done(log, made.Name, made.Manifest.Length ?? 0, made.Removed);
    }

    [LoggerMessage(LogLevel.Information, "Made the backup {Name} of {Length} bytes, and removed {Removed} old ones")]
    private static partial void Done(ILogger log, string name, long length, int removed);

    [LoggerMessage(LogLevel.Critical, "The scheduled backup failed")]
    private static partial void Failed(ILogger log, Exception failed);
}

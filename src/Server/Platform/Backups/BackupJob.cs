using Quartz;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Makes a backup when one is due by the schedule, unless another process, or this one before a restart, made it. Between times sends what could not be sent.</summary>
internal sealed class ScheduledBackup(MakeBackup backup, BackupOptions options)
{
    private static readonly TimeSpan LongestBeat = TimeSpan.FromMinutes(10);

    /// <summary>How often to look: often enough that a place which could not be reached is tried again soon.</summary>
    /// <param name="every">How often a backup is made.</param>
    public static TimeSpan BeatOf(TimeSpan every) => every < LongestBeat ? every : LongestBeat;

    /// <returns>What was made; null when none was due.</returns>
    /// <exception cref="BackupException">It was not made, or could not be sent to each place.</exception>
    public async Task<MakeBackup.Made?> RunAsync(CancellationToken ct)
    {
        if (options.Every is not { } every) return null;
        // Nobody keeps the time to the second, and each process keeps it by itself.
        if (!(await backup.AgeOfNewestAsync(ct) < every - (BeatOf(every) * 0.1))) return await backup.RunAsync(ct);
        await backup.CatchUpAsync(ct);
        return null;
    }
}

/// <summary>Looks by the schedule; in a cluster, one process at a time does. What fails is for the operator to see in the log.</summary>
[DisallowConcurrentExecution]
internal sealed partial class BackupJob(ScheduledBackup scheduled, SweepTurn turn, ILogger<BackupJob> log) : IJob
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
        if (await scheduled.RunAsync(ct) is { } made) Done(log, made.Name, made.Manifest.Length ?? 0, made.Removed);
    }

    [LoggerMessage(LogLevel.Information, "Made the backup {Name} of {Length} bytes, and removed {Removed} old ones")]
    private static partial void Done(ILogger log, string name, long length, int removed);

    [LoggerMessage(LogLevel.Critical, "The scheduled backup failed")]
    private static partial void Failed(ILogger log, Exception failed);
}

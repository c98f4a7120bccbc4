using Quartz;

namespace HrBpm.Server.Platform;

/// <summary>Looks for due bookmarks once a second of real time; in a cluster, one process at a time does.</summary>
[DisallowConcurrentExecution]
internal sealed class DueBookmarkJob(DueBookmarks bookmarks, SweepTurn turn) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await turn.RunAsync("bookmarks", bookmarks.RunDueAsync, cancellationToken);
}

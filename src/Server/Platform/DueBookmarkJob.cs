using Quartz;

namespace HrBpm.Server.Platform;

/// <summary>Looks for due bookmarks once a second of real time; in a cluster, one process at a time does.</summary>
[DisallowConcurrentExecution]
internal sealed class DueBookmarkJob(DueBookmarks bookmarks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await bookmarks.RunDueAsync(cancellationToken);
}

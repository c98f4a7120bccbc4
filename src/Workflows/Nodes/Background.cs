namespace HrBpm.Workflows.Nodes;

/// <summary>An activity marked <c>runAsynchronously</c> waits for a run of its own, which comes after the commit of the run that reached it.</summary>
internal static class Background
{
    public const string BookmarkName = "BackgroundActivity";

    public static ValueTask WaitAsync(Visit visit)
    {
        var bookmark = visit.Run.NextBookmarkId();
        visit.Run.AddBookmark(visit.Execution, bookmark, BookmarkName, new Dictionary<string, object?> { ["BookmarkId"] = bookmark }, null);
        visit.Run.Deliver(new ResumeCommand(bookmark));
        return ValueTask.CompletedTask;
    }
}

using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform;

/// <summary>Resumes what waits for a moment, once that moment has come: in due order, a batch at a time. The bookmark's own row makes sure that it happens once.</summary>
internal sealed partial class DueBookmarks(IServiceScopeFactory scopes, WorkflowRuntime runtime, TimeProvider time, ILogger<DueBookmarks> log) : IComesDue, IDisposable
{
    private const int Batch = 100;
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <inheritdoc />
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var done = 0;
            while (await ReadAsync(ct) is { Count: > 0 } due)
            {
                foreach (var bookmark in due) await ResumeAsync(bookmark, ct);
                done += due.Count;
            }

            return done;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<List<string>> ReadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().WorkflowBookmarks
            .Where(b => b.DueUtc <= now).OrderBy(b => b.DueUtc).ThenBy(b => b.Id).Select(b => b.Id).Take(Batch).ToListAsync(ct);
    }

    private async Task ResumeAsync(string bookmarkId, CancellationToken ct)
    {
        try
        {
            // A refusal mostly means that somebody was faster, and then there is no row left to put off.
            if (await runtime.ResumeAsync(new ResumeCommand(bookmarkId) { IsDue = true }, ct) is { } refusal) await PutOffAsync(bookmarkId, refusal.Message, null, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await PutOffAsync(bookmarkId, e.Message, e, ct);
        }
    }

    // What cannot be resumed must neither come back at once for ever nor hold up what is due after it.
    private async Task PutOffAsync(string bookmarkId, string why, Exception? e, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var tries = await db.WorkflowBookmarks.Where(b => b.Id == bookmarkId).Select(b => (int?)b.FailedTries).SingleOrDefaultAsync(ct);
        if (tries is not { } failed) return;
        var pause = TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, failed), LongestPause.TotalSeconds));
        var next = time.GetUtcNow().UtcDateTime + pause;
        await db.WorkflowBookmarks.Where(b => b.Id == bookmarkId).ExecuteUpdateAsync(u => u.SetProperty(b => b.DueUtc, next).SetProperty(b => b.FailedTries, failed + 1), ct);
        PutOff(log, e, bookmarkId, pause, why);
    }

    [LoggerMessage(LogLevel.Error, "Expected to resume due bookmark {BookmarkId}, but it failed; trying again in {Pause}. {Why}")]
    private static partial void PutOff(ILogger log, Exception? e, string bookmarkId, TimeSpan pause, string why);
}

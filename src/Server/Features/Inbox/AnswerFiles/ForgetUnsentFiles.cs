using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HrBpm.Server.Features.Inbox.AnswerFiles;

/// <summary>Throws away what was uploaded into a form and never sent: when no draft keeps it any more, or its task is over, for <see cref="InboxOptions.UnsentFilesKept"/>.</summary>
internal sealed class ForgetUnsentFiles(WriteAttempts writes, InboxOptions options, TimeProvider clock)
{
    private const int MostAtOnce = 500;

    /// <returns>How many files went.</returns>
    public Task<int> RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow().UtcDateTime - options.UnsentFilesKept;
        return writes.RunAsync((scope, token) => DropAsync(scope.GetRequiredService<AppDbContext>(), before, token), ct);
    }

    /// <summary>Throws away what a person has uploaded for a flow that they do not start after all.</summary>
    public static async Task DropOfAsync(AppDbContext db, Guid personId, string definitionId, CancellationToken ct) =>
        await DropAsync(db, await db.AnswerFiles.Where(f => f.UploadedById == personId && f.DefinitionId == definitionId && f.TaskId == null && f.SentUtc == null).ToListAsync(ct), ct);

    private static async Task<int> DropAsync(AppDbContext db, DateTime before, CancellationToken ct) => await DropAsync(db, await db.AnswerFiles.IgnoreQueryFilters([AppDbContext.CompanyFilter])
        .Where(f => f.SentUtc == null && f.AtUtc < before
            && !db.StartDrafts.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(d => f.TaskId == null && d.PersonId == f.UploadedById && d.DefinitionId == f.DefinitionId)
            && !db.Tasks.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(t => t.Id == f.TaskId && t.ClosedUtc == null))
        .OrderBy(f => f.AtUtc).Take(MostAtOnce).ToListAsync(ct), ct);

    private static async Task<int> DropAsync(AppDbContext db, List<AnswerFile> files, CancellationToken ct)
    {
        db.RemoveRange(files);
        await db.SaveChangesAsync(ct);
        await Contents.DropAsync(db, files.Select(f => (f.CompanyId, f.Sha256)), ct);
        return files.Count;
    }
}

/// <summary>Looks once an hour; in a cluster, one process at a time does.</summary>
[DisallowConcurrentExecution]
internal sealed class UnsentFilesJob(ForgetUnsentFiles forget, SweepTurn turn) : IJob
{
    public static readonly TimeSpan Beat = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await turn.RunAsync("unsent-files", forget.RunAsync, cancellationToken);
}

using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Keeps a file that somebody attaches to a task: its content under its hash, once per company.</summary>
internal sealed class KeepAttachment(AppDbContext db, WriteAttempts writes, ReadUpload upload, InboxOptions options, TimeProvider clock)
{
    private static readonly ReadUpload.Codes Codes = new(Size: "tasks.attachment-size", Content: "tasks.attachment-content");

    /// <param name="Sha256">Lower-case hexadecimal SHA-256 of the content.</param>
    public sealed record Response(Guid Id, string Sha256, long Length);

    public async Task<Results<Ok<Response>, ProblemHttpResult>> RunAsync(HumanTask task, Guid by, IFormFile file, Guid? requestId, CancellationToken ct)
    {
        var once = RequestOnce.Of(by, requestId, task.Id.ToString("D"), "attach");
        if (once is not null && await EarlierAsync(once, ct) is { } before) return before;
        if (task.State != AssignmentState.Open) return Problems.Conflict("tasks.not-open", "Expected the task to be open, but it is not any more.");
        var (read, problem) = await upload.RunAsync(file, options.LargestAttachment, Codes, ct);
        if (problem is not null) return problem;
        var attachment = new TaskAttachment
        {
            CompanyId = task.CompanyId,
            TaskId = task.Id,
            UploadedById = by,
            AtUtc = clock.GetUtcNow().UtcDateTime,
            FileName = read!.Name,
            ContentType = read.ContentType,
            Length = read.Content.Length,
            Sha256 = read.Sha256,
        };
        var isKept = await writes.AddWithContentAsync(attachment.CompanyId, read, async (scope, token) =>
        {
            var inner = scope.GetRequiredService<AppDbContext>();
            if (once is not null && await once.NoteAsync(inner, task.CompanyId, attachment.AtUtc, token, attachment.Id) is not null) return false;
            inner.TaskAttachments.Add(attachment);
            var data = new { attachment.Id, attachment.Length, attachment.Sha256 };
            scope.GetRequiredService<IAuditTrail>().Record(TaskFacts.Of(task, by.ToString("D"), "attach", data, new() { ["fileName"] = attachment.FileName }));
            return true;
        }, ct);
        return isKept ? TypedResults.Ok(ToResponse(attachment)) : (await EarlierAsync(once!, ct))!;
    }

    private static Response ToResponse(TaskAttachment kept) => new(kept.Id, kept.Sha256, kept.Length);

    // The answer that the same request got before; null when it is new.
    private async Task<Results<Ok<Response>, ProblemHttpResult>?> EarlierAsync(RequestOnce once, CancellationToken ct)
    {
        if (await once.FindAsync(db, ct) is not { } before) return null;
        if (before.Refusal is { } refusal) return refusal.ToProblem();
        return TypedResults.Ok(ToResponse(await db.TaskAttachments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleAsync(a => a.Id == before.AnswerId, ct)));
    }
}

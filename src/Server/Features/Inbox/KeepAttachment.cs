using System.Security.Cryptography;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Keeps a file that somebody attaches to a task: its content under its hash, once per company.</summary>
internal sealed class KeepAttachment(AppDbContext db, WriteAttempts writes, IEnumerable<IUploadScan> scans, InboxOptions options, TimeProvider clock)
{
    private const int LongestName = 255;

    /// <param name="Sha256">Lower-case hexadecimal SHA-256 of the content.</param>
    public sealed record Response(Guid Id, string Sha256, long Length);

    public async Task<Results<Ok<Response>, ProblemHttpResult>> RunAsync(HumanTask task, Guid by, IFormFile file, Guid? requestId, CancellationToken ct)
    {
        var once = RequestOnce.Of(by, requestId, task.Id.ToString("D"), "attach");
        if (once is not null && await EarlierAsync(once, ct) is { } before) return before;
        if (file.Length == 0 || file.Length > options.LargestAttachment)
            return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "tasks.attachment-size", $"Expected a file of 1 to {options.LargestAttachment} bytes, but it has {file.Length}.");
        if (task.State != AssignmentState.Open) return Problems.Conflict("tasks.not-open", "Expected the task to be open, but it is not any more.");
        var content = await ReadAsync(file, ct);
        foreach (var scan in scans)
            if (await scan.WhyNotAsync(content, NameOf(file), ct) is { } problem) return Problems.Problem(StatusCodes.Status415UnsupportedMediaType, "tasks.attachment-content", problem);
        var attachment = new TaskAttachment
        {
            CompanyId = task.CompanyId,
            TaskId = task.Id,
            UploadedById = by,
            AtUtc = clock.GetUtcNow().UtcDateTime,
            FileName = NameOf(file),
            ContentType = file.ContentType is { Length: > 0 and <= LongestName } type ? type : "application/octet-stream",
            Length = content.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        };
        return await KeepAsync(task, attachment, content, once, ct) ? TypedResults.Ok(ToResponse(attachment)) : (await EarlierAsync(once!, ct))!;
    }

    private static Response ToResponse(TaskAttachment kept) => new(kept.Id, kept.Sha256, kept.Length);

    // The answer that the same request got before; null when it is new.
    private async Task<Results<Ok<Response>, ProblemHttpResult>?> EarlierAsync(RequestOnce once, CancellationToken ct)
    {
        if (await once.FindAsync(db, ct) is not { } before) return null;
        if (before.Refusal is { } refusal) return refusal.ToProblem();
        return TypedResults.Ok(ToResponse(await db.TaskAttachments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleAsync(a => a.Id == before.AnswerId, ct)));
    }

    // False when the same request has kept it meanwhile.
    private async Task<bool> KeepAsync(HumanTask task, TaskAttachment attachment, byte[] content, RequestOnce? once, CancellationToken ct)
    {
        try
        {
            return await writes.RunAsync((scope, token) => AddAsync(scope, task, attachment, content, once, token), ct);
        }
        catch (DbUpdateException)
        {
            // Somebody kept the same content at the same moment; now it is there.
            return await writes.RunAsync((scope, token) => AddAsync(scope, task, attachment, content, once, token), ct);
        }
    }

    private static async Task<bool> AddAsync(IServiceProvider scope, HumanTask task, TaskAttachment attachment, byte[] content, RequestOnce? once, CancellationToken ct)
    {
        var inner = scope.GetRequiredService<AppDbContext>();
        if (once is not null && await once.NoteAsync(inner, task.CompanyId, attachment.AtUtc, ct, attachment.Id) is not null) return false;
        if (!await inner.StoredContents.AnyAsync(c => c.CompanyId == attachment.CompanyId && c.Sha256 == attachment.Sha256, ct))
            inner.StoredContents.Add(new StoredContent { CompanyId = attachment.CompanyId, Sha256 = attachment.Sha256, Bytes = content });
        inner.TaskAttachments.Add(attachment);
        var data = new { attachment.Id, attachment.Length, attachment.Sha256 };
        scope.GetRequiredService<IAuditTrail>().Record(TaskFacts.Of(task, attachment.UploadedById.ToString("D"), "attach", data, new() { ["fileName"] = attachment.FileName }));
        return true;
    }

    private static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken ct)
    {
        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, ct);
        return content.ToArray();
    }

    // Some browsers send the whole path of either kind.
    private static string NameOf(IFormFile file)
    {
        var name = file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..];
        name = string.Concat(name.Where(c => !char.IsControl(c))).Trim();
        return name.Length == 0 ? "file" : name[..Math.Min(name.Length, LongestName)];
    }
}

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
internal sealed class KeepAttachment(WriteAttempts writes, IEnumerable<IUploadScan> scans, InboxOptions options, TimeProvider clock)
{
    private const int LongestName = 255;

    /// <param name="Sha256">Lower-case hexadecimal SHA-256 of the content.</param>
    public sealed record Response(Guid Id, string Sha256, long Length);

    public async Task<Results<Ok<Response>, ProblemHttpResult>> RunAsync(HumanTask task, Guid by, IFormFile file, CancellationToken ct)
    {
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
        await KeepAsync(task, attachment, content, ct);
        return TypedResults.Ok(new Response(attachment.Id, attachment.Sha256, attachment.Length));
    }

    private async Task KeepAsync(HumanTask task, TaskAttachment attachment, byte[] content, CancellationToken ct)
    {
        try
        {
            await writes.RunAsync((scope, token) => AddAsync(scope, task, attachment, content, token), ct);
        }
        catch (DbUpdateException)
        {
            // Somebody kept the same content at the same moment; now it is there.
            await writes.RunAsync((scope, token) => AddAsync(scope, task, attachment, content, token), ct);
        }
    }

    private static async Task<Guid> AddAsync(IServiceProvider scope, HumanTask task, TaskAttachment attachment, byte[] content, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (!await db.StoredContents.AnyAsync(c => c.CompanyId == attachment.CompanyId && c.Sha256 == attachment.Sha256, ct))
            db.StoredContents.Add(new StoredContent { CompanyId = attachment.CompanyId, Sha256 = attachment.Sha256, Bytes = content });
        db.TaskAttachments.Add(attachment);
        var data = new { attachment.Id, attachment.Length, attachment.Sha256 };
        scope.GetRequiredService<IAuditTrail>().Record(TaskFacts.Of(task, attachment.UploadedById.ToString("D"), "attach", data, new() { ["fileName"] = attachment.FileName }));
        return attachment.Id;
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

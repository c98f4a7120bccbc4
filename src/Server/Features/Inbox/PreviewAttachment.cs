using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>An attached picture or PDF, to be shown within a page of ours. What it is, is told by its content: anything else is only ever a download.</summary>
internal static class PreviewAttachment
{
    // The browser's own viewer of PDFs puts its styles and the document into a page of its own. Scripts run in neither, and no other site frames it.
    private const string Policy = "default-src 'none'; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        Guid taskId, Guid attachmentId, AppDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (!await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AnyAsync(t => t.Id == taskId, ct)) return TaskProblems.Unknown(taskId);
        var content = await db.TaskAttachments.Where(a => a.Id == attachmentId && a.TaskId == taskId)
            .Join(db.StoredContents, a => new { a.CompanyId, a.Sha256 }, c => new { c.CompanyId, c.Sha256 }, (a, c) => c.Bytes)
            .IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleOrDefaultAsync(ct);
        if (content is null) return Problems.NotFound("tasks.attachment-unknown", $"Expected an attachment {attachmentId} of the task, but there is none.");
        if (TypeOf(content) is not { } type)
            return Problems.Problem(StatusCodes.Status415UnsupportedMediaType, "tasks.attachment-no-preview", "Expected a PDF or a PNG, JPEG, GIF or WebP picture, but the content is something else. It can be downloaded.");
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XFrameOptions = "SAMEORIGIN";
        return TypedResults.File(content, type);
    }

    private static string? TypeOf(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.StartsWith("%PDF-"u8) => "application/pdf",
        _ when content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) => "image/png",
        _ when content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => "image/jpeg",
        _ when content.StartsWith("GIF8"u8) => "image/gif",
        _ when content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) => "image/webp",
        _ => null,
    };
}

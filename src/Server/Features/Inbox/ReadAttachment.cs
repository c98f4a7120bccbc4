using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The content of an attached file. Always a download: a file that somebody uploaded is never shown as a page of ours.</summary>
internal static class ReadAttachment
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        Guid taskId, Guid attachmentId, AppDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (!await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AnyAsync(t => t.Id == taskId, ct)) return TaskProblems.Unknown(taskId);
        var found = await (
            from attachment in db.TaskAttachments
            where attachment.Id == attachmentId && attachment.TaskId == taskId
            join content in db.StoredContents on new { attachment.CompanyId, attachment.Sha256 } equals new { content.CompanyId, content.Sha256 }
            select new { attachment.FileName, attachment.ContentType, content.Bytes })
            .IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleOrDefaultAsync(ct);
        if (found is null) return Problems.NotFound("tasks.attachment-unknown", $"Expected an attachment {attachmentId} of the task, but there is none.");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(found.Bytes, found.ContentType, found.FileName);
    }
}

using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>An attached picture or PDF, to be shown within a page of ours.</summary>
internal static class PreviewAttachment
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        Guid taskId, Guid attachmentId, AppDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (!await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AnyAsync(t => t.Id == taskId, ct)) return TaskProblems.Unknown(taskId);
        var content = await db.TaskAttachments.Where(a => a.Id == attachmentId && a.TaskId == taskId)
            .Join(db.StoredContents, a => new { a.CompanyId, a.Sha256 }, c => new { c.CompanyId, c.Sha256 }, (a, c) => c.Bytes)
            .IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleOrDefaultAsync(ct);
        return content is null
            ? Problems.NotFound("tasks.attachment-unknown", $"Expected an attachment {attachmentId} of the task, but there is none.")
            : ShownFile.Of(content, "tasks.attachment-no-preview", http);
    }
}

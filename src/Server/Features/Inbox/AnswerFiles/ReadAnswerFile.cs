using HrBpm.Server.Database;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.AnswerFiles;

/// <summary>The content of a file of a form. Always a download: a file that somebody uploaded is never shown as a page of ours.</summary>
internal static class ReadAnswerFile
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(Guid fileId, FindAnswerFile find, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        if (await find.RunAsync(fileId, ct) is not { } file) return FindAnswerFile.Unknown(fileId);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(await ContentAsync(file, db, ct), file.ContentType, file.FileName);
    }

    /// <summary>The same to be shown within a page, where it is a picture or PDF.</summary>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PreviewAsync(Guid fileId, FindAnswerFile find, AppDbContext db, HttpContext http, CancellationToken ct) =>
        await find.RunAsync(fileId, ct) is not { } file ? FindAnswerFile.Unknown(fileId) : ShownFile.Of(await ContentAsync(file, db, ct), "files.no-preview", http);

    private static Task<byte[]> ContentAsync(AnswerFile file, AppDbContext db, CancellationToken ct) =>
        db.StoredContents.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(c => c.CompanyId == file.CompanyId && c.Sha256 == file.Sha256).Select(c => c.Bytes).SingleAsync(ct);
}

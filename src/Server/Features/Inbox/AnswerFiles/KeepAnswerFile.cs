using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.AnswerFiles;

/// <summary>Keeps a file that somebody puts into an attachment field. It counts once the form is sent with it.</summary>
internal sealed class KeepAnswerFile(AppDbContext db, WriteAttempts writes, ReadUpload upload, InboxOptions options, TimeProvider clock)
{
    private static readonly ReadUpload.Codes Codes = new(Size: "files.size", Content: "files.content");

    /// <summary>Most files that one person may have uploaded and not sent.</summary>
    public const int MostUnsent = 100;

    public async Task<Results<Ok<FileReference>, ProblemHttpResult>> RunAsync(AnswerPlace place, string key, Guid by, IFormFile file, CancellationToken ct)
    {
        if (place.Form.FirstOrDefault(f => f.Key == key && f.Type == FormFieldType.Attachment) is not { } field)
            return Problems.NotFound("files.field.unknown", $"Expected an attachment field of the form, but there is none with the key '{(key.Length > 40 ? key[..40] + "…" : key)}'.");
        if (await db.AnswerFiles.IgnoreQueryFilters([AppDbContext.CompanyFilter]).CountAsync(f => f.UploadedById == by && f.SentUtc == null, ct) >= MostUnsent)
            return Problems.Conflict("files.too-many", $"Expected at most {MostUnsent} files that you have uploaded and not sent, but there are as many. Send a form, or throw a draft away.");
        var (read, problem) = await upload.RunAsync(file, options.LargestAttachment, Codes, ct);
        if (problem is not null) return problem;
        if (field.FileKinds.Count > 0 && FileKinds.Of(read!.Content, read.Name) is var kind && (kind is null || !field.FileKinds.Contains(kind)))
            return Problems.Problem(StatusCodes.Status415UnsupportedMediaType, "files.kind", $"Expected a file of the kind {string.Join(" or ", field.FileKinds)} in '{field.Label}', but its content is {kind ?? "something else"}.");
        return TypedResults.Ok((await KeepAsync(place, key, by, read!, ct)).ToReference());
    }

    private async Task<AnswerFile> KeepAsync(AnswerPlace place, string key, Guid by, UploadedFile read, CancellationToken ct)
    {
        var kept = new AnswerFile
        {
            CompanyId = place.CompanyId,
            UploadedById = by,
            DefinitionId = place.DefinitionId,
            TaskId = place.TaskId,
            InstanceId = place.TaskId is null ? null : place.InstanceId,
            FieldKey = key,
            FileName = read.Name,
            ContentType = read.ContentType,
            Length = read.Content.Length,
            Sha256 = read.Sha256,
            AtUtc = clock.GetUtcNow().UtcDateTime,
        };
        await writes.AddWithContentAsync(place.CompanyId, read, scope =>
        {
            scope.GetRequiredService<AppDbContext>().AnswerFiles.Add(kept);
            var data = new { kept.Id, place.DefinitionId, place.TaskId, field = key, kept.Length, kept.Sha256 };
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(place.CompanyId, by.ToString("D"), "files.upload", $"file:{kept.Id:D}", data) { About = by, Personal = new Dictionary<string, object?> { ["fileName"] = kept.FileName } });
        }, ct);
        return kept;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.AnswerFiles;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>Takes the files that come with the form of a page, through the very checks of the API.</summary>
internal sealed class PageUploads(AppDbContext db, KeepAnswerFile keep)
{
    /// <summary>Most files of the largest size that one form may bring.</summary>
    public const int MostAtOnce = 3;

    /// <summary>Reads a form; null when it is larger than the route allows.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(ct) : FormCollection.Empty;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        catch (InvalidDataException)
        {
            // What the form reader says of a part that is longer than the route allows.
            return null;
        }
    }

    /// <summary>What was sent with its files kept, and what the page has to say of a file that was not.</summary>
    /// <param name="task">The task.</param>
    /// <param name="by">Who sends it.</param>
    /// <param name="form">What was sent.</param>
    /// <param name="words">How the page speaks.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<(PageAnswer Said, string? Problem)> TakeAsync(TaskDetails task, Guid by, IFormCollection form, PageWords words, CancellationToken ct)
    {
        var said = PageAnswer.Of(task, form);
        var fields = task.Form.Where(field => field.Type == FormFieldType.Attachment).ToList();
        if (fields.Count == 0) return (said, null);
        var row = await db.Tasks.OfAnyCompany().AsNoTracking().SingleAsync(t => t.Id == task.Id, ct);
        string? problem = null;
        foreach (var field in fields)
        {
            var files = await KnownAsync(AnswerPlace.Of(row), field.Key, by, said.Answers[field.Key] as JsonArray ?? [], ct);
            foreach (var file in form.Files.GetFiles(FormAnswers.Prefix + field.Key).Where(file => file.Length > 0 || file.FileName.Length > 0))
            {
                if (files.Count == FormFiles.MostOf(field)) problem ??= words.Say($"「{field.Label}」最多 {files.Count} 个文件。", $"'{field.Label}' takes at most {files.Count} files.");
                else if ((await UploadAnswerFile.ForAsync(row, field.Key, by, file, keep, ct)).Result is Ok<FileReference> { Value: { } kept }) files.Add(kept);
                else problem ??= words.Say($"「{file.FileName}」没有上传：文件太大、是空的，或不是「{field.Label}」要的种类。", $"'{file.FileName}' was not uploaded: it is too large, empty, or not of a kind that '{field.Label}' takes.");
            }
            if (files.Count == 0) said.Answers.Remove(field.Key);
            else said.Answers[field.Key] = JsonSerializer.SerializeToNode(files, JsonSerializerOptions.Web);
        }
        return (said, problem);
    }

    private async Task<List<FileReference>> KnownAsync(AnswerPlace place, string key, Guid by, JsonArray named, CancellationToken ct)
    {
        var ids = named.Select(file => Guid.Parse(file!["id"]!.ToString())).ToList();
        if (ids.Count == 0) return [];
        var known = await db.AnswerFiles.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(f => ids.Contains(f.Id)).ToListAsync(ct);
        return [.. known.Where(file => place.Takes(file, key, by)).OrderBy(file => ids.IndexOf(file.Id)).Select(file => file.ToReference())];
    }
}

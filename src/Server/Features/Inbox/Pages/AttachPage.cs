using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>A file that is attached from the task's page, by a form without scripts and through the very checks of the API.</summary>
internal static class AttachPage
{
    /// <summary>Name of the form's field.</summary>
    public const string Field = "file";

    public static async Task<IResult> SendAsync(Guid taskId, HttpContext http, AppDbContext db, FlowSeals seals, CurrentUser user, KeepAttachment keep, CancellationToken ct)
    {
        var reader = await PageReader.OfAsync(http, user, ct);
        if (await TaskPage.FindAsync(taskId, db, seals, user, http, ct) is not { } task) return TaskPage.NoTask(http, reader);
        var (file, tooLarge) = await ReadAsync(http, ct);
        if (tooLarge) return await AgainAsync(RefusalWords.TooLarge(reader.Words));
        if (file is null) return await AgainAsync(reader.Words.Say("请先选择一个文件。", "Choose a file first."));
        var answer = await AttachToTask.HandleAsync(taskId, file, RequestOf(http), db, user, keep, ct);
        return answer.Result is ProblemHttpResult refused ? await AgainAsync(reader.Words.Of(refused)) : Results.Redirect($"{TaskWay.Of(taskId).Page}?said={Field}");

        async Task<IResult> AgainAsync(string problem) => TaskPage.Read(http, reader, task, problem, await TalkCards.LatestAsync(task, reader, http, ct));
    }

    // The form is known to be read.
    private static Guid? RequestOf(HttpContext http) => Guid.TryParse(http.Request.Form["requestId"], out var request) ? request : null;

    private static async Task<(IFormFile? File, bool TooLarge)> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType) return (null, false);
        try
        {
            return ((await http.Request.ReadFormAsync(ct)).Files.GetFile(Field), false);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, true);
        }
        catch (InvalidDataException)
        {
            // What the form reader says of a part that is longer than the route allows.
            return (null, true);
        }
    }
}

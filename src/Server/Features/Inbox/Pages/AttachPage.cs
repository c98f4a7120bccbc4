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
        if (await PageUploads.ReadAsync(http, ct) is not { } form) return await AgainAsync(RefusalWords.TooLarge(reader.Words));
        if (form.Files.GetFile(Field) is not { } file) return await AgainAsync(reader.Words.Say("请先选择一个文件。", "Choose a file first."));
        var answer = await AttachToTask.HandleAsync(taskId, file, Guid.TryParse(form["requestId"], out var request) ? request : null, db, user, keep, ct);
        return answer.Result is ProblemHttpResult refused ? await AgainAsync(reader.Words.Of(refused)) : Results.Redirect($"{TaskWay.Of(taskId).Page}?said={Field}");

        async Task<IResult> AgainAsync(string problem) => TaskPage.Read(http, reader, task, problem, await TalkCards.LatestAsync(task, reader, http, ct));
    }
}

using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>The page that a link to one task leads to, for somebody who has no account any more: read and answered on one page.</summary>
internal static class LinkPage
{
    public static async Task<IResult> ShowAsync(string token, HttpContext http, FindTaskLink links, AppDbContext db, FlowSeals seals, CancellationToken ct)
    {
        var (link, task, problem) = await links.ByTokenAsync(token, ct);
        if (problem is not null) return await OverAsync(http, problem, null, ct);
        var reader = await ReaderAsync(http, link!.PersonId, ct);
        await http.RequestServices.GetRequiredService<NoteReading>().NoteAsync(task!, link.PersonId, ct);
        var details = await TaskDetails.OfAsync(db, seals, task!, TaskVia.Link, ct);
        return await DrawAsync(http, reader, details, token, PageAnswer.Draft(details), null, null, ct);
    }

    public static async Task<IResult> SendAsync(string token, string verb, HttpContext http, FindTaskLink links, AppDbContext db, FlowSeals seals, ActOnTask acts, PageUploads uploads, CancellationToken ct)
    {
        var (link, task, problem) = await links.ByTokenAsync(token, ct);
        if (problem is not null) return await OverAsync(http, problem, null, ct);
        var reader = await ReaderAsync(http, link!.PersonId, ct);
        var details = await TaskDetails.OfAsync(db, seals, task!, TaskVia.Link, ct);
        if (await PageUploads.ReadAsync(http, ct) is not { } form) return await DrawAsync(http, reader, details, token, PageAnswer.Draft(details), RefusalWords.TooLarge(reader.Words), verb, ct);
        var (said, refusedFile) = await uploads.TakeAsync(details, link.PersonId, form, reader.Words, ct);
        if (refusedFile is not null || said.OnlyUploads || said.More is not null) return await DrawAsync(http, reader, details, token, said, refusedFile, null, ct);
        if (AnswerPage.Missing(details, verb, said, reader.Words) is { } missing) return await DrawAsync(http, reader, details, token, said, missing, verb, ct);
        var request = new CompleteTask.Request(verb, said.Answers.Count == 0 || verb == TaskVerbs.Reject ? null : said.Answers, said.CommentOrNull, said.Version, verb == TaskVerbs.Reject ? null : DoVerb.SignatureOf(details, said), said.RequestId);
        var answer = await CompleteTaskByLink.HandleAsync(token, request, links, acts, http, ct);
        if (answer.Result is not ProblemHttpResult refused) return Done(http, reader, details);
        return RefusalWords.CodeOf(refused) is "tasks.already-handled" or "tasks.step-ended" or "task-links.used" or "task-links.expired"
            ? await OverAsync(http, refused, reader, ct)
            : await DrawAsync(http, reader, details, token, said, reader.Words.Of(refused), verb, ct);
    }

    private static async Task<PageReader> ReaderAsync(HttpContext http, Guid personId, CancellationToken ct) =>
        await PageReader.OfAsync(http, (await http.RequestServices.GetRequiredService<FindIdentity>().OfAsync(personId, ct))!, ct, cameByLink: true);

    private static async Task<IResult> DrawAsync(HttpContext http, PageReader reader, TaskDetails task, string token, PageAnswer said, string? problem, string? verb, CancellationToken ct)
    {
        var (words, way) = (reader.Words, TaskWay.OfLink(token));
        var main = verb is null or TaskVerbs.Reject ? TaskVerbs.MainVerbOf(task.Kind) : verb;
        if (!task.AllowedActions.Contains(main)) return Tell(http, reader, words.Ended(task.State, task, isSigned: false), task.Title, StatusCodes.Status200OK, to: null);
        var reject = task.AllowedActions.Contains(TaskVerbs.Reject) ? Html.Of($"<button class=\"btn\" form=\"answer\" formaction=\"{way.Do(TaskVerbs.Reject)}\" formnovalidate>{words.Of(TaskVerbs.Reject, task)}</button>") : null;
        var discussion = await TalkCards.BesideAsync(task, reader, http, ct);
        return Show(http, reader, task.Title, Html.Of($"{TaskCards.All(task, words, way, discussion)}{AnswerPage.Form(task, main, said, problem, words, way, null, reader.Person.UserName)}"),
            Html.Of($"{reject}<button class=\"btn p\" form=\"answer\">{(task.TakesSignature ? Icon("sign") : null)}{words.Of(main, task)}</button>"), problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Done(HttpContext http, PageReader reader, TaskDetails task) => Show(http, reader, task.Title,
        Html.Of($"<section class=\"c mid\"><div class=\"seal\">{Icon("check")}</div><h1>{reader.Words.Say("已提交", "Sent")}</h1><p class=\"s f\">{task.Title}</p><p class=\"s f\">{reader.Words.Say("这个链接已用完，可以关闭页面。", "This link is used up. You can close the page.")}</p></section>"));

    // Nobody is known by a link that does not count, so the page says no name.
    private static Task<IResult> OverAsync(HttpContext http, ProblemHttpResult problem, PageReader? reader, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var words = reader?.Words ?? PageWords.OfNobody(http);
        var title = problem.StatusCode switch
        {
            StatusCodes.Status410Gone when RefusalWords.CodeOf(problem) == "task-links.used" => words.Say("这个链接已经用过", "This link was used already"),
            StatusCodes.Status410Gone => words.Say("这个链接已过期", "This link has expired"),
            StatusCodes.Status404NotFound => words.Say("没有这个链接", "There is no such link"),
            _ => words.Say("任务已处理", "The task was done already"),
        };
        return Task.FromResult(Tell(http, reader ?? PageReader.Nobody(words), title, words.Say("如需帮助，请联系人事。", "Ask HR if you need help."), problem.StatusCode, to: null));
    }
}

using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.Discussion;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary><c>/t/{taskId}/talk</c>: the discussion of the task's flow, to be read and written in without scripts. Those who have a part in the flow are ticked to be mentioned, others are looked up.</summary>
internal static class TalkPage
{
    private const int Most = 100, MostPeople = 12;

    // What somebody has typed so far.
    private sealed record Said(string Text, IReadOnlyList<Guid> People, string Search, bool OnlyFinds, Guid RequestId)
    {
        public static Said Nothing => new("", [], "", false, Guid.CreateVersion7());

        public static Said Of(IFormCollection form) => new(form["comment"].ToString(),
            [.. form["person"].Select(id => Guid.TryParse(id, out var known) ? known : (Guid?)null).OfType<Guid>().Distinct()], form["search"].ToString(), form.ContainsKey("find"),
            Guid.TryParse(form["requestId"], out var request) ? request : Guid.CreateVersion7());
    }

    public static async Task<IResult> ShowAsync(Guid taskId, HttpContext http, AppDbContext db, FlowSeals seals, CurrentUser user, CancellationToken ct)
    {
        var reader = await PageReader.OfAsync(http, user, ct);
        if (await TaskPage.FindAsync(taskId, db, seals, user, http, ct) is not { } task) return TaskPage.NoTask(http, reader);
        await ReadMentions.MarkAsync(task.InstanceId, db, user, http.RequestServices.GetRequiredService<WriteAttempts>(), http.RequestServices.GetRequiredService<TimeProvider>(), ct);
        return await DrawAsync(http, reader, task, Said.Nothing, null, ct);
    }

    public static async Task<IResult> SendAsync(Guid taskId, HttpContext http, AppDbContext db, FlowSeals seals, CurrentUser user, WriteComment write, CancellationToken ct)
    {
        var reader = await PageReader.OfAsync(http, user, ct);
        if (await TaskPage.FindAsync(taskId, db, seals, user, http, ct) is not { } task) return TaskPage.NoTask(http, reader);
        var said = Said.Of(await http.Request.ReadFormAsync(ct));
        if (said.OnlyFinds) return await DrawAsync(http, reader, task, said, null, ct);
        // Whoever is named in the words as well is mentioned where the name stands; the others stand at the beginning.
        var text = (await PeopleAsync(task, "", http, ct)).OrderByDescending(p => p.Name.Length).Aggregate(said.Text, (typed, p) => typed.Replace("@" + p.Name, CommentText.Mention(p.Id), StringComparison.Ordinal));
        var before = string.Concat(said.People.Except(CommentText.People(text)).Select(id => CommentText.Mention(id) + " "));
        var answer = await write.RunAsync(task.InstanceId, new(string.IsNullOrWhiteSpace(text) ? "" : before + text, taskId, said.RequestId), ct);
        return answer.Result is ProblemHttpResult refused ? await DrawAsync(http, reader, task, said, reader.Words.Of(refused), ct) : Results.Redirect($"{TaskWay.Of(taskId).Page}/talk");
    }

    public static async Task<IResult> WithdrawAsync(Guid taskId, Guid commentId, HttpContext http, AppDbContext db, FlowSeals seals, CurrentUser user, CancellationToken ct)
    {
        var (reader, services) = (await PageReader.OfAsync(http, user, ct), http.RequestServices);
        if (await TaskPage.FindAsync(taskId, db, seals, user, http, ct) is not { } task) return TaskPage.NoTask(http, reader);
        var answer = await WithdrawComment.HandleAsync(task.InstanceId, commentId, db, user, services.GetRequiredService<WriteAttempts>(), services.GetRequiredService<InboxOptions>(), services.GetRequiredService<TimeProvider>(), ct);
        return answer.Result is ProblemHttpResult refused ? await DrawAsync(http, reader, task, Said.Nothing, reader.Words.Of(refused), ct) : Results.Redirect($"{TaskWay.Of(taskId).Page}/talk");
    }

    private static async Task<IResult> DrawAsync(HttpContext http, PageReader reader, TaskDetails task, Said said, string? problem, CancellationToken ct)
    {
        var (words, page) = (reader.Words, $"{TaskWay.Of(task.Id).Page}/talk");
        var talk = await TalkCards.ReadAsync(task.InstanceId, Most, http, ct);
        var people = await PeopleAsync(task, "", http, ct);
        var found = said.Search.Trim().Length == 0 ? [] : await PeopleAsync(task, said.Search, http, ct);
        var offered = people.Concat(found).DistinctBy(p => p.Id).ToList();
        var main = Html.Of($"""
            {(problem is null ? null : TaskCards.Note("alert", problem, "bad"))}<section class="c"><div class="s f">{words.Say("讨论", "Discussion")}</div><h1>{task.Title}</h1></section>
            {(talk is null or { Total: 0 } ? Html.Of($"<section class=\"c mid\"><p class=\"f\">{words.Say("还没有人说话", "Nobody has written anything yet")}</p></section>")
                : Html.Of($"<section class=\"c\">{(talk.Hidden > 0 ? Html.Of($"<p class=\"s f\">{words.Say($"流程保密，另有 {talk.Hidden} 条不显示", $"The flow is confidential: {talk.Hidden} more are not shown")}</p>") : null)}{Html.Join(talk.Items.Reverse().Select(item => TalkCards.Comment(item, words, page)))}</section>"))}
            <form class="c" method="post" action="{page}" id="talk" autocomplete="off"><input type="hidden" name="requestId" value="{said.RequestId}"><h2><label for="comment">{words.Say("写评论", "Write a comment")}</label></h2>
            <textarea class="in" id="comment" name="comment" rows="3" maxlength="3000">{said.Text}</textarea>
            <fieldset><legend>{words.Say("提醒谁看", "Whose attention do you want?")}</legend><div class="opts">{Html.Join(offered.Select(p => Option(p, said, words)))}</div></fieldset>
            <label class="l" for="search">{words.Say("其他同事：姓名、拼音或工号", "Other colleagues: name, pinyin or number")}</label><div class="r"><input class="in" id="search" name="search" value="{said.Search}"><button class="btn" name="find" value="1">{words.Say("查找", "Find")}</button></div>
            {(said.Search.Trim().Length > 0 && found.Count == 0 ? Html.Of($"<p class=\"err\" role=\"status\">{words.Say("没有找到你能提到的人", "Nobody was found whom you can mention")}</p>") : null)}</form>
            """);
        var bar = Html.Of($"<a class=\"btn\" href=\"{TaskWay.Of(task.Id).Page}\">{words.Say("返回任务", "Back to the task")}</a><button class=\"btn p\" form=\"talk\">{words.Say("发送", "Send")}</button>");
        return Show(http, reader, words.Say("讨论", "Discussion"), main, bar, problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static Html Option(MentionablePeople.Person person, Said said, PageWords words) => Html.Of($"""
        <label class="btn"><input type="checkbox" name="person" value="{person.Id}"{(said.People.Contains(person.Id) ? Html.Known(" checked") : null)}><span>{person.Name} <span class="f s">{(person.HasPart ? words.Say("参与人", "has a part") : person.Department)}</span></span></label>
        """);

    private static async Task<IReadOnlyList<MentionablePeople.Person>> PeopleAsync(TaskDetails task, string search, HttpContext http, CancellationToken ct)
    {
        var services = http.RequestServices;
        return await DiscussedFlow.FindAsync(services.GetRequiredService<AppDbContext>(), services.GetRequiredService<CurrentUser>(), task.InstanceId, ct) is { } flow
            ? await services.GetRequiredService<MentionablePeople>().FindAsync(flow, search, MostPeople, ct)
            : [];
    }
}

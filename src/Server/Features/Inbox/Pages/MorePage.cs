using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>Everything that the reader may do with a task, one below the other.</summary>
internal static class MorePage
{
    public static async Task<IResult> ShowAsync(Guid taskId, HttpContext http, AppDbContext db, FlowSeals seals, CurrentUser user, CancellationToken ct)
    {
        var reader = await PageReader.OfAsync(http, user, ct);
        if (await TaskPage.FindAsync(taskId, db, seals, user, http, ct) is not { } task) return TaskPage.NoTask(http, reader);
        var (words, way) = (reader.Words, TaskWay.Of(taskId));
        var verbs = VerbWords.Order.Where(task.AllowedActions.Contains);
        return Show(http, reader, task.Title, Html.Of($"""
            <section class="c"><h1>{task.Title}</h1></section>
            <section class="c">{Html.Join(verbs.Select(verb => Html.Of($"<a class=\"att\" href=\"{way.Do(verb)}\"><span>{words.Of(verb, task)}</span><span class=\"sp\"></span><span class=\"f\">{Icon("chevron-right")}</span></a>")))}
            <a class="att" href="{way.Page}/talk"><span>{words.Say("讨论", "Discussion")}</span><span class="sp"></span><span class="f">{Icon("chevron-right")}</span></a>
            <a class="att" href="/inbox/todo/{taskId}"><span>{words.Say("在完整页面中打开", "Open in the full app")}</span><span class="sp"></span><span class="f">{Icon("open")}</span></a></section>
            """), Html.Of($"<a class=\"btn p\" href=\"{way.Page}\">{words.Say("返回", "Back")}</a>"));
    }
}

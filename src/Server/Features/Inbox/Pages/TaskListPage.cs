using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary><c>/t</c>: what the reader has to do, the most urgent first, and what they have done.</summary>
internal static class TaskListPage
{
    private const int Most = 50;

    public static async Task<IResult> ShowAsync(HttpContext http, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var reader = await PageReader.OfAsync(http, user, ct);
        var words = reader.Words;
        var showsDone = http.Request.Query["list"] == "done";
        var open = db.Tasks.ToDoOf(user.PersonId);
        var toDo = await open.CountAsync(ct);
        var tasks = await (showsDone
            ? db.Tasks.DoneBy(user.PersonId).OrderByDescending(t => t.ClosedUtc).ThenBy(t => t.Id)
            : open.OrderBy(t => t.DueUtc == null).ThenBy(t => t.DueUtc).ThenBy(t => t.OpenedUtc).ThenBy(t => t.Id)).AsNoTracking().Take(Most).ToListAsync(ct);
        var names = await PersonNames.OfAsync(db, tasks.SelectMany(t => new[] { t.AssigneeId, t.ConcerningId }), ct);
        var main = Html.Of($"""
            <h1 class="sr">{words.Say("待办", "To do")}</h1><nav class="tabs">{Tab("/t", words.Say($"待办 {toDo}", $"To do {toDo}"), !showsDone)}{Tab("/t?list=done", words.Say("已办", "Done"), showsDone)}<a href="/inbox">{words.Say("完整页面", "Full app")}</a></nav>
            {Html.Join(tasks.Select(task => Item(task, names, words)))}{(tasks.Count > 0 ? null : Html.Of($"<section class=\"c mid\"><div class=\"seal\">{Icon("check")}</div><p>{(showsDone ? words.Say("还没有办过的事项", "Nothing done yet") : words.Say("没有待办", "Nothing to do"))}</p></section>"))}
            """);
        return Show(http, reader, showsDone ? words.Say("已办", "Done") : words.Say("待办", "To do"), main, isList: true);
    }

    private static Html Tab(string to, string text, bool isHere) => Html.Of($"<a href=\"{to}\"{(isHere ? Html.Known(" aria-current=\"page\"") : null)}>{text}</a>");

    private static Html Item(HumanTask task, PersonNames names, PageWords words)
    {
        var who = names.Of(task.ConcerningId ?? task.AssigneeId)!.Name;
        var kind = VerbWords.KindOf(task.Kind, task.NeedsSignature);
        var (due, loud) = task.ClosedUtc is { } closed ? (words.Stamp(closed), "") : task.DueUtc is { } at ? words.Due(at) : ("", "");
        return Html.Of($"""
            <a class="it" href="/t/{task.Id}"><span class="av" aria-hidden="true">{TaskCards.Short(who)}</span><span><span class="b">{task.Title}</span><br><span class="f s">{who}{(task.Stage is null ? "" : " · " + task.Stage)}</span><span class="r"><span class="chip k-{kind}">{Icon(kind)}{task.ActivityName}</span><span class="sp"></span><span class="chip due {loud}">{due}</span></span></span></a>
            """);
    }
}

using HrBpm.Activities.Inbox;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>A task as its page: to be read while it is open, and what became of it afterwards.</summary>
internal static class TaskPage
{
    public static async Task<IResult> ShowAsync(Guid taskId, HttpContext http, AppDbContext db, FlowSeals seals, CurrentUser user, CancellationToken ct)
    {
        var reader = await PageReader.OfAsync(http, user, ct);
        if (await FindAsync(taskId, db, seals, user, http, ct) is not { } task) return NoTask(http, reader);
        return task.State is AssignmentState.Open or AssignmentState.Queued or AssignmentState.Delegated or AssignmentState.Held
            ? Read(http, reader, task, discussion: await TalkCards.LatestAsync(task, reader, http, ct))
            : await EndedAsync(http, reader, task, db, user, ct);
    }

    /// <summary>The task as the API gives it to this person; null when it is none of theirs.</summary>
    public static async Task<TaskDetails?> FindAsync(Guid taskId, AppDbContext db, FlowSeals seals, CurrentUser user, HttpContext http, CancellationToken ct) =>
        (await ReadTask.HandleAsync(taskId, db, seals, user, http.RequestServices.GetRequiredService<NoteReading>(), http.RequestServices.GetRequiredService<HrBpm.Activities.Signatures.ISignatures>(), ct)).Result is Ok<TaskDetails> { Value: { } task } ? task : null;

    /// <summary>There is no such task, or it is none of the person's business: the two must look the same.</summary>
    public static IResult NoTask(HttpContext http, PageReader reader) => Tell(http, reader, reader.Words.Say("没有这项任务", "No such task"),
        reader.Words.Say("它可能已转给别人，或者你没有权限查看。", "It may have been handed over to somebody else, or you may not see it."), StatusCodes.Status404NotFound);

    /// <summary>The task, to be read.</summary>
    /// <param name="http">The request that is answered.</param>
    /// <param name="reader">Who reads it.</param>
    /// <param name="task">The task.</param>
    /// <param name="problem">What went wrong; null when nothing did.</param>
    /// <param name="discussion">The card of the discussion; null for none.</param>
    public static IResult Read(HttpContext http, PageReader reader, TaskDetails task, string? problem = null, Html? discussion = null)
    {
        var (words, way) = (reader.Words, TaskWay.Of(task.Id));
        var said = http.Request.Query["said"].ToString() switch
        {
            TaskVerbs.Save => words.Say("已暂存，只有你看得到。", "Saved. Nobody else sees it."),
            TaskVerbs.Cc => words.Say("已抄送。", "The copy was sent."),
            AttachPage.Field => words.Say("附件已添加。", "The file was added."),
            TaskVerbs.Claim => words.Say("已认领，由你办理。", "It is yours now."),
            TaskVerbs.RemoveSigner or TaskVerbs.AddAfter or TaskVerbs.AddBeside => words.Say("签署人已更新。", "The signers were changed."),
            _ => null,
        };
        var waits = task.AllowedActions.Count > 0 || task.Assignee.Id != reader.Person.PersonId ? null : TaskCards.Note("clock", words.Ended(task.State, task, isSigned: false));
        return Show(http, reader, task.Title, Html.Of($"{(problem is null ? null : TaskCards.Note("alert", problem, "bad"))}{(said is null ? null : TaskCards.Note("check", said, "okc"))}{waits}{TaskCards.All(task, words, way, discussion)}"), Bar(task, words, way),
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    // The main button fills, one other stands beside it, and the rest is a page of its own.
    private static Html Bar(TaskDetails task, PageWords words, TaskWay way)
    {
        var verbs = VerbWords.Order.Where(task.AllowedActions.Contains).ToList();
        if (verbs.Count == 0) return Html.Of($"<a class=\"btn\" href=\"{way.Page}/more\">{words.Say("更多", "More")}</a><a class=\"btn p\" href=\"/t\">{words.Say("我的待办", "My tasks")}</a>");
        var main = verbs[0];
        var second = verbs.Skip(1).FirstOrDefault(verb => verb is TaskVerbs.Reject or TaskVerbs.Return);
        return Html.Of($"""
            <a class="btn" href="{way.Page}/more">{words.Say("更多", "More")}</a>{(second is null ? null : Html.Of($"<a class=\"btn\" href=\"{way.Do(second)}\">{words.Of(second, task)}</a>"))}<a class="btn p" href="{way.Do(main)}">{(task.TakesSignature ? Icon("sign") : null)}{words.Of(main, task)}</a>
            """);
    }

    private static async Task<IResult> EndedAsync(HttpContext http, PageReader reader, TaskDetails task, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var words = reader.Words;
        var own = task.History.Single(entry => entry.TaskId == task.Id);
        var isMine = own.By?.Id == user.PersonId;
        var signature = own.SignatureId is { } id ? await http.RequestServices.GetRequiredService<ISignatures>().StateOfAsync(id, ct) : null;
        var toDo = await db.Tasks.ToDoOf(user.PersonId).OrderBy(t => t.DueUtc == null).ThenBy(t => t.DueUtc).ThenBy(t => t.OpenedUtc).ThenBy(t => t.Id).Select(t => t.Id).ToListAsync(ct);
        var ended = words.Ended(task.State, task, signature is not null);
        // What others did beforehand is said as it is: nobody should look for a button that is gone.
        var title = isMine || own.By is null ? ended : words.Say($"{own.By.Name} {ended}", $"{ended} by {own.By.Name}");
        var discussion = await TalkCards.LatestAsync(task, reader, http, ct);
        var main = Html.Of($"""
            <section class="c mid"><div class="seal {(isMine ? "" : "gone")}">{Icon(isMine ? "check" : "info")}</div><h1>{title}</h1><p class="f s">{(own.ClosedUtc is { } at ? words.Exact(at) : "")} · {(own.By ?? task.Assignee).Name}</p><p class="s">{task.Title}</p>{Chips(signature, words)}</section>
            {TaskCards.Path(task, words, isOpen: true)}{discussion}{(signature is null ? null : Signed(signature, words))}
            <details class="c"><summary>{words.Say("内容", "Content")}<span class="sp"></span>{Icon("chevron-down")}</summary>{DataCards.Of(task.Data, words, TaskWay.Of(task.Id))}</details>{TakeBack(task, words)}
            """);
        var bar = Html.Of($"<a class=\"btn{(toDo.Count == 0 ? " p" : "")}\" href=\"/t\">{words.Say("列表", "List")}</a>{(toDo.Count == 0 ? null : Html.Of($"<a class=\"btn p\" href=\"/t/{toDo[0]}\">{words.Say($"下一件待办（{toDo.Count}）", $"Next task ({toDo.Count})")}</a>"))}");
        return Show(http, reader, title, main, bar);
    }

    private static Html? TakeBack(TaskDetails task, PageWords words) => !task.AllowedActions.Contains(TaskVerbs.TakeBack) ? null
        : Html.Of($"<p class=\"s f\">{words.Say("做错了？在下一步有人处理之前可以拿回。", "A mistake? You can take it back until somebody acts on the next step.")} <a href=\"{TaskWay.Of(task.Id).Do(TaskVerbs.TakeBack)}\">{words.Of(TaskVerbs.TakeBack, task)}</a></p>");

    private static Html? Chips(SignatureState? signature, PageWords words) => signature is null ? null : Html.Of($"""
        <p class="chips">{(signature.IsValid ? Html.Of($"<span class=\"chip okc\">{Icon("shield")}{words.Say("签名有效", "Signature valid")}</span>") : Html.Of($"<span class=\"chip bad\">{Icon("alert")}{words.Say("签名无法验证", "Signature not verified")}</span>"))}
        {(signature.TimestampUtc is null ? Html.Of($"<span class=\"chip\">{Icon("clock")}{words.Say("时间由服务器记录", "Time by the server's clock")}</span>") : Html.Of($"<span class=\"chip okc\">{Icon("clock")}{words.Say("时间戳已盖", "Time-stamped")}</span>"))}</p>
        """);

    private static Html Signed(SignatureState signature, PageWords words) => Html.Of($"""
        <section class="c"><a class="att" href="/api/signatures/{signature.Id}/document">{Icon("file")}<span>{words.Say("下载已签文件", "Download the signed document")}</span><span class="sp"></span>{Icon("download")}</a>
        <a class="att" href="/api/signatures/{signature.Id}/cms">{Icon("shield")}<span>{words.Say("下载签名（CMS）", "Download the signature (CMS)")}</span><span class="sp"></span>{Icon("download")}</a></section>
        """);
}

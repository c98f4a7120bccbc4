using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>The parts of a task's page, in the order in which they answer: what is asked and by when, about whom, with what, and what happened before.</summary>
internal static class TaskCards
{
    /// <summary>All of it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="words">How the page speaks.</param>
    /// <param name="way">First part of the addresses of this task's pages and files.</param>
    /// <param name="discussion">The card of the discussion; null for none.</param>
    public static Html All(TaskDetails task, PageWords words, TaskWay way, Html? discussion = null) => Html.Of($"""
        {Head(task, words)}{Instruction(task, words)}{Content(task, words, way)}{Document(task, words)}{Attachments(task, words, way)}{discussion}{Path(task, words)}
        """);

    /// <summary>What is asked, by when, and about whom.</summary>
    public static Html Head(TaskDetails task, PageWords words)
    {
        var main = TaskVerbs.MainVerbOf(task.Kind);
        var kind = VerbWords.KindOf(task.Kind, task.TakesSignature);
        var (due, loud) = task.DueUtc is { } at ? words.Due(at) : ("", "");
        return Html.Of($"""
            <section class="c"><div class="r"><span class="chip k-{kind}">{Icon(kind)}{words.Of(main, task)}</span><span class="sp"></span>{(due.Length == 0 ? null : Html.Of($"<span class=\"chip {loud}\">{Icon("clock")}{due}</span>"))}</div>
            <h1>{task.Title}</h1>{Person(task, words)}{Dates(task, words)}</section>
            """);
    }

    private static Html? Person(TaskDetails task, PageWords words) => task.Concerning is not { } person ? null : Html.Of($"""
        <div class="r"><span class="av" aria-hidden="true">{Short(person.Name)}</span><div class="s"><div class="b">{person.Name}</div><div class="f">{DataCards.WhoLine(task.Data, words)}</div></div></div>
        """);

    private static Html? Dates(TaskDetails task, PageWords words)
    {
        if (task.Data is not JsonObject data) return null;
        var dates = DataCards.Dates.Where(date => data[date.Key] is not null).Take(3).ToList();
        return dates.Count == 0 ? null : Html.Of($"<div class=\"d3\">{Html.Join(dates.Select(date => Html.Of($"<div><small>{words.Known(date.Label)}</small><b>{DataCards.Text(data[date.Key], words)}</b></div>")))}</div>");
    }

    private static Html Instruction(TaskDetails task, PageWords words) => Html.Of($"""
        {(task.OnBehalfOf is { } owner ? Note("exchange", words.Say($"你在代 {owner.Name} 办理。", $"You are acting for {owner.Name}.")) : null)}{(string.IsNullOrWhiteSpace(task.Instruction) ? null : Note("info", task.Instruction))}
        """);

    /// <summary>A quiet sentence, or a loud one.</summary>
    public static Html Note(string icon, string text, string loud = "") => Html.Of($"<div class=\"note {loud}\"{(loud == "bad" ? Html.Known(" role=\"alert\"") : null)}>{Icon(icon)}<span>{text}</span></div>");

    private static Html? Content(TaskDetails task, PageWords words, TaskWay way) => task.Data is null ? null
        : DataCards.Of(task.Data, words, way) is var content && string.IsNullOrWhiteSpace(content.ToString()) ? null
        : Html.Of($"<section class=\"c\"><h2>{words.Say("申请内容", "Request")}</h2>{content}</section>");

    /// <summary>The text that is signed, folded.</summary>
    public static Html? Document(TaskDetails task, PageWords words, bool isOpen = false) => task.Document is null ? null : Html.Of($"""
        <details class="c"{(isOpen ? Html.Known(" open") : null)}><summary>{Icon("file")}{words.Say("要签署的文件", "Document to sign")}<span class="sp"></span>{Icon("chevron-down")}</summary><div class="doc">{task.Document}</div></details>
        """);

    private static Html? Attachments(TaskDetails task, PageWords words, TaskWay way) => (Upload(task, words, way), task.Attachments.Count) is (null, 0) ? null : Html.Of($"""
        <section class="c"><h2>{words.Say("附件", "Attachments")}</h2>{Html.Join(task.Attachments.Select(file => Attachment(file, words, way)))}{Upload(task, words, way)}</section>
        """);

    // Whoever has the task attaches files to it, while it is open.
    private static Html? Upload(TaskDetails task, PageWords words, TaskWay way) => way.Upload is null || task.State != AssignmentState.Open || task.AllowedActions.Count == 0 ? null : Html.Of($"""
        <form class="up" method="post" action="{way.Upload}" enctype="multipart/form-data"><input type="hidden" name="requestId" value="{Guid.CreateVersion7()}"><label class="l" for="file">{words.Say("添加照片或文件", "Add a photo or file")}</label><input class="in" id="file" name="{AttachPage.Field}" type="file" required><button class="btn wide">{Icon("attach")}{words.Say("上传", "Upload")}</button></form>
        """);

    private static Html Attachment(TaskDetails.File file, PageWords words, TaskWay way)
    {
        var about = Html.Of($"{Icon("file")}<span><span>{file.FileName}</span><br><span class=\"f s\">{Size(file.Length)} · {file.UploadedBy.Name} · {words.Stamp(file.AtUtc)}</span></span>");
        return way.FileOf(file.Id) is { } address ? Html.Of($"<a class=\"att\" href=\"{address}\">{about}<span class=\"sp\"></span>{Icon("download")}</a>") : Html.Of($"<div class=\"att\">{about}</div>");
    }

    /// <summary>A file that stands in the data, or in a form.</summary>
    public static Html FormFile(JsonObject file, TaskWay way)
    {
        var about = Html.Of($"{Icon("file")}<span><span>{file["name"]}</span><br><span class=\"f s\">{(long.TryParse(file["size"]?.ToString(), CultureInfo.InvariantCulture, out var size) ? Size(size) : "")}</span></span>");
        return way.FormFileOf(file["id"]!.ToString()) is { } address ? Html.Of($"<a class=\"att\" href=\"{address}\">{about}<span class=\"sp\"></span>{Icon("download")}</a>") : Html.Of($"<div class=\"att\">{about}</div>");
    }

    /// <summary>What happened so far, folded.</summary>
    public static Html Path(TaskDetails task, PageWords words, bool isOpen = false)
    {
        var done = task.Path.Count(step => step.ClosedUtc is not null);
        return Html.Of($"""
            <details class="c"{(isOpen ? Html.Known(" open") : null)}><summary>{words.Say("审批进程", "Progress")}<span class="sp"></span><span class="f s">{words.Say($"已完成 {done} 项", $"{done} done")}</span>{Icon("chevron-down")}</summary><ol>
            {(task.Initiator is { } starter ? Html.Of($"<li class=\"ok\"><span class=\"b\">{starter.Name}</span> {words.Say("发起", "started it")}</li>") : null)}{Html.Join(task.Path.Select(step => Step(step, task, words)))}</ol></details>
            """);
    }

    /// <summary>One step of the path.</summary>
    public static Html Step(TaskDetails.PathStep step, TaskDetails task, PageWords words)
    {
        var look = step.State switch
        {
            AssignmentState.Approved or AssignmentState.Completed or AssignmentState.Answered => "ok",
            AssignmentState.Rejected or AssignmentState.Returned => "no",
            AssignmentState.Open or AssignmentState.Delegated or AssignmentState.Held => "now",
            _ => "",
        };
        // What a notice is called belongs to its own step.
        var ended = words.Ended(step.State, task with { ActivityName = step.ActivityName }, isSigned: false);
        var when = step.ClosedUtc is { } closed
            ? words.Say($"{words.Stamp(closed)}，用时 {words.Length(closed - step.OpenedUtc)}", $"{words.Stamp(closed)}, took {words.Length(closed - step.OpenedUtc)}")
            : words.Say($"{words.Stamp(step.OpenedUtc)} 到达，已等 {words.Since(step.OpenedUtc)}", $"since {words.Stamp(step.OpenedUtc)}, {words.Since(step.OpenedUtc)}")
                + (step.ReadUtc is { } read ? words.Say($"，{words.Stamp(read)} 已读", $", read {words.Stamp(read)}") : "");
        var who = step.By is { } by && by.Id != step.Assignee.Id ? words.Say($"{by.Name} 代 {step.Assignee.Name}", $"{by.Name} for {step.Assignee.Name}") : step.Assignee.Name;
        return Html.Of($"""
            <li class="{look}"><span class="b">{who}</span> {ended}<div class="f">{step.ActivityName} · {when}</div>{(string.IsNullOrWhiteSpace(step.Comment) ? null : Html.Of($"<div class=\"said\">{step.Comment}</div>"))}</li>
            """);
    }

    /// <summary>Chinese given names are the last two characters; of other names, the initials.</summary>
    public static string Short(string name) => name.Length == 0 ? "" : name[0] >= 0x2E80 ? name[^Math.Min(2, name.Length)..]
        : string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(part => part[0])).ToUpperInvariant();

    internal static string Size(long bytes) => bytes < 1 << 20 ? $"{Math.Max(1, bytes >> 10)} KB" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");
}

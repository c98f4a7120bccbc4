using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>The page on which one verb is done with a task. It asks for what the verb needs, and no more.</summary>
internal static class AnswerPage
{
    public static async Task<IResult> ShowAsync(Guid taskId, string verb, HttpContext http, AppDbContext db, FlowSeals seals, CurrentUser user, CancellationToken ct)
    {
        var reader = await PageReader.OfAsync(http, user, ct);
        if (await TaskPage.FindAsync(taskId, db, seals, user, http, ct) is not { } task) return TaskPage.NoTask(http, reader);
        return IsOffered(task, verb) ? await DrawAsync(http, reader, task, verb, PageAnswer.Draft(task), null, ct) : Results.Redirect(TaskWay.Of(taskId).Page);
    }

    public static async Task<IResult> SendAsync(Guid taskId, string verb, HttpContext http, AppDbContext db, FlowSeals seals, CurrentUser user, DoVerb does, PageUploads uploads, CancellationToken ct)
    {
        var reader = await PageReader.OfAsync(http, user, ct);
        if (await TaskPage.FindAsync(taskId, db, seals, user, http, ct) is not { } task) return TaskPage.NoTask(http, reader);
        // Sent twice, or done by somebody else meanwhile: the task's own page says what became of it.
        if (!IsOffered(task, verb)) return Results.Redirect(TaskWay.Of(taskId).Page);
        if (await PageUploads.ReadAsync(http, ct) is not { } form) return await DrawAsync(http, reader, task, verb, PageAnswer.Draft(task), RefusalWords.TooLarge(reader.Words), ct);
        var (said, refusedFile) = await uploads.TakeAsync(task, user.PersonId, form, reader.Words, ct);
        if (refusedFile is not null || said.OnlyFinds || said.OnlyUploads || said.More is not null) return await DrawAsync(http, reader, task, verb, said, refusedFile, ct);
        if (Missing(task, verb, said, reader.Words) is { } missing) return await DrawAsync(http, reader, task, verb, said, missing, ct);
        if (await does.RunAsync(task, verb, said, http, ct) is not { } refused) return Results.Redirect(After(taskId, verb));
        return RefusalWords.CodeOf(refused) is "tasks.already-handled" or "tasks.step-ended" or "tasks.unknown"
            ? Results.Redirect(TaskWay.Of(taskId).Page)
            : await DrawAsync(http, reader, await TaskPage.FindAsync(taskId, db, seals, user, http, ct) ?? task, verb, said, reader.Words.Of(refused), ct);
    }

    private static bool IsOffered(TaskDetails task, string verb) => task.AllowedActions.Contains(verb);

    private static string After(Guid taskId, string verb) => $"{TaskWay.Of(taskId).Page}{(verb is TaskVerbs.Save or TaskVerbs.Cc or TaskVerbs.Claim or TaskVerbs.RemoveSigner or TaskVerbs.AddAfter or TaskVerbs.AddBeside ? $"?said={verb}" : "")}";

    /// <summary>What has to be there before it is worth asking; null when nothing is missing.</summary>
    public static string? Missing(TaskDetails task, string verb, PageAnswer said, PageWords words) =>
        verb == TaskVerbs.Reject && said.CommentOrNull is null ? words.Say("请写明原因，它会写进流程记录。", "Say why. The reason is kept with the flow.")
        : PersonChoice.IsFor(verb) && said.Person is null ? words.Say("请先查找并选择一个人。", "Look somebody up and choose them first.")
        : FormFields.Check(task, verb, said.Answers).Count > 0 ? words.Say("还有内容要填写或改正。", "Something is missing or has to be corrected.")
        : null;

    private static async Task<IResult> DrawAsync(HttpContext http, PageReader reader, TaskDetails task, string verb, PageAnswer said, string? problem, CancellationToken ct)
    {
        var (words, way) = (reader.Words, TaskWay.Of(task.Id));
        var choice = PersonChoice.IsFor(verb) ? await PersonChoice.DrawAsync(task, verb, said, words, http, ct) : null;
        var person = choice is null ? null : Html.Of($"<section class=\"c\">{choice}</section>");
        return Show(http, reader, words.Of(verb, task), Form(task, verb, said, problem, words, way, person, reader.Person.UserName), Bar(task, verb, words, way),
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, Signs(task, verb));
    }

    /// <summary>Whether doing this takes a signature.</summary>
    public static bool Signs(TaskDetails task, string verb) => task.TakesSignature && verb == TaskVerbs.MainVerbOf(task.Kind);

    /// <summary>The form of a verb.</summary>
    public static Html Form(TaskDetails task, string verb, PageAnswer said, string? problem, PageWords words, TaskWay way, Html? person, string userName)
    {
        var signs = Signs(task, verb);
        var fields = verb is TaskVerbs.Approve or TaskVerbs.Complete or TaskVerbs.Save && task.Form.Count > 0;
        return Html.Of($"""
            <form method="post" action="{way.Do(verb)}" id="answer" autocomplete="off"{(fields && task.Form.Any(field => field.Type == FormFieldType.Attachment) ? Html.Known(" enctype=\"multipart/form-data\"") : null)}><input type="hidden" name="version" value="{task.Version}"><input type="hidden" name="requestId" value="{said.RequestId}">
            {(problem is null ? null : TaskCards.Note("alert", problem, "bad"))}{(signs ? What(task, words) : Html.Of($"<section class=\"c\"><div class=\"s f\">{words.Of(verb, task)}</div><h1>{task.Title}</h1>{Explained(verb, words)}</section>"))}
            {(signs ? TaskCards.Document(task, words) : null)}{person}{(verb == TaskVerbs.Return ? Steps(task, said, words) : null)}
            {(fields ? Html.Of($"<section class=\"c\"><h2>{words.Say("请填写", "Please fill in")}</h2>{new FormFields(words, problem is null ? [] : FormFields.Check(task, verb, said.Answers), task.Data).Draw(task.Form, said.Answers, said.More)}</section>") : null)}
            {(verb is TaskVerbs.Claim or TaskVerbs.Release ? null : Comment(verb, said, words))}{(signs ? Proof(task, words, userName) : null)}</form>
            """);
    }

    private static Html What(TaskDetails task, PageWords words) => Html.Of($"""
        <section class="c"><div class="s f">{words.Say("你将要签署", "You are about to sign")}</div><h1>{task.Title}</h1><div class="q">{task.Intent}</div><input type="hidden" name="intent" value="{task.Intent}"></section>
        """);

    private static Html? Explained(string verb, PageWords words) => verb switch
    {
        TaskVerbs.Transfer => Explained(words.Say("对方将代替你处理，并由对方决定。", "The other person gets the task and decides.")),
        TaskVerbs.Delegate => Explained(words.Say("对方答复后回到你这里，由你决定。", "The other person answers, then it comes back and you decide.")),
        TaskVerbs.AddBefore => Explained(words.Say("对方先签，之后回到你这里。", "The other person signs first, then it comes back to you.")),
        TaskVerbs.AddAfter => Explained(words.Say("你同意之后，再由对方签。", "The other person signs once you have agreed.")),
        TaskVerbs.AddBeside => Explained(words.Say("对方与你同时签。", "The other person signs at the same time.")),
        TaskVerbs.Claim => Explained(words.Say("认领后由你一个人办理，其他候选人不再看到。", "It becomes yours alone, and leaves the inboxes of the other candidates.")),
        TaskVerbs.Release => Explained(words.Say("归还后所有候选人都可以办理。", "Every candidate can do it again.")),
        _ => null,
    };

    private static Html Explained(string text) => Html.Of($"<p class=\"s f\">{text}</p>");

    private static Html Steps(TaskDetails task, PageAnswer said, PageWords words)
    {
        var steps = task.EarlierSteps.Select(step => (Value: step.IsInitiatorForm ? ReturnTarget.Initiator : step.ActivityId, Name: step.IsInitiatorForm ? words.Say($"发起人（{step.Name}）", $"Whoever started it ({step.Name})") : step.Name)).DistinctBy(step => step.Value).ToList();
        return Html.Of($"""
            <section class="c"><fieldset><legend>{words.Say("退回到", "Return to")}</legend><div class="opts col">{Html.Join(steps.Select((step, at) => Html.Of($"<label class=\"btn\"><input type=\"radio\" name=\"step\" value=\"{step.Value}\"{(step.Value == said.Step || said.Step.Length == 0 && at == steps.Count - 1 ? Html.Known(" checked") : null)}>{step.Name}</label>")))}</div></fieldset>
            <fieldset><legend>{words.Say("对方处理后", "Afterwards")}</legend><div class="opts col"><label class="btn"><input type="radio" name="then" value="walk"{(said.ComesStraightBack ? null : Html.Known(" checked"))}>{words.Say("按流程重新走一遍", "Walk through the steps again")}</label><label class="btn"><input type="radio" name="then" value="straightBack"{(said.ComesStraightBack ? Html.Known(" checked") : null)}>{words.Say("直接回到我这里", "Come straight back to me")}</label></div></fieldset></section>
            """);
    }

    private static Html Comment(string verb, PageAnswer said, PageWords words)
    {
        var isNeeded = verb == TaskVerbs.Reject;
        var title = verb == TaskVerbs.Reject ? words.Say("原因", "Reason") : words.Say("意见（选填）", "Comment (optional)");
        return Html.Of($"""
            <section class="c"><h2><label for="comment">{title}{(isNeeded ? Html.Known("<span class=\"rq\"> *</span>") : null)}</label></h2><textarea class="in" id="comment" name="comment" rows="2" maxlength="4000"{(isNeeded ? Html.Known(" required") : null)}>{said.Comment}</textarea></section>
            """);
    }

    // Password stores have to know whose password it is.
    private static Html Proof(TaskDetails task, PageWords words, string userName) => Html.Of($"""
        <section class="c"><h2><label for="password">{words.Say("确认是你本人：密码", "Confirm that it is you: password")}</label></h2><input type="text" name="userName" value="{userName}" autocomplete="username" tabindex="-1" readonly hidden><input class="in" id="password" name="password" type="password" autocomplete="current-password" required>{(words.DemoPassword is { } known ? Html.Of($"<p class=\"s f\">{words.Say("演示密码", "Demo password")} <span class=\"mono\">{known}</span></p>") : null)}
        <input type="hidden" name="passkey" id="passkey-answer"><input type="hidden" name="passkeyState" id="passkey-state">
        <button class="btn wide" type="button" id="passkey" data-begin="/api/tasks/{task.Id}/signature/begin" hidden>{Icon("key")}{words.Say("改用通行密钥", "Use a passkey")}</button><p class="err" id="passkey-wrong" role="alert" hidden>{words.Say("没有通过通行密钥签署，请用密码。", "The passkey did not sign. Use your password.")}</p></section>
        <p class="s f">{words.Say("签名由公司 CA 证书生成，签后任何改动都能被查出。文件指纹", "The signature is made with a certificate of the company's CA: any later change shows. Document")} <span class="mono">{task.DocumentSha256?[..8]}…{task.DocumentSha256?[^8..]}</span></p>
        """);

    /// <summary>The buttons of a verb.</summary>
    public static Html Bar(TaskDetails task, string verb, PageWords words, TaskWay way) => Html.Of($"""
        <a class="btn" href="{way.Page}">{words.Say("取消", "Cancel")}</a><button class="btn p" form="answer">{(Signs(task, verb) ? Icon("sign") : null)}{words.Of(verb, task)}</button>
        """);
}

using System.Globalization;
using HrBpm.Activities.Org;

namespace HrBpm.Activities.Inbox;

/// <summary>What a message about a task says.</summary>
internal enum TaskNews
{
    Opened,
    HandedOver,
    Delegated,
    Back,
    Reminder,
    Escalated,
    Away,
    Urged,
    Copied,
    Late,
}

/// <summary>Writes the message to a task's assignee: what, on whose behalf, and by when in the assignee's own language and time.</summary>
internal static class TaskMessage
{
    private const int LongestTitle = 60;
    private const int LongestInstruction = 100;

    public static Dictionary<string, object?> Of(
        Assignment task, TaskNews news, StepRequest request, DateTime? dueUtc, Person assignee, Person? owner, string weComUser, Uri link) => new()
        {
            ["toUserIds"] = new List<object?> { weComUser },
            ["title"] = Cut(Title(news, request.Title, assignee.Locale), LongestTitle),
            ["text"] = string.Join('\n', Lines(news, request, dueUtc, assignee, owner)),
            ["url"] = link.ToString(),
            // The receiving side drops a repeated id, so one task and event is one message however often the job runs.
            ["taskId"] = $"{Guid.Parse(task.TaskId):N}-{Event(task, news)}",
        };

    private static (string Chinese, string English) Heading(TaskNews news) => news switch
    {
        TaskNews.HandedOver => ("转给你的待办", "Handed over to you"),
        TaskNews.Delegated => ("请你答复", "Please answer"),
        TaskNews.Back => ("已答复, 请你决定", "Answered, please decide"),
        TaskNews.Reminder => ("即将到期", "Due soon"),
        TaskNews.Escalated => ("下属逾期待办", "Overdue task of your report"),
        TaskNews.Away => ("代为办理", "To do for a colleague"),
        TaskNews.Urged => ("催办", "Reminder"),
        TaskNews.Copied => ("抄送", "Copy"),
        TaskNews.Late => ("下属逾期, 供知悉", "For your information: your report is late"),
        _ => ("待办", "To do"),
    };

    private static string Title(TaskNews news, string title, string locale) =>
        LocalMoment.IsChinese(locale) ? $"{Heading(news).Chinese}：{title}" : $"{Heading(news).English}: {title}";

    private static IEnumerable<string> Lines(TaskNews news, StepRequest request, DateTime? dueUtc, Person assignee, Person? owner)
    {
        var isChinese = LocalMoment.IsChinese(assignee.Locale);
        if (!string.IsNullOrWhiteSpace(request.Instruction)) yield return Cut(request.Instruction.Trim(), LongestInstruction);
        if (owner is not null && news == TaskNews.Delegated) yield return isChinese ? $"{owner.Name} 委派给你, 你答复后由其决定" : $"{owner.Name} asks you and decides after your answer";
        if (owner is not null && news == TaskNews.Away) yield return isChinese ? $"{owner.Name} 外出, 由你代为办理" : $"{owner.Name} is away, please do it instead";
        if (dueUtc is { } due) yield return (isChinese ? "截止 " : "Due ") + LocalMoment.Text(due, assignee.TimeZoneId, assignee.Locale);
    }

    // A task can come back from delegates, and be urged, more than once; a copy goes to several people beside the same task.
    private static string Event(Assignment task, TaskNews news) => news switch
    {
        TaskNews.Back => "back-" + string.Concat((task.BookmarkId ?? "").Where(char.IsAsciiLetterOrDigit).TakeLast(40)),
        TaskNews.Urged => string.Create(CultureInfo.InvariantCulture, $"urged-{task.UrgedAtUtc:yyyyMMddHHmmss}"),
        TaskNews.Copied or TaskNews.Late => $"{news.ToString().ToLowerInvariant()}-{Guid.Parse(task.AssigneeId):N}",
        _ => news.ToString().ToLowerInvariant(),
    };

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}

using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>The form in which a command travels as the input of a resumption: <c>{verb, by, onBehalfOf, via, comment, answers, to, then, signatureId, attachments, people, taskId}</c>.</summary>
public static class TaskInput
{
    /// <summary>Word for "come straight back" after a return; the other is <c>walk</c>.</summary>
    public const string StraightBack = "straightBack";

    /// <summary>The input that makes a step do this command.</summary>
    public static Dictionary<string, object?> Of(TaskCommand command, IReadOnlyList<string>? attachments = null) => new()
    {
        ["verb"] = command.Verb,
        ["by"] = command.By,
        ["onBehalfOf"] = command.OnBehalfOf,
        ["via"] = command.Via.ToString(),
        ["comment"] = command.Comment,
        ["answers"] = command.Answers is { } answers ? new Dictionary<string, object?>(answers) : null,
        ["to"] = command.To,
        ["then"] = command.ComesStraightBack ? StraightBack : "walk",
        ["signatureId"] = command.SignatureId,
        ["people"] = command.People.Count == 0 ? null : new List<object?>(command.People),
        // The task of the bookmark is meant, except for what is done with a task that nothing waits for any more.
        ["taskId"] = command.Verb == TaskVerbs.TakeBack ? command.TaskId : null,
        ["attachments"] = attachments is null ? null : new List<object?>(attachments),
    };

    internal static TaskCommand Read(Resumption resumption) => new()
    {
        Verb = Text(resumption.Input, "verb") ?? "",
        TaskId = Text(resumption.Input, "taskId") ?? (resumption.Payload as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("taskId") as string,
        By = Text(resumption.Input, "by") ?? "",
        OnBehalfOf = Text(resumption.Input, "onBehalfOf"),
        Via = Enum.TryParse<TaskVia>(Text(resumption.Input, "via"), ignoreCase: true, out var via) ? via : TaskVia.Session,
        Comment = Text(resumption.Input, "comment"),
        Answers = resumption.Input.GetValueOrDefault("answers") as IReadOnlyDictionary<string, object?>,
        To = Text(resumption.Input, "to"),
        ComesStraightBack = Text(resumption.Input, "then") == StraightBack,
        SignatureId = Text(resumption.Input, "signatureId"),
        People = Texts(resumption.Input, "people"),
    };

    internal static IReadOnlyList<string> Attachments(Resumption resumption) => Texts(resumption.Input, "attachments");

    private static IReadOnlyList<string> Texts(IReadOnlyDictionary<string, object?> input, string key) =>
        input.GetValueOrDefault(key) is IEnumerable<object?> many ? [.. many.OfType<string>()] : [];

    private static string? Text(IReadOnlyDictionary<string, object?> input, string key) => input.GetValueOrDefault(key) switch
    {
        string text => text,
        Guid id => id.ToString("D"),
        _ => null,
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>What somebody has typed on the page of a verb.</summary>
internal sealed record PageAnswer
{
    /// <summary>The form's fields by key.</summary>
    public JsonObject Answers { get; init; } = [];

    public string Comment { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>The sentence that was shown, as the page sent it back.</summary>
    public string Intent { get; init; } = "";

    /// <summary>Id of the page that was filled in: sent twice, it counts once.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>Version of the task that was shown.</summary>
    public int? Version { get; init; }

    /// <summary>The person who was chosen.</summary>
    public Guid? Person { get; init; }

    /// <summary>The step that was chosen for a return.</summary>
    public string Step { get; init; } = "";

    public bool ComesStraightBack { get; init; }

    /// <summary>What was typed to find somebody.</summary>
    public string Search { get; init; } = "";

    /// <summary>The button for finding was pressed, not the one for sending.</summary>
    public bool OnlyFinds { get; init; }

    /// <summary>The button for uploading was pressed, not the one for sending.</summary>
    public bool OnlyUploads { get; init; }

    /// <summary>Key of the field of rows that gets another one; null when the page was sent.</summary>
    public string? More { get; init; }

    /// <summary>What a passkey answered, with the state of its ceremony; null where the password counts.</summary>
    public PasskeyGiven? Passkey { get; init; }

    public string? CommentOrNull => string.IsNullOrWhiteSpace(Comment) ? null : Comment.Trim();

    /// <summary>Leaves the password out of logs.</summary>
    public override string ToString() => nameof(PageAnswer);

    /// <summary>Before anything is typed: what was kept as a draft, or else what the form begins with.</summary>
    public static PageAnswer Draft(TaskDetails task) => new()
    {
        Answers = (task.Draft?["answers"] ?? task.Suggested)?.DeepClone() as JsonObject ?? [],
        Comment = task.Draft?["comment"]?.ToString() ?? "",
        RequestId = Guid.CreateVersion7(),
        Version = task.Version,
    };

    /// <summary>What was sent.</summary>
    public static PageAnswer Of(TaskDetails task, IFormCollection form) => new()
    {
        Answers = FormAnswers.Read(task.Form, form),
        Comment = form["comment"].ToString(),
        Password = form["password"].ToString(),
        Intent = form["intent"].ToString(),
        RequestId = Guid.TryParse(form["requestId"], out var request) ? request : null,
        Version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null,
        Person = Guid.TryParse(form["person"], out var person) ? person : null,
        Step = form["step"].ToString(),
        ComesStraightBack = form["then"] == "straightBack",
        Search = form["search"].ToString(),
        OnlyFinds = form.ContainsKey("find"),
        OnlyUploads = form.ContainsKey("upload"),
        More = form["more"].ToString() is { Length: > 0 } more && task.Form.Any(field => field.Key == more && field.Type == FormFieldType.Lines) ? more : null,
        Passkey = form["passkey"].ToString() is { Length: > 0 } credential ? PasskeyGiven.Read(form["passkeyState"].ToString(), credential) : null,
    };
}

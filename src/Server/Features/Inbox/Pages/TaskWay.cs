namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>By which addresses somebody has come to a task.</summary>
/// <param name="Page">Address of the task's page, without a slash at the end.</param>
/// <param name="Files">Address under which its files are; null where they cannot be had.</param>
internal sealed record TaskWay(string Page, string? Files)
{
    /// <summary>Somebody who has signed in.</summary>
    public static TaskWay Of(Guid taskId) => new($"/t/{taskId:D}", $"/api/tasks/{taskId:D}/attachments") { Upload = $"/t/{taskId:D}/files" };

    /// <summary>The holder of a link.</summary>
    public static TaskWay OfLink(string token) => new($"/task-links/{token}", null);

    /// <summary>Where a form sends a file that is attached; null where none can be.</summary>
    public string? Upload { get; private init; }

    /// <summary>A file of a form; null where it cannot be had.</summary>
    public string? FormFileOf(string id) => Files is null ? null : $"/api/files/{Uri.EscapeDataString(id)}";

    /// <summary>The page on which this verb is done.</summary>
    public string Do(string verb) => $"{Page}/do/{verb}";

    /// <summary>A file of the task; null where it cannot be had.</summary>
    public string? FileOf(Guid file) => Files is null ? null : $"{Files}/{file:D}";
}

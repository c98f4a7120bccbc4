using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Settings of section <c>Inbox</c>.</summary>
internal sealed class InboxOptions
{
    /// <summary>Where people reach this server, for links in messages.</summary>
    [Required, Url]
    public string PublicUrl { get; init; } = "http://localhost:5080";

    /// <summary>Largest attachment, in bytes. Default 10 MB.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int LargestAttachment { get; init; } = 10 * 1024 * 1024;

    /// <summary>How long a file that was uploaded into a form and never sent is kept, once no draft and no open task keeps it. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")]
    public TimeSpan UnsentFilesKept { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a task link works unless it is made for another time. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan LinkLife { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Longest time for which a task link can be made. Default 60 days.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan LongestLinkLife { get; init; } = TimeSpan.FromDays(60);

    /// <summary>How long its author can withdraw a comment. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan CommentStands { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The page of a task.</summary>
    public Uri PageOf(string taskId) => new($"{PublicUrl.TrimEnd('/')}/t/{taskId}");

    /// <summary>The discussion, as the page of one of the flow's tasks leads to it.</summary>
    public Uri DiscussionOf(Guid taskId) => new($"{PublicUrl.TrimEnd('/')}/t/{taskId:D}/talk");

    /// <summary>The page of a flow.</summary>
    public Uri FlowPageOf(string instanceId) => new($"{PublicUrl.TrimEnd('/')}/instances/{Uri.EscapeDataString(instanceId)}");

    /// <summary>The page of a task for the holder of a token.</summary>
    public Uri PageOfLink(string token) => new($"{PublicUrl.TrimEnd('/')}/task-links/{token}");
}

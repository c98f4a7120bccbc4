using HrBpm.Activities.Org;

namespace HrBpm.Activities.Inbox;

/// <summary>Writes the message to somebody who was mentioned in the discussion of a flow, in their own language.</summary>
public static class MentionMessage
{
    private const int LongestTitle = 60;
    private const int LongestText = 100;

    /// <summary>Inputs of <c>HrBpm.WeCom.SendMessage</c>.</summary>
    /// <param name="mention">What makes the message one of its kind: the receiving side drops a repeated one.</param>
    /// <param name="title">What the discussion is about.</param>
    /// <param name="author">Name of whoever wrote the comment.</param>
    /// <param name="said">The comment; null where it is confidential.</param>
    /// <param name="person">Who is told.</param>
    /// <param name="weComUser">Their WeCom user.</param>
    /// <param name="link">Where the discussion is.</param>
    public static IReadOnlyDictionary<string, object?> Of(Guid mention, string title, string author, string? said, Person person, string weComUser, Uri link)
    {
        var isChinese = LocalMoment.IsChinese(person.Locale);
        return new Dictionary<string, object?>
        {
            ["toUserIds"] = new List<object?> { weComUser },
            ["title"] = Cut(isChinese ? $"{author} 提到了你：{title}" : $"{author} mentioned you: {title}", LongestTitle),
            ["text"] = said is null ? isChinese ? "打开讨论查看" : "Open the discussion to read it" : Cut(said, LongestText),
            ["url"] = link.ToString(),
            ["taskId"] = $"{mention:N}-mentioned",
        };
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}

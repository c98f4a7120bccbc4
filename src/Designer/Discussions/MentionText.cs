using HrBpm.Designer.Api;

namespace HrBpm.Designer.Discussions;

/// <summary>The text of a comment while it is written: people stand in it as <c>@name</c>, and go to the server by their id.</summary>
public static class MentionText
{
    private const int LongestSearch = 20;

    /// <summary>What is typed after the last <c>@</c> before the caret; null when nobody is being mentioned there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="caret">Where the caret is, in characters from the beginning.</param>
    public static string? SearchAt(string text, int caret)
    {
        var before = text[..Math.Clamp(caret, 0, text.Length)];
        var at = before.LastIndexOf('@');
        // An address of mail is no mention.
        if (at < 0 || (at > 0 && char.IsAsciiLetterOrDigit(before[at - 1]))) return null;
        var search = before[(at + 1)..];
        return search.Length <= LongestSearch && !search.Any(char.IsWhiteSpace) ? search : null;
    }

    /// <summary>The text with this person in place of what was typed after the last <c>@</c> before the caret.</summary>
    public static (string Text, int Caret) Put(string text, int caret, string name)
    {
        var end = Math.Clamp(caret, 0, text.Length);
        var start = text.LastIndexOf('@', Math.Max(0, end - 1));
        var written = $"@{name} ";
        return (text[..start] + written + text[end..].TrimStart(' '), start + written.Length);
    }

    /// <summary>The text as the server takes it. Longer names first, so that no name is taken for the beginning of another.</summary>
    public static string ToSend(string text, IEnumerable<MentionablePeoplePerson> picked) =>
        picked.OrderByDescending(person => person.Name.Length).Aggregate(text.Trim(), (sent, person) => sent.Replace($"@{person.Name}", $"@[{person.Id:D}]", StringComparison.Ordinal));
}

using System.Text;
using System.Text.RegularExpressions;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>The text of a comment: people who are mentioned stand in it by their id, as <c>@[0198c1d2-…]</c>, so that it says their name of today whatever they were called when it was written.</summary>
internal static partial class CommentText
{
    /// <summary>Longest text, in characters.</summary>
    public const int Longest = 4_000;

    /// <summary>Most people who are mentioned at once.</summary>
    public const int MostMentions = 20;

    /// <summary>A stretch of words, or somebody who is mentioned.</summary>
    /// <param name="Text">The words; for somebody who is mentioned <c>@</c> and the name.</param>
    /// <param name="Person">Who is mentioned; null for words.</param>
    public sealed record Part(string Text, NamedPerson? Person);

    /// <summary>How somebody is mentioned.</summary>
    public static string Mention(Guid person) => $"@[{person:D}]";

    /// <summary>Those whom the text mentions, each once, in the order of the text.</summary>
    public static IReadOnlyList<Guid> People(string text) => [.. Mentions().Matches(text).Select(found => Guid.Parse(found.Groups[1].ValueSpan)).Distinct()];

    /// <summary>The text in its parts.</summary>
    public static IReadOnlyList<Part> Parts(string text, PersonNames names)
    {
        var (parts, at) = (new List<Part>(), 0);
        foreach (Match found in Mentions().Matches(text))
        {
            if (found.Index > at) parts.Add(new Part(text[at..found.Index], null));
            var person = names.Of(Guid.Parse(found.Groups[1].ValueSpan))!;
            parts.Add(new Part("@" + person.Name, person));
            at = found.Index + found.Length;
        }

        if (at < text.Length) parts.Add(new Part(text[at..], null));
        return parts;
    }

    /// <summary>The parts as one plain text.</summary>
    public static string Plain(IEnumerable<Part> parts) => parts.Aggregate(new StringBuilder(), (text, part) => text.Append(part.Text)).ToString();

    [GeneratedRegex(@"@\[([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\]")]
    private static partial Regex Mentions();
}

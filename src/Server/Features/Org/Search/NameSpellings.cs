using System.Text;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>How a name may be spelled in Latin letters: a list of syllables or words for each way of reading it.</summary>
internal static class NameSpellings
{
    // 2 surnames and 3 characters of two readings each: beyond that nobody types the rarer ways.
    private const int Most = 8;

    /// <summary>The spellings, the customary one first. A word in Latin letters is one part, a Chinese character is one.</summary>
    /// <param name="name">In lower case.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(string name)
    {
        List<IReadOnlyList<string>> spellings = [[]];
        var surname = Surnames.ReadingsOf(name);
        var at = 0;
        if (surname is not null) (spellings, at) = ([.. surname], surname[0].Length);
        var word = new StringBuilder();
        foreach (var character in name.AsSpan(at).EnumerateRunes())
        {
            var readings = Pinyin.ReadingsOf(character);
            if (readings.Count == 0 && Rune.IsLetterOrDigit(character))
            {
                word.Append(character.ToString());
                continue;
            }

            End(word, spellings);
            if (readings.Count > 0) spellings = [.. readings.SelectMany(reading => spellings.Select(s => (IReadOnlyList<string>)[.. s, reading])).Take(Most)];
        }

        End(word, spellings);
        return spellings;
    }

    private static void End(StringBuilder word, List<IReadOnlyList<string>> spellings)
    {
        if (word.Length == 0) return;
        for (var i = 0; i < spellings.Count; i++) spellings[i] = [.. spellings[i], word.ToString()];
        word.Clear();
    }
}

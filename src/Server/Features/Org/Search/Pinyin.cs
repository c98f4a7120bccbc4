using System.Collections.Frozen;
using System.Text;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>How Chinese characters are read in Mandarin, without tones: from Unicode's Unihan database, see <c>pinyin.txt</c>.</summary>
internal static class Pinyin
{
    private static readonly Lazy<FrozenDictionary<Rune, string[]>> Table = new(Read);

    /// <summary>The readings of a character, the customary one first; ü is written v. Empty for what is no Chinese character.</summary>
    public static IReadOnlyList<string> ReadingsOf(Rune character) => Table.Value.TryGetValue(character, out var readings) ? readings : [];

    private static FrozenDictionary<Rune, string[]> Read()
    {
        var found = new Dictionary<Rune, string[]>();
        foreach (var line in Lines().Where(line => line[0] != '#'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            // A line's sign says whether its reading is the customary one; those lines come first.
            var reading = line[..space].TrimStart('+');
            foreach (var character in line.AsSpan(space + 1).EnumerateRunes())
                found[character] = found.TryGetValue(character, out var before) ? [.. before, reading] : [reading];
        }

        return found.ToFrozenDictionary();
    }

    private static IEnumerable<string> Lines()
    {
        using var text = new StreamReader(typeof(Pinyin).Assembly.GetManifestResourceStream("pinyin.txt")!, Encoding.UTF8);
        while (text.ReadLine() is { } line) yield return line;
    }
}

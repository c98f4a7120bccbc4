using System.Text;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>Keys under which people and departments are found: whatever somebody types is the beginning of one of them.</summary>
/// <remarks>So that the middle of a name, the tail of a phone number or an initial is found by a range of an index, on both databases, the keys hold every ending at which
/// somebody would begin to type.</remarks>
internal static class SearchWords
{
    /// <summary>Keys are cut to this many characters.</summary>
    public const int LongestKey = 64;

    /// <summary>How many digits from the middle or the end of a phone or employee number are needed to find it, and how many letters from the middle of a word.</summary>
    public const int ShortestMiddle = 4, ShortestLetters = 3;

    // Before the digits of a phone number: a range of its own, for those who may see it. Nothing that is typed begins with it.
    private const char Private = '|';

    /// <summary>The keys of a name: as written from each character or word on, in pinyin from each syllable on, and the initials.</summary>
    public static IEnumerable<string> OfName(string name)
    {
        var plain = Plain(name);
        foreach (var ending in Endings(plain)) yield return ending;
        foreach (var spelling in NameSpellings.Of(plain))
        {
            for (var from = 0; from < spelling.Count; from++)
            {
                var joined = string.Concat(spelling.Skip(from));
                yield return joined;
                // Passports write 吕 as LYU, keyboards as lv.
                if (joined.Contains('v', StringComparison.Ordinal)) yield return joined.Replace("v", "yu", StringComparison.Ordinal);
                if (from < spelling.Count - 1) yield return string.Concat(spelling.Skip(from).Select(FirstOf));
            }
        }
    }

    /// <summary>The keys of a number such as XK0006: whole, from its first digit on, and from each further digit on while four are left.</summary>
    public static IEnumerable<string> OfNumber(string number)
    {
        var plain = Plain(number);
        yield return plain;
        var first = plain.AsSpan().IndexOfAnyInRange('0', '9');
        if (first < 0) yield break;
        if (first > 0) yield return plain[first..];
        for (var at = first + 1; at <= plain.Length - ShortestMiddle; at++)
            if (char.IsAsciiDigit(plain[at])) yield return plain[at..];
    }

    /// <summary>The keys of an account name such as wang.qiang: whole, and from each part on.</summary>
    public static IEnumerable<string> OfAccount(string name)
    {
        var plain = Plain(name);
        yield return plain;
        for (var at = 1; at < plain.Length; at++)
            if (!char.IsLetterOrDigit(plain[at - 1]) && !char.IsLowSurrogate(plain[at])) yield return plain[at..];
    }

    /// <summary>The keys of a phone number: from each of its digits on while four are left. They are apart from all others, see <see cref="Contact"/>.</summary>
    public static IEnumerable<string> OfPhone(string? phone)
    {
        var digits = Digits(phone ?? "");
        for (var at = 0; at <= digits.Length - ShortestMiddle; at++) yield return Private + digits[at..];
    }

    /// <summary>What was typed, word by word: each must be found. Digits with blanks between are one phone number.</summary>
    public static IReadOnlyList<string> Typed(string text)
    {
        var plain = Plain(text);
        if (plain.Length > 0 && plain.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '-')) return Digits(plain) is { Length: > 0 } number ? [number] : [plain];
        var words = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Replace("'", "", StringComparison.Ordinal) is { Length: > 0 } word ? word : w);
        // A word of nothing but such signs finds nobody, rather than everybody.
        return [.. words.Select(w => w.TrimStart(Private) is { Length: > 0 } word ? word : "\u0001").Select(Cut)];
    }

    /// <summary>The key that a phone number with these digits in it begins with somewhere; null when what was typed is no part of one.</summary>
    public static string? Contact(string typed) => typed.Length >= ShortestMiddle && typed.All(char.IsAsciiDigit) ? Cut(Private + typed) : null;

    /// <summary>Behind everything that begins with the key, in the order of bytes.</summary>
    public static string After(string key) => key + "\U0010FFFF";

    /// <summary>A key as it is stored.</summary>
    public static string Cut(string key) => key.Length <= LongestKey ? key : key[..(char.IsHighSurrogate(key[LongestKey - 1]) ? LongestKey - 1 : LongestKey)];

    private static IEnumerable<string> Endings(string text)
    {
        var isWord = false;
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsLowSurrogate(character)) continue;
            var isLatin = character < 0x2E80 && char.IsLetterOrDigit(character);
            if (char.IsLetterOrDigit(character) || char.IsHighSurrogate(character) ? !(isLatin && isWord) || LettersFrom(text, at) >= ShortestLetters : at == 0) yield return text[at..];
            isWord = isLatin;
        }
    }

    private static int LettersFrom(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] < 0x2E80 && char.IsLetterOrDigit(text[end])) end++;
        return end - at;
    }

    // Full-width letters and digits are the same to whoever types them, and so is ü on a keyboard without it. A NUL is text that no database keeps.
    private static string Plain(string text) =>
        (text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC)).ToLowerInvariant().Replace('ü', 'v').Replace("\0", "", StringComparison.Ordinal).Trim();

    // Half of a pair is no text, and no database takes it.
    private static string FirstOf(string part) => part[..(char.IsHighSurrogate(part[0]) ? 2 : 1)];

    /// <summary>The digits of a number, however it is written.</summary>
    public static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}

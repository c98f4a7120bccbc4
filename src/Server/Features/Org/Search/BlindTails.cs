using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>What was typed, as the search keys of sealed phone numbers hold it: a keyed hash of each tail of at least <see cref="SearchWords.ShortestMiddle"/> digits, so that whoever has the database alone cannot try numbers.</summary>
internal sealed class BlindTails
{
    // In front of a hash: no other key begins with it.
    private const char Mark = '#';
    private const int HashLength = 12;
    private const string Column = "phone-tail";
    private readonly Dictionary<string, List<string>> keysByWord = [];

    private BlindTails() { }

    /// <summary>The keys under which a number is found.</summary>
    public static IReadOnlyList<string> KeysOf(OpenKey index, string phone)
    {
        var digits = SearchWords.Digits(phone);
        return [.. Enumerable.Range(SearchWords.ShortestMiddle, Math.Max(0, digits.Length - SearchWords.ShortestMiddle + 1)).Select(length => KeyOf(index.Bytes, digits[^length..]))];
    }

    /// <summary>Those of a text's words that may be tails, for each key of the company that an index may have been made with.</summary>
    public static async Task<BlindTails> OfAsync(string? text, Guid companyId, CompanyKeys keys, CancellationToken ct)
    {
        var tails = new BlindTails();
        foreach (var word in SearchWords.Typed(text ?? "").Where(w => w.Length >= SearchWords.ShortestMiddle && w.All(char.IsAsciiDigit)))
            tails.keysByWord[word] = (await keys.IndexKeysAsync(companyId, ct)).ConvertAll(key => KeyOf(key.Bytes, word));
        return tails;
    }

    /// <summary>The keys of one word; none where it is no tail.</summary>
    public IReadOnlyList<string> Of(string word) => keysByWord.GetValueOrDefault(word, []);

    private static string KeyOf(byte[] index, string tail) => Mark + Convert.ToHexStringLower(FieldSecrets.IndexOf(index, Column, tail).AsSpan(0, HashLength));
}

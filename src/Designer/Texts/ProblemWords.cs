using System.Globalization;

namespace HrBpm.Designer.Texts;

/// <summary>What people read when the server refuses: a sentence in their language for each stable code of a problem, from <c>problems.tsv</c>. What exactly was expected, and what came, is the technical detail beside it.</summary>
public static class ProblemWords
{
    private static readonly Lazy<IReadOnlyDictionary<string, (string Chinese, string English)>> All = new(Read);

    /// <summary>The codes that have a sentence.</summary>
    public static IEnumerable<string> Codes => All.Value.Keys;

    /// <summary>Both sentences of a code; null for one that is not known.</summary>
    public static (string Chinese, string English)? Find(string code) => All.Value.TryGetValue(code, out var found) ? found : null;

    /// <summary>The sentence in the present language. A code that is not known, for example of a newer server, is said by its kind.</summary>
    /// <param name="code">The stable code.</param>
    /// <param name="status">HTTP status of the answer.</param>
    public static string Say(string code, int status) =>
        (Find(code) ?? Find($"status.{status}") ?? Find("status.other")!.Value) is var found && IsChinese ? found.Chinese : found.English;

    private static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "zh" or "iv";

    // Code, Chinese and English with tabs between; lines that begin with # are headings.
    private static Dictionary<string, (string, string)> Read()
    {
        using var file = new StreamReader(typeof(ProblemWords).Assembly.GetManifestResourceStream("problems.tsv")!);
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#')
            .Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => (cells[1], cells[2]));
    }
}

using System.Text.RegularExpressions;

namespace HrBpm.Activities.Connectors;

/// <summary>Takes secrets out of text that is kept as evidence. Works on text rather than on parsed JSON, because what comes back may be cut off or no JSON at all.</summary>
internal static partial class Redaction
{
    public const int KeptCharacters = 16 * 1024;
    private const string Hidden = "***";

    /// <summary>Hides fields that are secret by their name, then every known secret wherever it turns up (an error page that echoes the request), and cuts the rest.</summary>
    public static string Of(string text, IEnumerable<string> secrets)
    {
        var clean = QuerySecret().Replace(JsonSecret().Replace(text, $"$1\"{Hidden}\""), $"$1{Hidden}");
        foreach (var secret in secrets.Where(s => s.Length >= 4)) clean = clean.Replace(secret, Hidden, StringComparison.Ordinal);
        return clean.Length <= KeptCharacters ? clean : $"{clean[..KeptCharacters]}… ({clean.Length - KeptCharacters} more characters)";
    }

    [GeneratedRegex("""("(?:(?:access|refresh)_?token|corpsecret|(?:client_?)?secret|password|token|response_code)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex JsonSecret();

    [GeneratedRegex("""((?:access_token|corpsecret)=)[^&\s"'<]*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuerySecret();
}

using System.Security.Cryptography;
using System.Text;

namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>The id by which WeCom recognises a card that it has been given before: unique per application, 1 to 128 of <c>0-9 A-Z a-z _ - @</c>.</summary>
internal static class MessageTaskId
{
    /// <summary>The text itself where WeCom allows it, else what is allowed of it with a hash of the whole: stable, and different for different texts.</summary>
    public static string From(string text)
    {
        if (text.Length is > 0 and <= 128 && text.All(IsAllowed)) return text;
        var allowed = string.Concat(text.Where(IsAllowed).Take(64));
        return $"{allowed}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}";
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '@';
}

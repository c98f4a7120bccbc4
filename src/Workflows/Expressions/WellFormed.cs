using System.Text;

namespace HrBpm.Workflows.Expressions;

/// <summary>Text whose surrogates come in pairs. JSON and UTF-8 can hold no other.</summary>
internal static class WellFormed
{
    public static bool Is(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is var at and >= 0)
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var used) != System.Buffers.OperationStatus.Done) return false;
            rest = rest[(at + used)..];
        }
        return true;
    }

    /// <summary>The text with the replacement character in the place of halves.</summary>
    public static string Make(string text) => Is(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

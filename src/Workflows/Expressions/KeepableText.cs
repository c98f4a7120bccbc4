using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace HrBpm.Workflows.Expressions;

/// <summary>JSON whose strings can be kept as they came: UTF-8 without NUL, which PostgreSQL has no room for, and without halves of surrogate pairs, which are no characters (RFC 8259 section 8.2).</summary>
public static class KeepableText
{
    private const int EscapeLength = 6;

    /// <summary>Where the first thing is that cannot be kept, in bytes from the beginning; -1 where there is none. Whether it is JSON at all is for its reader to say.</summary>
    public static int IndexOfOther(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) return IndexOfOtherThanUtf8(json);
        for (var at = 0; json[at..].IndexOf((byte)'\\') is var next and >= 0;)
        {
            at += next;
            if (CodeAt(json[at..]) is not { } code) at = Math.Min(at + 2, json.Length);
            else if (code == 0 || char.IsLowSurrogate(code)) return at;
            else if (!char.IsHighSurrogate(code)) at += EscapeLength;
            else if (CodeAt(json[(at + EscapeLength)..]) is { } second && char.IsLowSurrogate(second)) at += 2 * EscapeLength;
            else return at;
        }

        return -1;
    }

    private static int IndexOfOtherThanUtf8(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var used) == System.Buffers.OperationStatus.Done) at += used;
        return at;
    }

    // The four digits of an escape such as \u0041.
    private static char? CodeAt(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json[0] == '\\' && json[1] == 'u' && ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : null;
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrBpm.Activities.Evidence;

/// <summary>Writes a value as the one JSON text that RFC 8785 (JCS) allows for it, so that equal values have equal hashes.</summary>
/// <remarks>
/// Members are sorted by UTF-16 code units, nothing is indented, numbers are written as ECMAScript writes them. A number that an
/// IEEE 754 double cannot hold exactly becomes a string (RFC 8785, appendix D), because rounding it would falsify the evidence.
/// </remarks>
public static class CanonicalJson
{
    private static readonly JsonSerializerOptions FromClr = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The canonical UTF-8 bytes of any value that System.Text.Json can write (camel-cased members, enums as strings).</summary>
    /// <exception cref="ArgumentException">The value has no JSON form: NaN, an infinity, a lone surrogate, a member twice.</exception>
    public static byte[] Write(object? value)
    {
        try
        {
            return Rewrite(JsonSerializer.SerializeToUtf8Bytes(value, FromClr));
        }
        catch (Exception refused) when (refused is NotSupportedException or JsonException)
        {
            throw new ArgumentException($"Expected a value with a JSON form, but {value?.GetType().Name} has none: {refused.Message}", nameof(value), refused);
        }
    }

    /// <summary>The canonical UTF-8 bytes of a JSON text.</summary>
    /// <exception cref="ArgumentException">The text is not JSON, has a member twice or holds a lone surrogate.</exception>
    public static byte[] Rewrite(ReadOnlyMemory<byte> json)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            Write(document.RootElement, output);
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException or EncoderFallbackException)
        {
            throw new ArgumentException($"Expected JSON without repeated members and lone surrogates, but: {refused.Message}", nameof(json), refused);
        }
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement element, ArrayBufferWriter<byte> output)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object: WriteObject(element, output); break;
            case JsonValueKind.Array: WriteArray(element, output); break;
            case JsonValueKind.String: WriteString(element.GetString()!, output); break;
            case JsonValueKind.Number: WriteNumber(element.GetRawText(), output); break;
            case JsonValueKind.True: output.Write("true"u8); break;
            case JsonValueKind.False: output.Write("false"u8); break;
            default: output.Write("null"u8); break;
        }
    }

    private static void WriteObject(JsonElement element, ArrayBufferWriter<byte> output)
    {
        var separator = "{"u8;
        foreach (var member in element.EnumerateObject().Select(m => (m.Name, m.Value)).OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            output.Write(separator);
            WriteString(member.Name, output);
            output.Write(":"u8);
            Write(member.Value, output);
            separator = ","u8;
        }
        output.Write(separator[0] == '{' ? "{}"u8 : "}"u8);
    }

    private static void WriteArray(JsonElement element, ArrayBufferWriter<byte> output)
    {
        var separator = "["u8;
        foreach (var item in element.EnumerateArray())
        {
            output.Write(separator);
            Write(item, output);
            separator = ","u8;
        }
        output.Write(separator[0] == '[' ? "[]"u8 : "]"u8);
    }

    private static void WriteNumber(string text, ArrayBufferWriter<byte> output)
    {
        if (CanonicalNumber.TryWrite(text, out var canonical)) output.Write(Utf8.GetBytes(canonical));
        else WriteString(text, output);
    }

    private static void WriteString(string text, ArrayBufferWriter<byte> output)
    {
        if (text.AsSpan().IndexOfAny(Escaped) < 0)
        {
            output.Write("\""u8);
            output.Advance(Utf8.GetBytes(text, output.GetSpan(Utf8.GetMaxByteCount(text.Length))));
            output.Write("\""u8);
            return;
        }

        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\t' => escaped.Append("\\t"),
                '\n' => escaped.Append("\\n"),
                '\f' => escaped.Append("\\f"),
                '\r' => escaped.Append("\\r"),
                < ' ' => escaped.Append("\\u").Append(((int)character).ToString("x4", null)),
                _ => escaped.Append(character),
            };
        }
        output.Write(Utf8.GetBytes(escaped.Append('"').ToString()));
    }
}

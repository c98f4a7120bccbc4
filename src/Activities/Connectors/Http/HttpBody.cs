using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Activities.Connectors.Http;

/// <summary>Values of a flow as the body of a message, and back.</summary>
public static class HttpBody
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value as a body: text and bytes as they are, form fields where the type asks for them, everything else as JSON. Null for no value.</summary>
    /// <param name="value">What a flow gives.</param>
    /// <param name="contentType">Media type; null for the one that fits the value.</param>
    /// <exception cref="FormatException">The media type is none.</exception>
    public static (byte[] Bytes, MediaTypeHeaderValue Type)? Of(object? value, string? contentType)
    {
        if (value is null or "") return null;
        var type = MediaTypeHeaderValue.Parse(string.IsNullOrWhiteSpace(contentType) ? TypeOf(value) : contentType);
        if (value is not byte[] && type.CharSet is null) type.CharSet = "utf-8";
        return (value switch
        {
            byte[] bytes => bytes,
            string text => Encoding.UTF8.GetBytes(text),
            IReadOnlyDictionary<string, object?> fields when type.MediaType == "application/x-www-form-urlencoded" => Encoding.UTF8.GetBytes(FormOf(fields)),
            _ => Encoding.UTF8.GetBytes(Values.ToJson(value)?.ToJsonString(Readable) ?? "null"),
        }, type);
    }

    /// <summary>A body as a value: JSON as what it says, text as text, everything else as bytes. Null for an empty one.</summary>
    public static object? Read(byte[] bytes, MediaTypeHeaderValue? type)
    {
        if (bytes.Length == 0) return null;
        var media = type?.MediaType?.ToLowerInvariant() ?? "text/plain";
        if (IsJson(media)) return ReadJson(TextOf(bytes, type));
        var isText = media.StartsWith("text/", StringComparison.Ordinal) || media.EndsWith("xml", StringComparison.Ordinal) || media is "application/x-www-form-urlencoded" or "application/javascript";
        return isText ? TextOf(bytes, type) : bytes;
    }

    private static bool IsJson(string media) => media is "application/json" or "text/json" || media.EndsWith("+json", StringComparison.Ordinal);

    private static string TypeOf(object value) => value switch
    {
        string => "text/plain",
        byte[] => "application/octet-stream",
        _ => "application/json",
    };

    private static string FormOf(IReadOnlyDictionary<string, object?> fields) =>
        string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(Values.ToText(f.Value) ?? "")}"));

    // What calls itself JSON and is none is kept as the text that it is.
    private static object? ReadJson(string text)
    {
        try
        {
            return Values.FromJson(JsonNode.Parse(text));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return text;
        }
    }

    // Chinese systems still answer in GBK.
    private static string TextOf(byte[] bytes, MediaTypeHeaderValue? type)
    {
        var encoding = type?.CharSet?.Trim('"') is { Length: > 0 } name ? EncodingOf(name) : Encoding.UTF8;
        return encoding.GetString(bytes).TrimStart('\uFEFF');
    }

    private static Encoding EncodingOf(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}

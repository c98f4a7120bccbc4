using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Expressions;

/// <summary>The tagged form in which values are kept: exact, and as plain as it can be.</summary>
/// <remarks>
/// Text, Booleans, null, int, lists and objects are themselves; a double is a JSON number with a decimal point and no exponent. Everything else is
/// <c>{"$": "type", "v": "text"}</c>, also text that UTF-8 cannot hold (half of a surrogate pair, which scripts can make). An object that has a member <c>$</c> of its own is wrapped as <c>{"$": "object", "v": {…}}</c>.
/// </remarks>
internal static class StoredJson
{
    private const string Tag = "$";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    public static string Write(object? value) => Node(value)?.ToJsonString(Readable) ?? "null";

    public static object? Read(string stored)
    {
        try
        {
            return Value(JsonNode.Parse(stored, documentOptions: new JsonDocumentOptions { MaxDepth = 1000 }));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new ExpressionException(ExpressionException.Mismatch, $"Expected a stored value, but it was {ValueText.Describe(stored)}.");
        }
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => WellFormed.Is(text) ? JsonValue.Create(text) : Tagged("text", System.Convert.ToBase64String(MemoryMarshal.AsBytes(text.AsSpan()))),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        double number => IsPlain(number) ? JsonValue.Create(number) : Tagged("double", number.ToString("R", CultureInfo.InvariantCulture)),
        long number => Tagged("long", number.ToString(CultureInfo.InvariantCulture)),
        short number => Tagged("short", number.ToString(CultureInfo.InvariantCulture)),
        float number => Tagged("float", number.ToString("R", CultureInfo.InvariantCulture)),
        decimal number => Tagged("decimal", number.ToString(CultureInfo.InvariantCulture)),
        DateTime moment => Tagged("datetime", ValueText.Utc(moment).ToString("O", CultureInfo.InvariantCulture)),
        DateTimeOffset moment => Tagged("datetimeoffset", moment.ToString("O", CultureInfo.InvariantCulture)),
        TimeSpan span => Tagged("timespan", span.ToString("c", CultureInfo.InvariantCulture)),
        Guid id => Tagged("guid", id.ToString()),
        byte[] bytes => Tagged("bytes", System.Convert.ToBase64String(bytes)),
        Dictionary<string, object?> members => Members(members),
        List<object?> items => new JsonArray([.. items.Select(Node)]),
        _ => Node(ClrBinding.FromClr(value)),
    };

    private static bool IsPlain(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture).AsSpan();
        return text.Contains('.') && !text.Contains('E');
    }

    private static JsonObject Tagged(string type, JsonNode? value) => new() { [Tag] = type, ["v"] = value };

    private static JsonObject Members(Dictionary<string, object?> members)
    {
        var node = new JsonObject(members.Select(pair => KeyValuePair.Create(pair.Key, Node(pair.Value))));
        return members.ContainsKey(Tag) ? Tagged("object", node) : node;
    }

    private static object? Value(JsonNode? node) => node switch
    {
        JsonObject members when members[Tag] is { } tag => Untagged(tag.GetValue<string>(), members["v"]),
        JsonObject members => MembersOf(members),
        JsonArray items => items.Select(Value).ToList(),
        null => null,
        _ => PlainJson.Read(node),
    };

    private static Dictionary<string, object?> MembersOf(JsonObject members) => members.ToDictionary(pair => pair.Key, pair => Value(pair.Value));

    private static object Untagged(string type, JsonNode? node)
    {
        if (type == "object") return MembersOf(node!.AsObject());
        var text = node!.GetValue<string>();
        return type switch
        {
            "long" => long.Parse(text, CultureInfo.InvariantCulture),
            "short" => short.Parse(text, CultureInfo.InvariantCulture),
            "double" => double.Parse(text, CultureInfo.InvariantCulture),
            "float" => float.Parse(text, CultureInfo.InvariantCulture),
            "decimal" => decimal.Parse(text, CultureInfo.InvariantCulture),
            "datetime" => DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            "datetimeoffset" => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None),
            "timespan" => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture),
            "text" => new string(MemoryMarshal.Cast<byte, char>(System.Convert.FromBase64String(text))),
            "guid" => Guid.Parse(text),
            "bytes" => System.Convert.FromBase64String(text),
            _ => throw new FormatException(),
        };
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Expressions;

/// <summary>Values as plain JSON, and back.</summary>
internal static class PlainJson
{
    /// <summary>Text that people read (Chinese) stays as it is; the JSON is never put into a page without escaping there.</summary>
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonNode? Write(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        short number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        float number => float.IsFinite(number) ? JsonValue.Create(number) : null,
        decimal number => JsonValue.Create(number),
        DateTime or DateTimeOffset or byte[] or TimeSpan or Guid => JsonValue.Create(ValueText.Of(value)),
        JsonNode node => node.DeepClone(),
        IReadOnlyDictionary<string, object?> members => new JsonObject(members.Select(pair => KeyValuePair.Create(pair.Key, Write(pair.Value)))),
        List<object?> items => new JsonArray([.. items.Select(Write)]),
        _ => Write(ClrBinding.FromClr(value)),
    };

    public static string Text(object value) => Write(value)?.ToJsonString(Readable) ?? "null";

    public static object? Read(JsonNode? node) => node switch
    {
        null => null,
        JsonObject members => ReadMembers(members),
        JsonArray items => ReadItems(items),
        _ => ReadScalar(node.AsValue()),
    };

    private static Dictionary<string, object?> ReadMembers(JsonObject members)
    {
        var read = new Dictionary<string, object?>(members.Count);
        foreach (var (name, member) in members) read[name] = Read(member);
        return read;
    }

    private static List<object?> ReadItems(JsonArray items)
    {
        var read = new List<object?>(items.Count);
        foreach (var item in items) read.Add(Read(item));
        return read;
    }

    private static object? ReadScalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.TryGetValue<string>(out var text) ? text : value.ToString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => ReadNumber(value),
        _ => null,
    };

    private static object ReadNumber(JsonValue value)
    {
        if (value.TryGetValue<JsonElement>(out var element)) return Number(element);
        if (value.TryGetValue<int>(out var whole)) return whole;
        if (value.TryGetValue<long>(out var large)) return large;
        return value.TryGetValue<double>(out var real) ? real : Number(JsonElement.Parse(value.ToJsonString()));
    }

    /// <summary>int, long or decimal for whole numbers, whichever is the first to fit; otherwise double.</summary>
    public static object Number(JsonElement number)
    {
        if (number.TryGetInt32(out var whole)) return whole;
        if (number.TryGetInt64(out var large)) return large;
        var isWhole = !number.GetRawText().AsSpan().ContainsAny('.', 'e', 'E');
        return isWhole && number.TryGetDecimal(out var huge) ? huge : number.GetDouble();
    }
}

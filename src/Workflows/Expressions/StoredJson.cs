using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HrBpm.Workflows.Expressions;

/// <summary>The tagged form in which values are kept: exact, and as plain as it can be.</summary>
/// <remarks>
/// Text, Booleans, null, int, lists and objects are themselves; a double is a JSON number with a decimal point and no exponent. Everything else is
/// <c>{"$": "type", "v": "text"}</c>, also text that UTF-8 cannot hold (half of a surrogate pair, which scripts can make). An object that has a member <c>$</c> of its own is wrapped as <c>{"$": "object", "v": {…}}</c>.
/// </remarks>
internal static class StoredJson
{
    /// <summary>How deep lists and objects may lie in each other.</summary>
    public const int MaxDepth = 1000;

    private const string Tag = "$";
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    public static string Write(object? value)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Readable)) Write(writer, value);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text when WellFormed.Is(text): writer.WriteStringValue(text); break;
            case string text: WriteTagged(writer, "text", System.Convert.ToBase64String(MemoryMarshal.AsBytes(text.AsSpan()))); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case double number when IsPlain(number): writer.WriteNumberValue(number); break;
            case double number: WriteTagged(writer, "double", number.ToString("R", CultureInfo.InvariantCulture)); break;
            case long number: WriteTagged(writer, "long", number.ToString(CultureInfo.InvariantCulture)); break;
            case short number: WriteTagged(writer, "short", number.ToString(CultureInfo.InvariantCulture)); break;
            case float number: WriteTagged(writer, "float", number.ToString("R", CultureInfo.InvariantCulture)); break;
            case decimal number: WriteTagged(writer, "decimal", number.ToString(CultureInfo.InvariantCulture)); break;
            case DateTime moment: WriteTagged(writer, "datetime", ValueText.Utc(moment).ToString("O", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset moment: WriteTagged(writer, "datetimeoffset", moment.ToString("O", CultureInfo.InvariantCulture)); break;
            case TimeSpan span: WriteTagged(writer, "timespan", span.ToString("c", CultureInfo.InvariantCulture)); break;
            case Guid id: WriteTagged(writer, "guid", id.ToString()); break;
            case byte[] bytes: WriteTagged(writer, "bytes", System.Convert.ToBase64String(bytes)); break;
            case Dictionary<string, object?> members: WriteObject(writer, members); break;
            case List<object?> items: WriteItems(writer, items); break;
            default: Write(writer, ClrBinding.FromClr(value)); break;
        }
    }

    public static object? Read(string stored)
    {
        try
        {
            using var document = JsonDocument.Parse(stored, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Value(document.RootElement);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw NotStored(stored);
        }
    }

    public static object? Read(JsonElement stored)
    {
        try
        {
            return Value(stored);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw NotStored(stored.GetRawText());
        }
    }

    private static bool IsUnreadable(Exception e) => e is JsonException or FormatException or InvalidOperationException or OverflowException or ArgumentException or KeyNotFoundException;

    private static ExpressionException NotStored(string text) => new(ExpressionException.Mismatch, $"Expected a stored value, but it was {ValueText.Describe(text)}.");

    private static bool IsPlain(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture).AsSpan();
        return text.Contains('.') && !text.Contains('E');
    }

    private static void WriteTagged(Utf8JsonWriter writer, string type, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(Tag, type);
        writer.WriteString("v", text);
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, Dictionary<string, object?> members)
    {
        if (!members.ContainsKey(Tag))
        {
            WriteMembers(writer, members);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(Tag, "object");
        writer.WritePropertyName("v");
        WriteMembers(writer, members);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, Dictionary<string, object?> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, List<object?> items)
    {
        writer.WriteStartArray();
        foreach (var item in items) Write(writer, item);
        writer.WriteEndArray();
    }

    private static object? Value(JsonElement stored) => stored.ValueKind switch
    {
        JsonValueKind.Object when stored.TryGetProperty(Tag, out var tag) => Untagged(tag.GetString()!, stored.GetProperty("v")),
        JsonValueKind.Object => MembersOf(stored),
        JsonValueKind.Array => stored.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => stored.GetString(),
        JsonValueKind.Number => PlainJson.Number(stored),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static Dictionary<string, object?> MembersOf(JsonElement members)
    {
        var read = new Dictionary<string, object?>(members.GetPropertyCount());
        foreach (var member in members.EnumerateObject()) read.Add(member.Name, Value(member.Value));
        return read;
    }

    private static object Untagged(string type, JsonElement stored)
    {
        if (type == "object") return MembersOf(stored);
        var text = stored.GetString()!;
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

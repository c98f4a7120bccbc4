using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HrBpm.Workflows.Expressions;

/// <summary>Values to and from C# types: properties of activities, records, enums.</summary>
internal static class ClrBinding
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(), new TimeSpanText(), new DateOnlyText(), new UtcMoment(), new AnyValue() },
    };

    public static object? FromClr(object? value) => value switch
    {
        null or string or bool or int or long or double or decimal or short or float or DateTimeOffset or TimeSpan or Guid or byte[] => value,
        DateTime moment => ValueText.Utc(moment),
        byte or sbyte or ushort => System.Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture),
        uint number => (long)number,
        ulong number => number <= long.MaxValue ? (object)(long)number : (decimal)number,
        DateOnly or TimeOnly or char or Uri or Version => JsonSerializer.SerializeToNode(value, value.GetType(), Web)!.GetValue<string>(),
        Enum name => name.ToString(),
        JsonNode node => PlainJson.Read(node),
        JsonElement element => PlainJson.Read(JsonSerializer.SerializeToNode(element)),
        JsonDocument document => PlainJson.Read(JsonSerializer.SerializeToNode(document.RootElement)),
        IReadOnlyDictionary<string, object?> members => members.ToDictionary(pair => pair.Key, pair => FromClr(pair.Value)),
        IDictionary<string, object?> members => members.ToDictionary(pair => pair.Key, pair => FromClr(pair.Value)),
        IDictionary => PlainJson.Read(JsonSerializer.SerializeToNode(value, value.GetType(), Web)),
        IEnumerable items => items.Cast<object?>().Select(FromClr).ToList(),
        _ => PlainJson.Read(JsonSerializer.SerializeToNode(value, value.GetType(), Web)),
    };

    public static object? Bind(object? value, Type clrType)
    {
        var type = Nullable.GetUnderlyingType(clrType) ?? clrType;
        if (value is null) return type == clrType && type.IsValueType ? Activator.CreateInstance(type) : null;
        if (type.IsInstanceOfType(value)) return value;
        if (ScalarAlias(type) is { } alias) return Values.Convert(value, alias) ?? Bind(null, clrType);
        if (value is string blank && string.IsNullOrWhiteSpace(blank)) return Bind(null, clrType);
        return Deserialize(value, type);
    }

    private static string? ScalarAlias(Type type) =>
        type == typeof(string) ? "String" : type == typeof(TimeSpan) || type == typeof(Guid) || type == typeof(DateTime) || type == typeof(DateTimeOffset)
            || type == typeof(bool) || type == typeof(short) || type == typeof(int) || type == typeof(long)
            || type == typeof(float) || type == typeof(double) || type == typeof(decimal) ? type.Name
        : type == typeof(byte[]) ? "ByteArray" : null;

    private static object? Deserialize(object value, Type type)
    {
        try
        {
            return WantsText(type) ? JsonSerializer.Deserialize(PlainJson.Write(value), type, Web) : JsonSerializer.Deserialize(Parsed(value), type, Web);
        }
        catch (JsonException e)
        {
            if (value is string text && e.Path is not (null or "$")) value = PlainJson.Read(JsonNode.Parse(text)) ?? value;
            var member = e.Path is null or "$" ? "" : $" at {e.Path}";
            throw new ExpressionException(ExpressionException.Mismatch, $"Expected {Words(type)}{member}, but the value was {ValueText.Describe(Inner(value, e.Path))}.");
        }
    }

    private static bool WantsText(Type type) => type.IsEnum || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(char) || type == typeof(Uri);

    /// <summary>Text that stands for an object or a list is JSON, as Elsa's Object expressions give it.</summary>
    private static JsonNode? Parsed(object value) => value is string text ? JsonNode.Parse(text) : PlainJson.Write(value);

    private static string Words(Type type)
    {
        if (type.IsEnum) return $"one of {string.Join(", ", Enum.GetNames(type))}";
        if (type == typeof(DateOnly)) return "a date such as 2026-03-31";
        if (type == typeof(TimeOnly)) return "a time of day such as 09:30";
        return typeof(IEnumerable).IsAssignableFrom(type) && !typeof(IDictionary).IsAssignableFrom(type) ? "a list" : $"an object that fits {type.Name}";
    }

    /// <summary>The value that a JSON path of dots and indexes leads to, or the whole when the path is of another kind.</summary>
    private static object? Inner(object? value, string? path)
    {
        foreach (var step in (path ?? "").Split(['$', '.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            var inner = value switch
            {
                Dictionary<string, object?> members => members.FirstOrDefault(pair => pair.Key.Equals(step, StringComparison.OrdinalIgnoreCase)).Value,
                List<object?> items when int.TryParse(step, out var index) && index < items.Count => items[index],
                _ => null,
            };
            if (inner is null) return value;
            value = inner;
        }
        return value;
    }

    /// <summary>What a C# type leaves open (<c>object</c>) holds values of the instance, not nodes of a JSON library.</summary>
    private sealed class AnyValue : JsonConverter<object?>
    {
        public override bool HandleNull => true;

        public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => PlainJson.Read(JsonNode.Parse(ref reader));

        public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
        {
            if (PlainJson.Write(value) is { } node) node.WriteTo(writer);
            else writer.WriteNullValue();
        }
    }

    private sealed class TimeSpanText : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && ValueConversion.ToTimeSpan(reader.GetString()!) is { } span ? span : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(ValueText.Of(value));
    }

    /// <summary>A moment counts as a date only at midnight UTC: at any other time the date depends on the zone, and guessing it would move legal deadlines.</summary>
    private sealed class DateOnlyText : JsonConverter<DateOnly>
    {
        public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException();
            var text = reader.GetString()!.Trim();
            if (text.Length > 10 && text.AsSpan(10) is "T00:00:00Z" or "T00:00:00+00:00" or "T00:00:00" or "T00:00:00.000Z") text = text[..10];
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? date : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Moments inside of objects are UTC as well, wherever they came from.</summary>
    private sealed class UtcMoment : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Values.Convert(reader.GetString(), "DateTime") is DateTime moment ? moment : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(ValueText.IsoUtc(value));
    }
}

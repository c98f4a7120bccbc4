using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace HrBpm.Workflows.Expressions;

/// <summary>Elsa's lenient conversion of a value to a declared type.</summary>
internal static class ValueConversion
{
    public static object? Convert(object value, ValueType type)
    {
        if (value is JsonNode or JsonElement)
        {
            if (ClrBinding.FromClr(value) is not { } plain) return null;
            value = plain;
        }
        if (type.IsArray) return ToList(value, type);
        if (value is string text && type.Kind is not (ValueKind.Any or ValueKind.Text) && string.IsNullOrWhiteSpace(text)) return null;
        return ToKind(value, type) ?? throw Mismatch(value, type);
    }

    public static ExpressionException Mismatch(object? value, ValueType type) =>
        new(ExpressionException.Mismatch, $"Expected {type.Words}, but the value was {ValueText.Describe(value)}.");

    /// <summary>Null when the value does not fit.</summary>
    private static object? ToKind(object value, ValueType type) => type.Kind switch
    {
        ValueKind.Any => ClrBinding.FromClr(value),
        ValueKind.Text => ValueText.Of(value),
        ValueKind.Boolean => ToBoolean(value),
        ValueKind.Int16 or ValueKind.Int32 or ValueKind.Int64 or ValueKind.Single or ValueKind.Double or ValueKind.Decimal => ToNumber(value, type.Kind),
        ValueKind.Guid => value as Guid? ?? (value is string text && Guid.TryParse(text, out var id) ? id : null),
        ValueKind.DateTime => ToMoment(value) is { } moment ? moment.UtcDateTime : null,
        ValueKind.DateTimeOffset => ToMoment(value),
        ValueKind.TimeSpan => ToTimeSpan(value),
        ValueKind.Bytes => ToBytes(value),
        _ => ToJsonShape(value, type),
    };

    private static object? ToBoolean(object value) => value switch
    {
        bool => value,
        string text => bool.TryParse(text, out var flag) ? flag : null,
        short or int or long or float or double or decimal => System.Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0,
        _ => null,
    };

    private static object? ToNumber(object value, ValueKind kind)
    {
        try
        {
            return (value, kind) switch
            {
                (int, ValueKind.Int32) or (long, ValueKind.Int64) or (double, ValueKind.Double) => value,
                (string text, _) => ParseNumber(text.Trim(), kind),
                (bool or short or int or long or float or double or decimal, _) => ChangeNumber(value, kind),
                _ => null,
            };
        }
        catch (Exception e) when (e is OverflowException or FormatException)
        {
            return null;
        }
    }

    private static object ChangeNumber(object value, ValueKind kind) => kind switch
    {
        ValueKind.Int16 => System.Convert.ToInt16(value, CultureInfo.InvariantCulture),
        ValueKind.Int32 => System.Convert.ToInt32(value, CultureInfo.InvariantCulture),
        ValueKind.Int64 => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ValueKind.Single => System.Convert.ToSingle(value, CultureInfo.InvariantCulture),
        ValueKind.Double => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => System.Convert.ToDecimal(value, CultureInfo.InvariantCulture),
    };

    private static object ParseNumber(string text, ValueKind kind) => kind switch
    {
        ValueKind.Int16 => short.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        ValueKind.Int32 => int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        ValueKind.Int64 => long.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        ValueKind.Single => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        ValueKind.Double => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static DateTimeOffset? ToMoment(object value) => value switch
    {
        DateTimeOffset moment => moment,
        DateTime moment => new DateTimeOffset(ValueText.Utc(moment)),
        string text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null,
        _ => null,
    };

    /// <summary>Text is .NET's form or an ISO 8601 duration; a duration with months or years has no fixed length and is refused.</summary>
    public static TimeSpan? ToTimeSpan(object value)
    {
        if (value is TimeSpan span) return span;
        if (value is not string text) return null;
        text = text.Trim();
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span)) return span;
        if (text.AsSpan().TrimStart('-') is not ['P', .. var rest]) return null;
        var datePart = rest.IndexOf('T') is var time and >= 0 ? rest[..time] : rest;
        if (datePart.ContainsAny('Y', 'M')) return null;
        if (datePart.Length == rest.Length && datePart.EndsWith("W") && int.TryParse(datePart[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var weeks))
            return TimeSpan.FromDays(7L * weeks) * (text[0] == '-' ? -1 : 1);
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static byte[]? ToBytes(object value) => value switch
    {
        byte[] bytes => bytes,
        string text => FromBase64(text),
        List<object?> items when items.TrueForAll(item => item is int and >= 0 and <= 255) => items.ConvertAll(item => (byte)(int)item!).ToArray(),
        _ => null,
    };

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length * 3L / 4 + 3];
        return System.Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static object? ToJsonShape(object value, ValueType type)
    {
        var shaped = value is string text ? ParseJson(text, type) : ClrBinding.FromClr(value);
        return (type.Kind, shaped) switch
        {
            (ValueKind.JsonObject, Dictionary<string, object?>) or (ValueKind.JsonArray, List<object?>) or (ValueKind.Json, _) => shaped,
            (ValueKind.TextMap, Dictionary<string, object?> members) => members.ToDictionary(pair => pair.Key, object? (pair) => Values.ToText(pair.Value)),
            _ => null,
        };
    }

    private static List<object?>? ToList(object value, ValueType type)
    {
        if (value is string text)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            value = ParseJson(text, type) ?? throw Mismatch(text, type);
        }
        if (ClrBinding.FromClr(value) is not List<object?> items) throw Mismatch(value, type);
        if (type.Kind == ValueKind.Any) return items;
        var item = type with { IsArray = false };
        return items.ConvertAll(each => each is null ? null : Convert(each, item));
    }

    /// <exception cref="ExpressionException">The text is not JSON; the message says where.</exception>
    private static object? ParseJson(string text, ValueType type)
    {
        try
        {
            return PlainJson.Read(JsonNode.Parse(text));
        }
        catch (JsonException e)
        {
            throw new ExpressionException(ExpressionException.Mismatch,
                $"Expected {type.Words} as JSON, but the value was {ValueText.Describe(text)} (line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}).");
        }
    }
}

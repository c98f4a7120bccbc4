using System.Collections.Frozen;

namespace HrBpm.Workflows.Expressions;

/// <summary>Elsa's type aliases, and the shape that a value of each takes here.</summary>
internal readonly record struct ValueType(ValueKind Kind, bool IsArray)
{
    private static readonly FrozenDictionary<string, ValueKind> Aliases = new Dictionary<string, ValueKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["Object"] = ValueKind.Any, ["String"] = ValueKind.Text, ["Boolean"] = ValueKind.Boolean,
        ["Int16"] = ValueKind.Int16, ["Int32"] = ValueKind.Int32, ["Int64"] = ValueKind.Int64, ["Long"] = ValueKind.Int64,
        ["Single"] = ValueKind.Single, ["Double"] = ValueKind.Double, ["Decimal"] = ValueKind.Decimal,
        ["Guid"] = ValueKind.Guid, ["DateTime"] = ValueKind.DateTime, ["DateTimeOffset"] = ValueKind.DateTimeOffset, ["TimeSpan"] = ValueKind.TimeSpan,
        ["ByteArray"] = ValueKind.Bytes, ["Stream"] = ValueKind.Bytes,
        ["JSON"] = ValueKind.Json, ["JsonElement"] = ValueKind.Json, ["JsonNode"] = ValueKind.Json,
        ["JsonObject"] = ValueKind.JsonObject, ["JsonArray"] = ValueKind.JsonArray,
        ["ObjectDictionary"] = ValueKind.JsonObject, ["ObjectMap"] = ValueKind.JsonObject,
        ["StringDictionary"] = ValueKind.TextMap, ["StringMap"] = ValueKind.TextMap,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads an alias, which may end in <c>[]</c>. An alias that is not known stands for any value.</summary>
    public static ValueType Parse(string typeName, bool isArray = false)
    {
        if (typeName.EndsWith("[]", StringComparison.Ordinal)) (typeName, isArray) = (typeName[..^2], true);
        return new(Aliases.GetValueOrDefault(typeName, ValueKind.Any), isArray);
    }

    /// <summary>True when Elsa has a type of that alias.</summary>
    public static bool IsKnown(string typeName) =>
        Aliases.ContainsKey(typeName.EndsWith("[]", StringComparison.Ordinal) ? typeName[..^2] : typeName);

    /// <summary>What the type has when nothing sensible was given: zero for numbers, false, the empty Guid; null for everything else.</summary>
    public object? ClrDefault => IsArray ? null : Kind switch
    {
        ValueKind.Boolean => false,
        ValueKind.Int16 => (short)0,
        ValueKind.Int32 => 0,
        ValueKind.Int64 => 0L,
        ValueKind.Single => 0f,
        ValueKind.Double => 0d,
        ValueKind.Decimal => 0m,
        ValueKind.Guid => Guid.Empty,
        ValueKind.DateTime => DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
        ValueKind.DateTimeOffset => DateTimeOffset.MinValue,
        ValueKind.TimeSpan => TimeSpan.Zero,
        _ => null,
    };

    /// <summary>The type in the words of an error.</summary>
    public string Words => IsArray ? "a list" : Kind switch
    {
        ValueKind.Text => "text",
        ValueKind.Boolean => "true or false",
        ValueKind.Int16 => "a whole number from -32768 to 32767",
        ValueKind.Int32 => "a whole number from -2147483648 to 2147483647",
        ValueKind.Int64 => "a whole number",
        ValueKind.Single or ValueKind.Double or ValueKind.Decimal => "a number",
        ValueKind.Guid => "a GUID",
        ValueKind.DateTime or ValueKind.DateTimeOffset => "a date and time in ISO 8601, for example 2026-03-31T09:00:00Z",
        ValueKind.TimeSpan => "a time span such as 3.00:00:00 or P3D",
        ValueKind.Bytes => "bytes in base64",
        ValueKind.JsonObject or ValueKind.TextMap => "a JSON object",
        ValueKind.JsonArray => "a JSON array",
        _ => "a JSON value",
    };
}

/// <summary>The shapes that values take.</summary>
internal enum ValueKind { Any, Text, Boolean, Int16, Int32, Int64, Single, Double, Decimal, Guid, DateTime, DateTimeOffset, TimeSpan, Bytes, Json, JsonObject, JsonArray, TextMap }

using System.Text.Json;

namespace HrBpm.Server.Platform;

/// <summary>What a client has to send for a type of ours, in words.</summary>
internal static class JsonTypes
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(int)] = "a whole number",
        [typeof(long)] = "a whole number",
        [typeof(decimal)] = "a number",
        [typeof(double)] = "a number",
        [typeof(string)] = "a string",
        [typeof(bool)] = "true or false",
        [typeof(Guid)] = "an id like 0190a5d2-7c1e-7b3a-9f60-1c2d3e4f5a6b",
        [typeof(DateOnly)] = "a date like 2026-05-31",
        [typeof(DateTime)] = "a moment like 2026-05-31T09:00:00Z",
        [typeof(DateTimeOffset)] = "a moment like 2026-05-31T09:00:00Z",
        [typeof(TimeSpan)] = "a duration like 1.02:03:04",
    };

    /// <summary>The words for a type.</summary>
    public static string Friendly(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Words.TryGetValue(type, out var words)) return words;
        if (type.IsEnum) return $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}";
        return type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) ? "a list" : "an object";
    }

    /// <summary>The words for a type by the name that the framework's messages give it, short (<c>int</c>, <c>DateOnly?</c>) or full.</summary>
    public static string Friendly(string name)
    {
        var plain = name.TrimEnd('?');
        if (plain.StartsWith("Nullable<", StringComparison.Ordinal)) plain = plain["Nullable<".Length..].TrimEnd('>');
        var known = Words.Keys.FirstOrDefault(t => t.Name == plain || t.FullName == plain);
        if (known is not null) return Words[known];
        return plain switch
        {
            "int" or "long" => Words[typeof(int)],
            "bool" => Words[typeof(bool)],
            "decimal" or "double" => Words[typeof(double)],
            "string" => Words[typeof(string)],
            _ when typeof(JsonTypes).Assembly.GetTypes().FirstOrDefault(t => t.IsEnum && t.Name == plain) is { } found => Friendly(found),
            _ => "something that fits",
        };
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace HrBpm.Server.Platform;

/// <summary>Says in a sentence what is wrong with a JSON body, without the names of our types.</summary>
internal static partial class JsonAnswers
{
    /// <summary>The sentence. It never repeats a value, which might be a password.</summary>
    public static Task<string> DescribeAsync(JsonException problem, HttpRequest request)
    {
        var where = problem.Path is { Length: > 1 } path ? $"'{path[2..]}'" : "the body";
        if (UnknownMember().Match(problem.Message) is { Success: true } unknown)
            return Task.FromResult($"Expected only fields that {request.Path} knows, but got '{unknown.Groups["name"].Value}'{InObject(problem)}.");
        if (MissingMembers().Match(problem.Message) is { Success: true } missing)
            return Task.FromResult($"Expected {where} to have {missing.Groups["names"].Value.TrimEnd('.')}, but it is missing.");
        if (WrongType().Match(problem.Message) is { Success: true } wrong)
            return Task.FromResult($"Expected {where} to be {Friendly(wrong.Groups["type"].Value)}, but it is something else{Position(problem)}.");
        if (NullMember().Match(problem.Message) is { Success: true } nothing)
            return Task.FromResult($"Expected '{nothing.Groups["name"].Value}' to have a value, but it is null.");
        return Task.FromResult($"Expected well-formed JSON, but it is not{Position(problem)}.");
    }

    private static string InObject(JsonException problem) =>
        problem.Path is { } path && path.LastIndexOf('.') is var dot and > 1 ? $" in '{path[2..dot]}'" : "";

    private static string Position(JsonException problem) =>
        problem is { LineNumber: { } line, BytePositionInLine: { } position } ? $" (line {line + 1}, byte {position + 1})" : "";

    private static string Friendly(string type) => type switch
    {
        "System.Int32" or "System.Int64" => "a whole number",
        "System.Decimal" or "System.Double" => "a number",
        "System.String" => "a string",
        "System.Boolean" => "true or false",
        "System.Guid" => "an id like 0190a5d2-7c1e-7b3a-9f60-1c2d3e4f5a6b",
        "System.DateOnly" => "a date like 2026-05-31",
        "System.DateTime" or "System.DateTimeOffset" => "a moment like 2026-05-31T09:00:00Z",
        "System.TimeSpan" => "a duration like 1.02:03:04",
        _ when type.StartsWith("System.Nullable`1[", StringComparison.Ordinal) => Friendly(type["System.Nullable`1[".Length..^1]),
        _ when EnumNames(type) is { } names => $"one of {names}",
        _ when type.Contains("List", StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal) => "a list",
        _ => "an object",
    };

    private static string? EnumNames(string type) => typeof(JsonAnswers).Assembly.GetType(type) is { IsEnum: true } found
        ? string.Join(", ", Enum.GetNames(found).Select(JsonNamingPolicy.CamelCase.ConvertName))
        : null;

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any \\.NET member")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("was missing required properties including: (?<names>.*)$")]
    private static partial Regex MissingMembers();

    [GeneratedRegex("could not be converted to (?<type>[^ ]+?)\\. Path")]
    private static partial Regex WrongType();

    [GeneratedRegex("^The (?:property or field|constructor parameter) '(?<name>[^']*)' .*doesn't allow")]
    private static partial Regex NullMember();
}

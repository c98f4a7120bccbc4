using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HrBpm.Server.Platform;

/// <summary>Says in a sentence what is wrong with a JSON body, without the names of our types.</summary>
internal static partial class JsonAnswers
{
    /// <summary>The sentence. It never repeats a value, which might be a password.</summary>
    /// <param name="problem">What the serializer said.</param>
    /// <param name="route">Path of the request.</param>
    public static string Describe(JsonException problem, string route)
    {
        if (problem is NullItemException) return problem.Message;
        if (UnknownMember().Match(problem.Message) is { Success: true } unknown)
            return $"Expected only fields that {route} knows, but got '{unknown.Groups["name"].Value}'.";
        if (MissingMembers().Match(problem.Message) is { Success: true } missing)
            return $"Expected {Where(problem)} to have {missing.Groups["names"].Value.TrimEnd('.')}, but it has not.";
        if (NullMember().Match(problem.Message) is { Success: true } nothing)
            return $"Expected '{JsonNamingPolicy.CamelCase.ConvertName(nothing.Groups["name"].Value)}' to have a value, but it is null.";
        if (TwiceMember().Match(problem.Message) is { Success: true } twice)
            return $"Expected each field once, but '{JsonNamingPolicy.CamelCase.ConvertName(twice.Groups["name"].Value)}' is there twice.";
        if (WrongType().Match(problem.Message) is { Success: true } wrong)
            return $"Expected {Where(problem)} to be {Wanted(wrong.Groups["type"].Value, problem.Path)}, but it is {Actual(problem)}{Position(problem)}.";
        if (problem.Message.Contains("depth", StringComparison.OrdinalIgnoreCase) && problem.Message.Contains("maximum", StringComparison.Ordinal)) return $"Expected JSON that nests at most {PlatformSetup.DeepestJson} deep, but it goes deeper{Position(problem)}.";
        return $"Expected well-formed JSON, but it is not{Position(problem)}.";
    }

    /// <summary>Whether it is about a member that is there twice.</summary>
    public static bool IsTwice(JsonException problem) => TwiceMember().IsMatch(problem.Message);

    private static string Where(JsonException problem) => problem.Path is { Length: > 2 } path ? $"'{path[2..]}'" : "the body";

    private static string Position(JsonException problem) =>
        problem is { LineNumber: { } line, BytePositionInLine: { } position } ? $" (line {line + 1}, byte {position + 1})" : "";

    // The serializer names either the type that the value should have had or the one that the member is declared in.
    private static string Wanted(string typeName, string? path)
    {
        if (typeof(JsonAnswers).Assembly.GetType(typeName) is not { } type) return JsonTypes.Friendly(typeName);
        var member = path?[(path.LastIndexOf('.') + 1)..];
        var property = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).FirstOrDefault(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == member);
        return JsonTypes.Friendly(property?.PropertyType ?? type);
    }

    private static string Actual(JsonException problem) => problem.InnerException is { } inner && Token().Match(inner.Message) is { Success: true } token
        ? token.Groups["token"].Value switch
        {
            "Number" => "a number",
            "String" => "a string",
            "True" or "False" => "a boolean",
            "StartObject" => "an object",
            "StartArray" => "a list",
            _ => "null",
        }
        : "something else";

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any \\.NET member")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("was missing required properties including: (?<names>.*)$")]
    private static partial Regex MissingMembers();

    [GeneratedRegex("^Duplicate property '(?<name>.*)' encountered during deserialization")]
    private static partial Regex TwiceMember();

    [GeneratedRegex("could not be converted to (?<type>[^ ]+?)\\. Path")]
    private static partial Regex WrongType();

    [GeneratedRegex("^The (?:property or field|constructor parameter) '(?<name>[^']*)' .*doesn't allow")]
    private static partial Regex NullMember();

    [GeneratedRegex("token type '(?<token>[A-Za-z]+)'")]
    private static partial Regex Token();
}

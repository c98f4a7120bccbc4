using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace HrBpm.Designer.Definitions;

/// <summary>The input of an activity as Elsa writes it: an expression with a type around it.</summary>
public static class InputValue
{
    /// <summary>Chinese is written as it is.</summary>
    internal static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>An input.</summary>
    /// <param name="typeName">Type of the value.</param>
    /// <param name="syntax">Kind of the expression: Literal, Object, JavaScript, Liquid, Variable.</param>
    /// <param name="value">Its text, or JSON.</param>
    public static JsonObject Wrap(string typeName, string syntax, JsonNode? value) =>
        new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };

    /// <summary>JSON of a text; null when it is none.</summary>
    public static JsonNode? Parse(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The kind of the expression of an input; null when it has none.</summary>
    public static string? SyntaxOf(JsonObject activity, string name) => (string?)Expression(activity, name)?["type"];

    /// <summary>The text of an input; JSON is written out.</summary>
    public static string TextOf(JsonObject activity, string name) => Expression(activity, name)?["value"] switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(Json),
    };

    /// <summary>The JSON of an input whose expression is an object or a literal; null for others.</summary>
    public static JsonNode? ObjectOf(JsonObject activity, string name) => Expression(activity, name) is { } expression && (string?)expression["type"] is "Object" or "Literal"
        ? expression["value"] is JsonValue value && value.TryGetValue<string>(out var text) ? Parse(text) : expression["value"]
        : null;

    private static JsonObject? Expression(JsonObject activity, string name) => (activity[name] as JsonObject)?["expression"] as JsonObject;
}

using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>A place in a JSON body, and what the schema says of it.</summary>
/// <param name="Steps">The way to it: names and positions.</param>
/// <param name="Schema">What may stand there.</param>
/// <param name="IsRequired">Whether something must.</param>
internal sealed record JsonSpot(IReadOnlyList<object> Steps, IOpenApiSchema Schema, bool IsRequired)
{
    private const string Mark = "@@here@@";

    public override string ToString() => Steps.Count == 0 ? "body" : string.Join('.', Steps);

    /// <summary>All places of a body, itself the first.</summary>
    public static IEnumerable<JsonSpot> Of(JsonNode? body, IOpenApiSchema schema) => Of(body, schema, [], true);

    /// <summary>The body with other JSON, which need not be any, in this place.</summary>
    public string Put(JsonNode? body, string json)
    {
        if (Steps.Count == 0) return json;
        var copy = body!.DeepClone();
        var parent = Steps.SkipLast(1).Aggregate((JsonNode)copy, Step);
        if (Steps[^1] is int position) parent.AsArray()[position] = Mark;
        else parent.AsObject()[(string)Steps[^1]] = Mark;
        return copy.ToJsonString().Replace($"\"{Mark}\"", json, StringComparison.Ordinal);
    }

    /// <summary>The body without this place.</summary>
    public string Remove(JsonNode? body)
    {
        var copy = body!.DeepClone();
        Steps.SkipLast(1).Aggregate((JsonNode)copy, Step).AsObject().Remove((string)Steps[^1]);
        return copy.ToJsonString();
    }

    /// <summary>What stands there.</summary>
    public JsonNode? Value(JsonNode? body) => Steps.Aggregate(body, (node, step) => Step(node!, step));

    private static JsonNode Step(JsonNode node, object step) => step is int position ? node[position]! : node[(string)step]!;

    private static IEnumerable<JsonSpot> Of(JsonNode? value, IOpenApiSchema schema, IReadOnlyList<object> steps, bool isRequired)
    {
        yield return new JsonSpot(steps, schema, isRequired);
        var actual = RightBodies.Actual(schema);
        if (value is JsonObject members)
            foreach (var (name, member) in members)
                if ((actual.Properties?.TryGetValue(name, out var known) == true ? known : actual.AdditionalProperties) is { } inner)
                    foreach (var spot in Of(member, inner, [.. steps, name], actual.Required?.Contains(name) == true)) yield return spot;
        if (value is JsonArray { Count: > 0 } list && actual.Items is { } item)
            foreach (var spot in Of(list[0], item, [.. steps, 0], false)) yield return spot;
    }
}

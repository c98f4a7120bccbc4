using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Tests.Conformance;

/// <summary>What can be seen of an instance, in the form in which the cases record it, and the comparison of both.</summary>
internal static class Observation
{
    public static JsonObject Of(Instance instance, bool namesDefinition = false)
    {
        var seen = new JsonObject();
        if (namesDefinition) seen["definition"] = instance.DefinitionId;
        seen["status"] = instance.Status.ToString();
        seen["subStatus"] = instance.SubStatus.ToString();
        seen["bookmarks"] = instance.Bookmarks.Count;
        seen["waitingAt"] = Texts(instance.Bookmarks.Values.Select(b => Last(instance.Executions[b.Execution].Node)));
        seen["outputs"] = Values.ToJson(instance.Output);
        seen["incidents"] = instance.Incidents.Count;
        seen["incidentAt"] = Texts(instance.Incidents.Select(i => Last(i.Node)).Distinct());
        if (!string.IsNullOrEmpty(instance.CorrelationId)) seen["correlationId"] = instance.CorrelationId;
        if (!string.IsNullOrEmpty(instance.Name)) seen["name"] = instance.Name;
        if (instance.DefinitionVersion != 1) seen["version"] = instance.DefinitionVersion;
        return seen;
    }

    /// <summary>Where the two differ, or null when they agree. A member that is absent may be empty instead.</summary>
    public static string? Difference(JsonNode? expected, JsonNode? actual, bool isOrdered, string at)
    {
        if (IsEmpty(expected) && IsEmpty(actual)) return null;
        return (expected, actual) switch
        {
            (JsonObject e, JsonObject a) => e.Select(m => m.Key).Union(a.Select(m => m.Key)).Select(m => Difference(e[m], a[m], isOrdered || m != "lines", $"{at}.{m}")).FirstOrDefault(d => d is not null),
            (JsonArray e, JsonArray a) when e.Count == a.Count => Items(e, isOrdered).Zip(Items(a, isOrdered)).Select((pair, i) => Difference(pair.First, pair.Second, true, $"{at}[{i}]")).FirstOrDefault(d => d is not null),
            (JsonValue e, JsonValue a) when AreEqual(e, a) => null,
            _ => $"{at}: expected {expected?.ToJsonString() ?? "nothing"}, but it was {actual?.ToJsonString() ?? "nothing"}",
        };
    }

    public static string Last(string path) => path[(path.LastIndexOf(':') + 1)..];

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Order(StringComparer.Ordinal).Select(t => (JsonNode)t)]);

    private static IEnumerable<JsonNode?> Items(JsonArray list, bool isOrdered) => isOrdered ? list : list.OrderBy(i => i?.ToString(), StringComparer.Ordinal);

    private static bool IsEmpty(JsonNode? node) => node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 };

    private static bool AreEqual(JsonValue expected, JsonValue actual) =>
        expected.GetValueKind() == actual.GetValueKind() && (expected.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? decimal.Parse(expected.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) == decimal.Parse(actual.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
            : expected.ToJsonString() == actual.ToJsonString());
}

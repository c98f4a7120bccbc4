using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>Reads a flowchart's JSON as cards and connections.</summary>
internal static class FlowJson
{
    public static string Id(JsonObject card) => card.Text("id") ?? "";

    /// <summary>What people call a card.</summary>
    public static string Title(JsonObject card) => (card["metadata"] as JsonObject)?.Text("displayText") is { Length: > 0 } title ? title : card.Text("name") is { Length: > 0 } name ? name : Id(card);

    public static IEnumerable<JsonObject> Cards(JsonObject definition) => (definition["root"] as JsonObject)?.List("activities")?.OfType<JsonObject>() ?? [];

    public static JsonObject? Card(JsonObject definition, string id) => Cards(definition).FirstOrDefault(c => Id(c) == id);

    /// <summary>The title of a card; its id where there is no such card.</summary>
    public static string TitleOf(JsonObject definition, string id) => Card(definition, id) is { } card ? Title(card) : id;

    public static IEnumerable<CardEdge> Edges(JsonObject definition) => ((definition["root"] as JsonObject)?.List("connections")?.OfType<JsonObject>() ?? []).Select(Edge);

    public static CardEdge Edge(JsonObject connection) => new(
        (connection["source"] as JsonObject)?.Text("activity") ?? "", (connection["source"] as JsonObject)?.Text("port") ?? "Done", (connection["target"] as JsonObject)?.Text("activity") ?? "");

    public static JsonObject Connection(CardEdge edge) => new()
    {
        ["source"] = new JsonObject { ["activity"] = edge.From, ["port"] = edge.Port },
        ["target"] = new JsonObject { ["activity"] = edge.To, ["port"] = "In" },
        ["vertices"] = new JsonArray(),
    };

    public static JsonNode? Member(JsonObject card, string member) => member == ChangeMember.Title ? (card["metadata"] as JsonObject)?[ChangeMember.Title] : card[member];

    public static void SetMember(JsonObject card, string member, JsonNode? value)
    {
        if (member == ChangeMember.Title)
        {
            if (card["metadata"] is not JsonObject) card["metadata"] = new JsonObject();
            card = (JsonObject)card["metadata"]!;
        }

        if (value is null) card.Remove(member);
        else card[member] = value.DeepClone();
    }

    /// <summary>Says the same: objects that are written as text count by what they say, not by how they are spaced.</summary>
    public static bool IsSame(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(Plain(one), Plain(other));

    /// <summary>The fields of a form that is written down as a list; null where it is worked out.</summary>
    public static JsonArray? Fields(JsonObject card)
    {
        if (card["form"] is null) return [];
        if ((card["form"] as JsonObject)?["expression"] is not JsonObject expression || expression.Text("type") is not ("Object" or "Literal")) return null;
        return Parsed(expression["value"]) as JsonArray is { } fields && fields.All(f => f is JsonObject) ? (JsonArray)fields.DeepClone() : null;
    }

    public static void SetFields(JsonObject card, JsonArray fields)
    {
        if (card["form"] is not JsonObject) card["form"] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object" } };
        card["form"]!["expression"]!["value"] = fields.ToJsonString(Readable);
    }

    internal static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Studio writes an object as text.
    private static JsonNode? Plain(JsonNode? node)
    {
        if (node is not JsonObject { } source || source["expression"] is not JsonObject expression || expression.Text("type") != "Object") return node;
        var copy = (JsonObject)source.DeepClone();
        copy["expression"]!["value"] = Parsed(expression["value"])?.DeepClone();
        return copy;
    }

    private static JsonNode? Parsed(JsonNode? value)
    {
        if (value is not JsonValue text || text.GetValueKind() != JsonValueKind.String) return value;
        try
        {
            return JsonNode.Parse(text.GetValue<string>());
        }
        catch (JsonException)
        {
            return value;
        }
    }
}

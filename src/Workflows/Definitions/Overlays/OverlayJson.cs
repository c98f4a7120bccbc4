using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>Changes as JSON: a list of objects whose <c>kind</c> is set, off, field, insert or variable.</summary>
public static class OverlayJson
{
    private static readonly string[] Identity = ["id", "type", "version", "name", "nodeId", "metadata", "activities", "connections"];

    /// <summary>Writes changes.</summary>
    public static JsonArray Write(IEnumerable<OverlayChange> changes) => new([.. changes.Select(Write)]);

    /// <summary>Writes one change.</summary>
    public static JsonObject Write(OverlayChange change) => change switch
    {
        ChangeMember set => new() { ["kind"] = "set", ["card"] = set.Card, ["member"] = set.Member, ["was"] = set.Was?.DeepClone(), ["value"] = set.Value?.DeepClone() },
        SwitchOff off => new() { ["kind"] = "off", ["card"] = off.Card },
        AddField field => new() { ["kind"] = "field", ["card"] = field.Card, ["field"] = field.Field.DeepClone(), ["after"] = field.After },
        InsertCards insert => new()
        {
            ["kind"] = "insert", ["cards"] = new JsonArray([.. insert.Activities.Select(a => a.DeepClone())]), ["replaces"] = Write(insert.Replaces), ["connects"] = Write(insert.Connects),
        },
        AddVariable variable => new() { ["kind"] = "variable", ["variable"] = variable.Variable.DeepClone() },
        _ => throw new ArgumentException($"Expected a change of a known kind, but it is {change}.", nameof(change)),
    };

    /// <summary>Reads changes.</summary>
    /// <exception cref="FormatException">One is not as it should be; the message says what was expected, and what came.</exception>
    public static IReadOnlyList<OverlayChange> Read(JsonNode? changes)
    {
        if (changes is not JsonArray list) throw new FormatException("Expected the changes to be a list, but they are not.");
        var read = list.Select(item => Read(item as JsonObject ?? throw new FormatException("Expected each change to be an object, but one is not."))).ToList();
        return read.GroupBy(c => c.Key).FirstOrDefault(g => g.Count() > 1) is { } twice ? throw new FormatException($"Expected each change once, but '{twice.Key}' is there {twice.Count()} times.") : read;
    }

    /// <summary>Reads one change.</summary>
    /// <exception cref="FormatException">It is not as it should be.</exception>
    public static OverlayChange Read(JsonObject change) => change.Text("kind") switch
    {
        "set" => ReadMember(change),
        "off" => new SwitchOff(Text(change, "card")),
        "field" => new AddField(Text(change, "card"), Keyed(change, "field", "key"), change.Text("after")),
        "insert" => ReadInsert(change),
        "variable" => new AddVariable(Keyed(change, "variable", "id")),
        var other => throw new FormatException($"Expected the kind of a change to be set, off, field, insert or variable, but it is '{other}'."),
    };

    /// <summary>A member that a company may have otherwise; what says which card it is stays the template's.</summary>
    internal static bool MayDiffer(string card, string member) => card.Length == 0 ? member is "name" or "description" : !Identity.Contains(member);

    private static ChangeMember ReadMember(JsonObject change)
    {
        var card = change["card"] is JsonValue ? change.Text("card")! : throw new FormatException("Expected a change of kind set to name its card, but it names none.");
        var member = Text(change, "member");
        return MayDiffer(card, member) ? new ChangeMember(card, member, change["was"]?.DeepClone(), change["value"]?.DeepClone())
            : throw new FormatException($"Expected a member that a company may have otherwise, but '{member}' of {(card.Length == 0 ? "the flow itself" : $"card '{card}'")} says what it is.");
    }

    private static InsertCards ReadInsert(JsonObject change)
    {
        var cards = Objects(change, "cards");
        if (cards.Count == 0) throw new FormatException("Expected an insertion to have at least one card, but it has none.");
        if (cards.FirstOrDefault(c => c.Text("id") is not { Length: > 0 } || c.Text("type") is not { Length: > 0 }) is not null)
            throw new FormatException("Expected each inserted card to have an id and a type, but one has not.");
        var ids = cards.Select(FlowJson.Id).ToHashSet();
        var connects = Edges(change, "connects");
        return connects.FirstOrDefault(e => !ids.Contains(e.From) && !ids.Contains(e.To)) is { } foreign
            ? throw new FormatException($"Expected an insertion to connect its own cards, but it connects '{foreign.From}' and '{foreign.To}'.")
            : new InsertCards(cards, Edges(change, "replaces"), connects);
    }

    private static JsonArray Write(IEnumerable<CardEdge> edges) => new([.. edges.Select(e => new JsonObject { ["from"] = e.From, ["port"] = e.Port, ["to"] = e.To })]);

    private static List<CardEdge> Edges(JsonObject change, string member) => [.. Objects(change, member).Select(e => new CardEdge(Text(e, "from"), Text(e, "port"), Text(e, "to")))];

    private static List<JsonObject> Objects(JsonObject change, string member) => change[member] is JsonArray list && list.All(i => i is JsonObject)
        ? [.. list.Select(i => (JsonObject)i!.DeepClone())]
        : throw new FormatException($"Expected '{member}' of a change to be a list of objects, but it is not.");

    private static JsonObject Keyed(JsonObject change, string member, string key) => change[member] is JsonObject item && item.Text(key) is { Length: > 0 }
        ? (JsonObject)item.DeepClone()
        : throw new FormatException($"Expected '{member}' of a change to be an object with its '{key}', but it is not.");

    private static string Text(JsonObject change, string member) => change.Text(member) is { Length: > 0 } text ? text : throw new FormatException($"Expected a change to say its '{member}', but it does not.");
}

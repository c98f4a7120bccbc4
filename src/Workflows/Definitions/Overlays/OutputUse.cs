using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>Somebody who needs what a card writes.</summary>
/// <param name="Reader">Title of the card that reads it.</param>
/// <param name="Variable">Name of the variable.</param>
internal sealed record OutputUse(string Reader, string Variable)
{
    /// <summary>Who needs what a card alone writes; null when nobody does.</summary>
    public static OutputUse? Find(JsonObject definition, JsonObject card, FlowOverlay overlay)
    {
        var off = overlay.Changes.OfType<SwitchOff>().Select(o => o.Card).ToHashSet();
        var others = FlowJson.Cards(definition).Where(c => c != card && !off.Contains(FlowJson.Id(c))).ToList();
        foreach (var id in Written(card))
        {
            if (others.Any(c => Written(c).Contains(id))) continue;
            var name = definition.List("variables")?.OfType<JsonObject>().FirstOrDefault(v => v.Text("id") == id)?.Text("name") ?? id;
            if (others.FirstOrDefault(c => Reads(c, id, name)) is { } reader) return new OutputUse(FlowJson.Title(reader), name);
        }

        return null;
    }

    // Each output names the variable that it is written to.
    private static List<string> Written(JsonObject card) => [.. card.Select(m => (m.Value as JsonObject)?["memoryReference"] as JsonObject).OfType<JsonObject>().Select(r => r.Text("id")).OfType<string>()];

    private static bool Reads(JsonNode? node, string id, string name) => node switch
    {
        JsonObject members when members["expression"] is JsonObject expression => Mentions(expression, id, name),
        JsonObject members => members.Any(m => m.Key != "memoryReference" && Reads(m.Value, id, name)),
        JsonArray items => items.Any(i => Reads(i, id, name)),
        _ => false,
    };

    // Liquid says Variables.Name, JavaScript variables.Name or getName().
    private static bool Mentions(JsonObject expression, string id, string name) => expression["value"] switch
    {
        JsonObject variable => variable.Text("id") == id,
        JsonValue text when text.GetValueKind() == JsonValueKind.String && expression.Text("type") is "JavaScript" or "Liquid" =>
            Regex.IsMatch(expression.Text("value")!, $@"\b(?:variables\.|Variables\.|get){Regex.Escape(name)}\b", RegexOptions.None, TimeSpan.FromSeconds(1)),
        _ => false,
    };
}

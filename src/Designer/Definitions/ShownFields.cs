using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Designer.Definitions;

/// <summary>The fields that a step shows without asking for them: an expression that makes an object of them, and their keys beside it.</summary>
public static class ShownFields
{
    /// <summary>Their keys; empty where what is shown was written by hand.</summary>
    public static IReadOnlyList<string> Of(JsonObject activity) =>
        Kept(activity) is { } kept && (string?)kept["script"] == InputValue.TextOf(activity, "data") && kept["keys"] is JsonArray keys ? [.. keys.Select(key => key?.ToString() ?? "")] : [];

    /// <summary>Shows these and no others. What was written by hand stays while there are none.</summary>
    public static FlowDraft Set(FlowDraft draft, string id, IReadOnlyList<string> keys)
    {
        var before = Of(draft.Activity(id));
        if (keys.Count == 0 && before.Count == 0) return draft;
        var fields = FlowField.Of(draft).ToDictionary(field => field.Key);
        var script = "({ " + string.Join(", ", keys.Where(fields.ContainsKey).Select(key => $"{JsonSerializer.Serialize(fields[key].Label, InputValue.Json)}: {fields[key].Reference}")) + " })";
        return draft.Set(id, "data", keys.Count == 0 ? null : InputValue.Wrap("Object", "JavaScript", script)).Replace(id, activity =>
        {
            if (activity["customProperties"] is not JsonObject) activity["customProperties"] = new JsonObject();
            activity["customProperties"]!["shownFields"] = new JsonObject { ["script"] = script, ["keys"] = new JsonArray([.. keys.Select(key => JsonValue.Create(key))]) };
        });
    }

    private static JsonObject? Kept(JsonObject activity) => (activity["customProperties"] as JsonObject)?["shownFields"] as JsonObject;
}

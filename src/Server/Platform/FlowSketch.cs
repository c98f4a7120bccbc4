using System.Text.Json.Nodes;

namespace HrBpm.Server.Platform;

/// <summary>A flow without what only its execution needs, so that everybody who may see an instance may see its picture: ids, types, names, connections, and of people's steps how they are decided.</summary>
internal static class FlowSketch
{
    private static readonly string[] OfStep = ["id", "type", "name"];

    // What a card says of a step. Expressions in code stay behind: they are of use to designers only.
    private static readonly string[] OfCard = ["mode", "dueInWorking", "dueIn", "assignees", "signature"];

    /// <summary>The picture of a definition, as an Elsa flowchart; a sequence becomes a chain, anything else one card.</summary>
    /// <param name="root">The definition's root activity; null for a definition without one.</param>
    public static JsonObject Of(JsonObject? root)
    {
        var activities = root?["activities"] as JsonArray ?? [];
        var steps = (activities.Count == 0 && root is not null && (string?)root["type"] != "Elsa.Flowchart" ? [root] : activities.OfType<JsonObject>()).ToList();
        return new JsonObject
        {
            ["id"] = (string?)root?["id"],
            ["type"] = "Elsa.Flowchart",
            ["start"] = (string?)root?["start"],
            ["activities"] = new JsonArray([.. steps.Select(Step)]),
            ["connections"] = root?["connections"] is JsonArray connections ? new JsonArray([.. connections.OfType<JsonObject>().Select(Connection)]) : Chain(steps),
        };
    }

    private static JsonObject Step(JsonObject activity)
    {
        var step = new JsonObject();
        foreach (var member in OfStep) step[member] = activity[member]?.DeepClone();
        foreach (var member in OfCard.Where(member => IsPlain(activity[member]))) step[member] = activity[member]!.DeepClone();
        AddConditions(step, activity);
        if ((string?)activity["metadata"]?["displayText"] is { } text) step["metadata"] = new JsonObject { ["displayText"] = text };
        return step;
    }

    // A condition that was put together is of use to everybody, because it can be said in words; one that was written as code is not.
    private static void AddConditions(JsonObject step, JsonObject activity)
    {
        var said = (activity["customProperties"] as JsonObject)?["conditions"] as JsonObject;
        if (said is not null) step["customProperties"] = new JsonObject { ["conditions"] = said.DeepClone() };
        if (activity["cases"] is JsonArray cases)
            step["cases"] = new JsonArray([.. cases.OfType<JsonObject>().Select(item => new JsonObject
            {
                ["label"] = item["label"]?.DeepClone(),
                ["condition"] = said?[(string?)item["label"] ?? ""]?["script"] is { } script && script.ToString() == item["condition"]?["value"]?.ToString() ? item["condition"]!.DeepClone() : null,
            })]);
        else if (said?["True"]?["script"]?.ToString() is { } text && text == activity["condition"]?["expression"]?["value"]?.ToString()) step["condition"] = activity["condition"]!.DeepClone();
    }

    private static bool IsPlain(JsonNode? input) => input is JsonObject { } wrapped && (string?)wrapped["expression"]?["type"] is "Literal" or "Object";

    private static JsonObject Connection(JsonObject connection) => new() { ["source"] = connection["source"]?.DeepClone(), ["target"] = connection["target"]?.DeepClone() };

    private static JsonArray Chain(List<JsonObject> steps) => new([.. steps.Zip(steps.Skip(1)).Select(pair => new JsonObject
    {
        ["source"] = new JsonObject { ["activity"] = pair.First["id"]?.DeepClone(), ["port"] = "Done" },
        ["target"] = new JsonObject { ["activity"] = pair.Second["id"]?.DeepClone(), ["port"] = "In" },
    })]);
}

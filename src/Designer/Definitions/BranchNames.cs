using System.Text.Json.Nodes;

namespace HrBpm.Designer.Definitions;

/// <summary>The branches that an activity itself names: the cases of a condition, the branches of a fork.</summary>
internal static class BranchNames
{
    /// <summary>Their names; null for an activity that names none.</summary>
    public static IReadOnlyList<string>? Of(JsonObject activity) => (string?)activity["type"] switch
    {
        "Elsa.FlowSwitch" => [.. Cases(activity).OfType<JsonObject>().Select(item => (string?)item["label"] ?? "")],
        "Elsa.FlowFork" => [.. Forks(activity)],
        _ => null,
    };

    /// <summary>The case of a condition; null when it has none of that name.</summary>
    public static JsonObject? Case(JsonObject activity, string name) => Cases(activity).OfType<JsonObject>().FirstOrDefault(item => (string?)item["label"] == name);

    public static void Add(JsonObject activity, string name)
    {
        if (IsFork(activity)) Write(activity, [.. Forks(activity), name]);
        else Cases(activity).Add(new JsonObject { ["label"] = name, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "" } });
    }

    public static void Rename(JsonObject activity, string name, string newName)
    {
        if (IsFork(activity)) Write(activity, [.. Forks(activity).Select(fork => fork == name ? newName : fork)]);
        else Case(activity, name)!["label"] = newName;
    }

    public static void Remove(JsonObject activity, string name)
    {
        if (IsFork(activity)) Write(activity, [.. Forks(activity).Where(fork => fork != name)]);
        else Cases(activity).Remove(Case(activity, name));
    }

    private static bool IsFork(JsonObject activity) => (string?)activity["type"] == "Elsa.FlowFork";

    private static JsonArray Cases(JsonObject activity)
    {
        if (activity["cases"] is JsonArray cases) return cases;
        var none = new JsonArray();
        activity["cases"] = none;
        return none;
    }

    // An expression of the type Object whose value is a list, or the text of one.
    private static IEnumerable<string> Forks(JsonObject activity)
    {
        var value = activity["branches"] is JsonObject input && input["expression"] is JsonObject expression ? expression["value"] : null;
        return (value is JsonValue text && text.TryGetValue<string>(out var json) ? InputValue.Parse(json) : value) is JsonArray list ? list.Select(item => item?.ToString() ?? "") : [];
    }

    private static void Write(JsonObject activity, IReadOnlyList<string> names) =>
        activity["branches"] = InputValue.Wrap("String[]", "Object", new JsonArray([.. names.Select(name => JsonValue.Create(name))]).ToJsonString(InputValue.Json));
}

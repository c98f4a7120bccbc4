using System.Text.Json.Nodes;

namespace HrBpm.Designer.Definitions;

/// <summary>An input of an activity type, as the server describes it.</summary>
/// <param name="Name">Name; in JSON it begins with a small letter.</param>
/// <param name="DisplayName">What people read.</param>
/// <param name="Description">What it is for.</param>
/// <param name="TypeName">Type of its value.</param>
/// <param name="UiHint">How it is edited.</param>
/// <param name="IsWrapped">Written with an expression around it.</param>
/// <param name="Syntax">The kind of expression that it begins with.</param>
/// <param name="Options">What can be chosen.</param>
/// <param name="Default">What counts when nothing is set.</param>
public sealed record ActivityInput(string Name, string DisplayName, string? Description, string TypeName, string UiHint, bool IsWrapped, string Syntax, IReadOnlyList<string> Options, JsonNode? Default)
{
    /// <summary>Member of the activity's JSON.</summary>
    public string Member => char.ToLowerInvariant(Name[0]) + Name[1..];
}

/// <summary>An activity type, as the server describes it.</summary>
/// <param name="Type">The type.</param>
/// <param name="Version">Its version.</param>
/// <param name="Category">The group that it belongs to.</param>
/// <param name="DisplayName">What people read.</param>
/// <param name="Description">What it does.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Ports">Its outcomes.</param>
/// <param name="IsBrowsable">Offered to authors.</param>
/// <param name="Members">What a new activity of the type begins with.</param>
public sealed record ActivityType(
    string Type, int Version, string Category, string DisplayName, string? Description, IReadOnlyList<ActivityInput> Inputs, IReadOnlyList<string> Ports, bool IsBrowsable, JsonObject Members);

/// <summary>The activity types that a company's definitions may use.</summary>
public sealed class ActivityCatalog
{
    private readonly Dictionary<string, ActivityType> byType;

    private ActivityCatalog(IReadOnlyList<ActivityType> types)
    {
        Types = types;
        byType = types.GroupBy(type => type.Type).ToDictionary(group => group.Key, group => group.MaxBy(type => type.Version)!);
    }

    /// <summary>Not read yet.</summary>
    public static ActivityCatalog Empty { get; } = new([]);

    /// <summary>All.</summary>
    public IReadOnlyList<ActivityType> Types { get; }

    /// <summary>A type; null when the server has none of that name.</summary>
    public ActivityType? Find(string type) => byType.GetValueOrDefault(type);

    /// <summary>Reads the server's answer (<c>/elsa/api/descriptors/activities</c>).</summary>
    public static ActivityCatalog Read(JsonNode? answer) => new([.. (answer?["items"] as JsonArray ?? []).OfType<JsonObject>().Select(Type)]);

    private static ActivityType Type(JsonObject model) => new(
        Text(model, "typeName"), (int?)model["version"] ?? 1, Text(model, "category"), Text(model, "displayName"), (string?)model["description"],
        [.. Items(model, "inputs").Where(input => (bool?)input["isBrowsable"] != false).Select(Input)],
        [.. Items(model, "ports").Where(port => (string?)port["type"] == "Flow").Select(port => Text(port, "name"))],
        (bool?)model["isBrowsable"] != false, model["constructionProperties"] as JsonObject ?? []);

    private static ActivityInput Input(JsonObject model) => new(
        Text(model, "name"), Text(model, "displayName"), (string?)model["description"], Text(model, "typeName"), Text(model, "uiHint"), (bool?)model["isWrapped"] != false,
        (string?)model["defaultSyntax"] ?? "Literal", Options(model["uiSpecifications"] as JsonObject), model["defaultValue"]?.DeepClone());

    private static IReadOnlyList<string> Options(JsonObject? specifications)
    {
        var list = specifications?["dropdown"]?["selectList"]?["items"] ?? specifications?["checklist"]?["checkList"]?["items"];
        return list is JsonArray items ? [.. items.Select(item => (item as JsonObject)?["value"]?.ToString() ?? item?.ToString() ?? "")] : [];
    }

    private static IEnumerable<JsonObject> Items(JsonObject model, string name) => (model[name] as JsonArray ?? []).OfType<JsonObject>();

    private static string Text(JsonObject model, string name) => (string?)model[name] ?? "";
}

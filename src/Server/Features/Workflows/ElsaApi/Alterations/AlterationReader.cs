using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Reads alterations in Elsa's form, for example <c>{"type":"ModifyVariable","variableId":"v1","value":3}</c>.</summary>
internal static class AlterationReader
{
    private const int Most = 50;
    private const string Handle = "activityHandle";
    private static readonly string[] OfActivity = ["activityId", "activityNodeId", "activityInstanceId"];
    private static readonly Dictionary<string, (string[] Members, Func<JsonObject, string, Alteration> Read)> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ModifyVariable"] = (["variableId", "value", "newValue"], (a, _) => new Alteration.ModifyVariable(Text(a, "variableId") ?? "", Values.FromJson(a["value"] ?? a["newValue"]))),
        ["CancelActivity"] = (OfActivity, (a, instance) => new Alteration.CancelActivity(ActivityOf(a), VisitOf(a, instance))),
        ["ScheduleActivity"] = (OfActivity, (a, instance) => new Alteration.ScheduleActivity(ActivityOf(a), VisitOf(a, instance))),
        ["HealActivity"] = ([.. OfActivity, Handle], (a, instance) => new Alteration.HealActivity(ActivityOf(Named(a)), VisitOf(Named(a), instance))),
        ["Migrate"] = (["targetVersion"], (a, _) => new Alteration.Migrate(a["targetVersion"]!.GetValue<int>())),
    };

    /// <summary>What is wrong with the alterations, or null.</summary>
    public static Refusal? WhyInvalid(JsonObject[] alterations)
    {
        if (alterations.Length is 0 or > Most) return new Refusal("alterations.count.invalid", $"Expected from 1 to {Most} alterations, but there are {alterations.Length}.");
        return alterations.Select(WhyInvalid).FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>The alterations, for one instance.</summary>
    public static IReadOnlyList<Alteration> For(JsonObject[] alterations, string instanceId) => [.. alterations.Select(a => Types[TypeOf(a)].Read(a, instanceId))];

    private static Refusal? WhyInvalid(JsonObject alteration)
    {
        if (!Types.TryGetValue(TypeOf(alteration), out var type))
            return new Refusal("alterations.type.invalid", $"Expected the type of an alteration to be one of {string.Join(", ", Types.Keys)}, but it is '{TypeOf(alteration)}'.");
        if (alteration.Select(m => m.Key).FirstOrDefault(m => m != "type" && !type.Members.Contains(m)) is { } unknown)
            return new Refusal("alterations.member.invalid", $"Expected {TypeOf(alteration)} to have only the members {string.Join(", ", type.Members)}, but it has '{unknown}'.");
        return TypeOf(alteration).ToUpperInvariant() switch
        {
            "MIGRATE" => alteration["targetVersion"] is JsonValue version && version.TryGetValue<int>(out var number) && number > 0 ? null : Missing("a targetVersion, a number from 1,"),
            "MODIFYVARIABLE" => Text(alteration, "variableId") is { Length: > 0 } ? null : Missing("a variableId"),
            _ when Named(alteration).FirstOrDefault(m => m.Key != "type" && m.Key != Handle && !OfActivity.Contains(m.Key)).Key is { } stray => Missing($"an {Handle} with the members {string.Join(", ", OfActivity)} only, and not '{stray}'"),
            _ when Text(Named(alteration), "activityInstanceId") is { } visit => ActivityVisit.Parse(visit) is null ? Missing("an activityInstanceId of this server") : null,
            _ => ActivityOf(Named(alteration)) is { Length: > 0 } ? null : Missing("an activityId, an activityNodeId or an activityInstanceId"),
        };

        Refusal Missing(string what) => new("alterations.member.invalid", $"Expected {TypeOf(alteration)} to have {what}, but it has not.");
    }

    // Elsa also writes the full name of its class.
    private static string TypeOf(JsonObject alteration) => Text(alteration, "type") is { } type ? type[(type.LastIndexOf('.') + 1)..] : "";

    // Elsa's HealActivity names its activity by a handle, the others by members of their own.
    private static JsonObject Named(JsonObject alteration) => alteration[Handle] as JsonObject ?? alteration;

    private static string? ActivityOf(JsonObject named) => Text(named, "activityNodeId") is { Length: > 0 } path ? path : Text(named, "activityId");

    // A visit of another instance is none of this one's.
    private static int? VisitOf(JsonObject alteration, string instanceId) =>
        Text(alteration, "activityInstanceId") is { } id && ActivityVisit.Parse(id) is var (instance, number) ? instance == instanceId ? number : -1 : null;

    private static string? Text(JsonObject source, string member) => source[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}

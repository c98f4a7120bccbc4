using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Activities.Inbox;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Activities.DryRuns;

/// <summary>What the steps that people do say about who gets them, as far as it is written down and not worked out.</summary>
public sealed class DryStepRules
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private DryStepRules(string step, string name, IReadOnlyList<AssigneeRule> rules, WhenNobody whenNobody) => (Step, Name, Rules, WhenNobody) = (step, name, rules, whenNobody);

    /// <summary>The step, by its id in the definition.</summary>
    public string Step { get; }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Its rules.</summary>
    public IReadOnlyList<AssigneeRule> Rules { get; }

    /// <summary>What happens when they find nobody.</summary>
    public WhenNobody WhenNobody { get; }

    /// <summary>The steps of a definition that write rules down, at whatever depth.</summary>
    public static IReadOnlyList<DryStepRules> Of(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. Objects(definition.Source["root"]).Where(activity => activity["id"] is JsonValue && activity["type"] is JsonValue).Select(Read).OfType<DryStepRules>()];
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(member => Objects(member.Value)).Prepend(one),
        JsonArray many => many.SelectMany(Objects),
        _ => [],
    };

    private static DryStepRules? Read(JsonObject activity)
    {
        if (ReadRules(Value(activity, "assignees")) is not { Count: > 0 } rules) return null;
        var id = activity["id"]!.ToString();
        var policy = Enum.TryParse<WhenNobody>(Value(activity, "whenNobody")?.ToString(), ignoreCase: true, out var known) ? known : WhenNobody.Administrator;
        return new(id, activity["metadata"] is JsonObject shown && shown["displayText"]?.ToString() is { Length: > 0 } name ? name : id, rules, policy);
    }

    private static JsonNode? Value(JsonObject activity, string input) => activity[input] is JsonObject wrapped && wrapped["expression"] is JsonObject expression && expression["type"]?.ToString() is "Object" or "Literal" ? activity[input]!["expression"]!["value"] : null;

    private static List<AssigneeRule>? ReadRules(JsonNode? value)
    {
        try
        {
            return value is JsonValue text && text.GetValueKind() == JsonValueKind.String ? JsonSerializer.Deserialize<List<AssigneeRule>>(text.GetValue<string>(), Json) : value is JsonArray list ? list.Deserialize<List<AssigneeRule>>(Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Rules of a step that found nobody in a dry run, so that its policy acted as it would in reality.</summary>
/// <param name="Step">The step.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rules">The rules.</param>
/// <param name="WhenNobody">What the step says for that case.</param>
/// <param name="Instead">Those who have got it instead; nobody where it has passed, or failed.</param>
public sealed record DryNobody(string Step, string Name, IReadOnlyList<AssigneeRule> Rules, WhenNobody WhenNobody, IReadOnlyList<DryPerson> Instead);

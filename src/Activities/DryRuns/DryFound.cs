using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.DryRuns;

/// <summary>Says by which rule somebody has a step, and which rules have found nobody.</summary>
internal sealed class DryFound(DryOrg org, IReadOnlyList<DryStepRules> steps, DryStart start, DryBook book)
{
    private readonly ILookup<string, DryStepRules> byStep = steps.ToLookup(step => step.Step);

    /// <summary>The people among whom it looks.</summary>
    public DryOrg Org => org;

    /// <summary>The person, with the rule of the step that has found them; with none where they have it from somebody else.</summary>
    public DryPerson PersonAt(string step, Guid id, AssignmentOrigin origin)
    {
        var person = org.Known(id) ?? new DryPerson(id, id.ToString("D"));
        if (person.IsStandIn || byStep[step].FirstOrDefault() is not { } known) return person;
        return person with { Rule = origin == AssignmentOrigin.Rule ? known.Rules.Select(rule => RuleOf(rule, id)).FirstOrDefault(rule => rule is not null) : null };
    }

    /// <summary>The visited steps whose rules have all found nobody.</summary>
    public IReadOnlyList<DryNobody> Nobody(IEnumerable<string> visited, IReadOnlyDictionary<string, string> variables) =>
        [.. visited.Distinct().SelectMany(step => byStep[step]).Where(step => step.Rules.All(rule => FindsNobody(rule, variables))).Select(step => new DryNobody(step.Step, step.Name, step.Rules, step.WhenNobody, Instead(step.Step)))];

    private List<DryPerson> Instead(string step) => [.. book.Committed.Tasks.Values.Where(task => task.Ask.ActivityId == step && task.Task.Origin == AssignmentOrigin.Rule)
        .Select(task => Guid.Parse(task.Task.AssigneeId)).Distinct().Select(id => org.Known(id)).OfType<DryPerson>()];

    private bool FindsNobody(AssigneeRule rule, IReadOnlyDictionary<string, string> variables) => rule.By switch
    {
        AssigneeBy.Initiator => false,
        AssigneeBy.Person => Guid.TryParse(rule.Value, out var id) && org.Known(id) is { IsActive: false },
        AssigneeBy.FormField or AssigneeBy.InitiatorChoice => IsEmpty(Field(rule.Value ?? "", variables)),
        // A rule that goes by office never finds the person concerned.
        _ => Of(rule).ToList() is { Count: > 0 } asked && asked.All(found => found.People.All(id => id == found.Of || org.Known(id) is { IsActive: false })),
    };

    private DryRule? RuleOf(AssigneeRule rule, Guid id) => Of(rule).Where(found => found.People.Contains(id))
        .Select(found => new DryRule(found.By, found.Value, "", found.By == "ManagerChain" ? found.People.ToList().IndexOf(id) + 1 : 1)).FirstOrDefault();

    private IEnumerable<DryFinding> Of(AssigneeRule rule) =>
        org.Findings.Where(found => found.By == rule.By.ToString() && found.Levels == (rule.By == AssigneeBy.ManagerChain ? rule.Levels : 1) && (rule.By is not (AssigneeBy.Role or AssigneeBy.Position) || found.Value == rule.Value));

    // The nearest variable, else an input, as the activities look it up.
    private JsonNode? Field(string path, IReadOnlyDictionary<string, string> variables)
    {
        var names = path.Split('.');
        var root = variables.TryGetValue(names[0], out var text) && text != "null" ? JsonNode.Parse(text) : start.Input[names[0]];
        return names.Skip(1).Aggregate(root, (value, name) => (value as JsonObject)?[name]);
    }

    private static bool IsEmpty(JsonNode? value) => value switch { null => true, JsonArray many => many.All(IsEmpty), JsonObject => true, _ => !Guid.TryParse(value.ToString(), out _) };
}

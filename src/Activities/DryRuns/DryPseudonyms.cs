using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HrBpm.Activities.DryRuns;

/// <summary>Takes the people out of a scenario: each is called by the part that they play (the sample person, their direct manager), and has an id that is made from the order in which they come. Department and position stay: they are what conditions ask for.</summary>
/// <remarks>Doing it again changes nothing.</remarks>
internal sealed partial class DryPseudonyms
{
    /// <summary>Names shorter than this are not looked for in texts: they would be found in words.</summary>
    private const int ShortestName = 2;

    private readonly Dictionary<Guid, DryPerson> byId = [];
    private readonly List<(string Name, string Instead)> names = [];

    private DryPseudonyms(DryStart start, IEnumerable<DryPerson> others)
    {
        var told = start.People.Concat(others).ToList();
        foreach (var person in told.Where(person => person.Id == start.InitiatorId).Prepend(new DryPerson(start.InitiatorId, "")).Concat(told.Where(person => person.Id != start.InitiatorId)).Concat(start.Findings.SelectMany(found => found.People.Prepend(found.Of)).Select(id => new DryPerson(id, ""))))
            if (byId.TryAdd(person.Id, person) || byId[person.Id].Name.Length == 0) byId[person.Id] = person;
        foreach (var (at, person) in byId.Values.ToList().Index())
        {
            var instead = person with { Id = IdOf(at), Name = PartOf(person, at), Rule = person.Rule is { } rule ? rule with { Of = rule.Of.Length > 0 ? "样例人员" : "" } : null };
            byId[person.Id] = instead;
            if (person.Name.Length >= ShortestName && person.Name != instead.Name) names.Add((person.Name, instead.Name));
        }

        names.Sort((one, other) => other.Name.Length - one.Name.Length);
    }

    /// <summary>The scenario without people.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="others">People whom it may name without having been told of them.</param>
    public static DryScenario Take(DryScenario scenario, IEnumerable<DryPerson> others)
    {
        var instead = new DryPseudonyms(scenario.Start, others);
        return scenario with
        {
            Start = new(scenario.Start.AtUtc, instead.IdOf(scenario.Start.InitiatorId), instead.In(scenario.Start.Input)!, [.. instead.byId.Values.DistinctBy(person => person.Id)])
            {
                Findings = [.. scenario.Start.Findings.Select(found => found with { Of = instead.IdOf(found.Of), People = [.. found.People.Select(instead.IdOf)] })],
            },
            Acts = [.. scenario.Acts.Select(instead.In)],
            HasNobody = true,
            Outcome = scenario.Outcome with { Variables = scenario.Outcome.Variables.ToDictionary(variable => variable.Key, variable => instead.In(variable.Value)) },
        };
    }

    /// <summary>Every id in a text that could be a person's.</summary>
    public static IEnumerable<Guid> IdsIn(string json) => Id().Matches(json).Select(match => Guid.Parse(match.Value)).Distinct();

    private DryAct In(DryAct act) => act switch
    {
        // Whoever is not known was a stand-in of a run that kept none: the first who can is meant.
        DryAct.Answer answer => answer with { As = answer.As is { } id && byId.ContainsKey(id) ? IdOf(id) : null, To = answer.To is { } to ? In(to) : null, People = [.. answer.People.Select(IdOf)], Answers = In(answer.Answers), Comment = answer.Comment is { } said ? In(said) : null },
        DryAct.Reply reply => reply with { Values = In(reply.Values) },
        _ => act,
    };

    private JsonObject? In(JsonObject? values) => values is null ? null : (JsonObject)In((JsonNode)values)!;

    private JsonNode? In(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, In(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(In)]),
        JsonValue text when text.GetValueKind() == System.Text.Json.JsonValueKind.String => JsonValue.Create(In(text.GetValue<string>())),
        _ => value?.DeepClone(),
    };

    private string In(string text) => names.Aggregate(Id().Replace(text, match => byId.TryGetValue(Guid.Parse(match.Value), out var instead) ? instead.Id.ToString("D") : match.Value), (said, name) => said.Replace(name.Name, name.Instead, StringComparison.Ordinal));

    private Guid IdOf(Guid id) => byId.GetValueOrDefault(id)?.Id ?? id;

    private static Guid IdOf(int at) => new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"sample-person:{at}")))[..16]);

    private static string PartOf(DryPerson person, int at) => at == 0 ? "样例人员" : person.Rule is { } rule
        ? DryOrg.NameOf(rule with { Of = "样例人员" }) + (rule.By is "Role" or "Position" ? string.Create(CultureInfo.InvariantCulture, $" {at}") : "")
        : string.Create(CultureInfo.InvariantCulture, $"样例同事 {at}");

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
    private static partial Regex Id();
}

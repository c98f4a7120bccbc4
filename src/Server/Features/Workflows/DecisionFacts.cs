using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Tells from the history of an instance which way its conditions went, and what the variables that they name held at that moment.</summary>
/// <remarks>Only what a condition names is looked up: what it would work out from that is not worked out again. A value is hidden where the kinds of data that its variable may hold (<see cref="DerivedKinds"/>) are.</remarks>
internal sealed partial class DecisionFacts(AppDbContext db, FlowSeals seals, IDefinitionStore definitions, GraphCache graphs) : IDecisionFacts
{
    private const int LongestText = 100;

    private static readonly HashSet<string> Deciding = ["Elsa.FlowDecision", "Elsa.FlowSwitch", "Elsa.If", "Elsa.Switch"];

    public async Task<IReadOnlyList<DecisionFact>> OfAsync(string instanceId, Func<FieldKind, bool>? sees, CancellationToken ct)
    {
        if (await db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(i => i.Id == instanceId).Select(i => i.DefinitionVersionId).SingleOrDefaultAsync(ct) is not { } id
            || await definitions.FindVersionAsync(id, ct) is not { } version) return [];
        var graph = graphs.For(version);
        if (!graph.Nodes.Values.Any(node => Deciding.Contains(node.Type))) return [];
        var runs = await seals.OpenAsync(await db.WorkflowRuns.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(r => r.InstanceId == instanceId).OrderBy(r => r.Number).ToListAsync(ct), ct);
        return [.. Follow(runs.SelectMany(run => InstanceJson.ReadEvents(run.Events)), graph, sees)];
    }

    private static IEnumerable<DecisionFact> Follow(IEnumerable<InstanceEvent> events, Graph graph, Func<FieldKind, bool>? sees)
    {
        var names = graph.Nodes.Values.SelectMany(node => node.Variables).DistinctBy(v => v.Id).ToDictionary(v => v.Id, v => v.Name);
        var (variables, input) = (new Dictionary<string, object?>(), (IReadOnlyDictionary<string, object?>)new Dictionary<string, object?>());
        foreach (var happened in events)
        {
            if (happened is InstanceStarted started) input = started.Input;
            else if (happened is VariableSet set) variables[names.GetValueOrDefault(set.VariableId, set.VariableId)] = set.Value;
            else if (happened is ActivityCompleted done && graph.Nodes.GetValueOrDefault(done.Node) is { } node && Deciding.Contains(node.Type))
                yield return new(done.Node, done.AtUtc, done.Outcomes, sees is null ? [] : [.. Named(node).Select(place => ValueOf(place, variables, input, graph, sees)).OfType<DecidingValue>().DistinctBy(value => value.Name)]);
        }
    }

    private sealed record Place(string Root, bool IsInput, IReadOnlyList<string> Path);

    // What the conditions of a node name, in the order in which they do.
    private static IEnumerable<Place> Named(Node node)
    {
        var text = string.Join('\n', Texts(node.Source["condition"]).Concat(Texts(node.Source["cases"])));
        foreach (Match found in Variable().Matches(text))
            yield return new(found.Groups["root"].Value, false, [.. Part().Matches(found.Groups["path"].Value).Select(part => part.Value)]);
        foreach (Match found in Input().Matches(text)) yield return new(found.Groups["root"].Value, true, []);
    }

    private static IEnumerable<string> Texts(JsonNode? at) => at switch
    {
        JsonObject members => members.Where(m => m.Key is not ("label" or "type" or "typeName")).SelectMany(m => Texts(m.Value)),
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static DecidingValue? ValueOf(Place place, Dictionary<string, object?> variables, IReadOnlyDictionary<string, object?> input, Graph graph, Func<FieldKind, bool> sees)
    {
        if (!(place.IsInput ? input.TryGetValue(place.Root, out var given) : variables.TryGetValue(place.Root, out given))) return null;
        var (value, name) = (Values.ToJson(given), place.Root);
        foreach (var part in place.Path)
        {
            // What follows on something that has no members is a function of it, such as includes.
            if (value is not JsonObject members || members.ContainsKey("amountMinor")) break;
            (value, name) = (members[part], part);
        }

        var isMoney = (value as JsonObject)?["amountMinor"] is JsonValue;
        if (value is JsonObject && !isMoney) return null;
        FieldKind?[] own = [isMoney ? FieldKind.Pay : HiddenValues.KindOf(name), graph.SecretNames.Contains(place.Root) ? FieldKind.Pay : null];
        var kinds = own.OfType<FieldKind>().Concat(DerivedKinds.Of(graph)?.OfValue(place.Root) ?? Enumerable.Empty<FieldKind>());
        return kinds.Any(kind => !sees(kind)) ? new(name, HiddenValues.Instead, false) : new(name, TextOf(value), value is JsonArray);
    }

    private static string TextOf(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => list.Count.ToString(CultureInfo.InvariantCulture),
        JsonObject money => string.Create(CultureInfo.InvariantCulture, $"{(decimal)money["amountMinor"]!.GetValue<long>() / 100:0.00} {money["currency"]}").TrimEnd(),
        _ => value.ToString() is { Length: > LongestText } text ? text[..LongestText] + "…" : value.ToString(),
    };

    [GeneratedRegex(@"\bvariables\s*\??\.\s*(?<root>[\p{L}_$][\p{L}\p{N}_$]*)(?<path>(?:\s*\??\.\s*[\p{L}_$][\p{L}\p{N}_$]*)*)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\bgetInput\(\s*['""](?<root>[^'""]+)['""]\s*\)")]
    private static partial Regex Input();

    [GeneratedRegex(@"[\p{L}_$][\p{L}\p{N}_$]*")]
    private static partial Regex Part();
}

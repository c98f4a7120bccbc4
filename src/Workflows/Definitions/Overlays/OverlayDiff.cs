using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>What somebody did to a template, as changes.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Problems">What no change can express, each with its card: a card that was moved, two cards of the template that were connected otherwise.</param>
public sealed record OverlayDiff(IReadOnlyList<OverlayChange> Changes, IReadOnlyList<DefinitionProblem> Problems)
{
    private static readonly string[] OfDefinition = ["name", "description"];

    /// <summary>Reads the changes from a definition that was made of the template by editing it. A card of the template that is not there any more is switched off.</summary>
    public static OverlayDiff Between(WorkflowDefinition template, WorkflowDefinition edited)
    {
        var (old, now) = (template.Source, edited.Source);
        var (before, after) = (FlowJson.Cards(old).ToDictionary(FlowJson.Id), FlowJson.Cards(now).ToDictionary(FlowJson.Id));
        var problems = new List<DefinitionProblem>();
        List<OverlayChange> changes =
        [
            .. Variables(old, now),
            .. OfDefinition.Where(m => !JsonNode.DeepEquals(old[m], now[m])).Select(m => new ChangeMember("", m, old[m]?.DeepClone(), now[m]?.DeepClone())),
            .. before.Values.Where(c => after.ContainsKey(FlowJson.Id(c))).SelectMany(c => Members(c, after[FlowJson.Id(c)], problems)),
            .. Insertions(old, now, before, after, problems),
            .. before.Keys.Where(id => !after.ContainsKey(id)).Select(id => new SwitchOff(id)),
        ];
        return new OverlayDiff(changes, problems);
    }

    private static IEnumerable<AddVariable> Variables(JsonObject old, JsonObject now)
    {
        var known = (old.List("variables") ?? []).OfType<JsonObject>().Select(v => v.Text("id")).ToHashSet();
        return (now.List("variables") ?? []).OfType<JsonObject>().Where(v => !known.Contains(v.Text("id"))).Select(v => new AddVariable((JsonObject)v.DeepClone()));
    }

    private static IEnumerable<OverlayChange> Members(JsonObject old, JsonObject now, List<DefinitionProblem> problems)
    {
        var card = FlowJson.Id(old);
        if (old.Text("type") != now.Text("type")) problems.Add(DefinitionProblem.Of("overlays.type-changed", card, ("name", FlowJson.Title(old))));
        foreach (var member in old.Concat(now).Select(m => m.Key).Distinct().Append(ChangeMember.Title).Where(m => OverlayJson.MayDiffer(card, m)))
        {
            var (was, value) = (FlowJson.Member(old, member), FlowJson.Member(now, member));
            if (FlowJson.IsSame(was, value)) continue;
            if (member == "form" && AddedFields(card, old, now) is { } added)
            {
                foreach (var field in added) yield return field;
            }
            else yield return new ChangeMember(card, member, was?.DeepClone(), value?.DeepClone());
        }
    }

    // Fields that were put between those of the template, which all stay as they are.
    private static List<AddField>? AddedFields(string card, JsonObject old, JsonObject now)
    {
        if (FlowJson.Fields(old) is not { } before || FlowJson.Fields(now) is not { } after) return null;
        var known = before.OfType<JsonObject>().Select(f => f.Text("key")).ToHashSet();
        var kept = after.OfType<JsonObject>().Where(f => known.Contains(f.Text("key"))).ToList();
        if (!JsonNode.DeepEquals(before, new JsonArray([.. kept.Select(f => f.DeepClone())])) || after.OfType<JsonObject>().Any(f => f.Text("key") is not { Length: > 0 })) return null;
        var fields = after.OfType<JsonObject>().ToList();
        return [.. fields.Index().Where(f => !known.Contains(f.Item.Text("key"))).Select(f => new AddField(card, (JsonObject)f.Item.DeepClone(), f.Index == 0 ? null : fields[f.Index - 1].Text("key")))];
    }

    private static List<InsertCards> Insertions(JsonObject old, JsonObject now, Dictionary<string, JsonObject> before, Dictionary<string, JsonObject> after, List<DefinitionProblem> problems)
    {
        var (edgesBefore, edgesNow) = (FlowJson.Edges(old).Distinct().ToList(), FlowJson.Edges(now).Distinct().ToList());
        var added = after.Keys.Where(id => !before.ContainsKey(id)).ToList();
        var groups = Groups(added, edgesNow);
        var missing = edgesBefore.Except(edgesNow).Where(e => after.ContainsKey(e.From) && after.ContainsKey(e.To)).ToList();
        var insertions = new List<InsertCards>();
        foreach (var group in groups)
        {
            var connects = edgesNow.Where(e => group.Contains(e.From) || group.Contains(e.To)).ToList();
            var into = connects.Where(e => !group.Contains(e.From)).Select(e => (e.From, e.Port)).ToHashSet();
            var replaces = missing.Where(e => into.Contains((e.From, e.Port))).ToList();
            insertions.Add(new InsertCards([.. added.Where(group.Contains).Select(id => (JsonObject)after[id].DeepClone())], replaces, connects));
        }

        var explained = insertions.SelectMany(i => i.Replaces).ToHashSet();
        problems.AddRange(missing.Where(e => !explained.Contains(e)).Select(e => Moved(now, e)));
        problems.AddRange(edgesNow.Except(edgesBefore).Where(e => before.ContainsKey(e.From) && before.ContainsKey(e.To) && !Healed(e, edgesBefore, after)).Select(e => Moved(now, e)));
        return insertions;
    }

    private static DefinitionProblem Moved(JsonObject definition, CardEdge edge) =>
        DefinitionProblem.Of("overlays.moved", edge.From, ("from", FlowJson.TitleOf(definition, edge.From)), ("to", FlowJson.TitleOf(definition, edge.To)));

    // The line went on to a card that is off now.
    private static bool Healed(CardEdge edge, List<CardEdge> before, Dictionary<string, JsonObject> after) => before.Any(e => e.From == edge.From && e.Port == edge.Port && !after.ContainsKey(e.To));

    // New cards that are connected with each other belong together.
    private static List<HashSet<string>> Groups(List<string> added, List<CardEdge> edges)
    {
        var groups = added.Select(id => new HashSet<string> { id }).ToList();
        foreach (var edge in edges)
        {
            var (one, other) = (groups.Find(g => g.Contains(edge.From)), groups.Find(g => g.Contains(edge.To)));
            if (one is null || other is null || one == other) continue;
            one.UnionWith(other);
            groups.Remove(other);
        }

        return groups;
    }
}

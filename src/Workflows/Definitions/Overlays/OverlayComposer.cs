using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>What comes of a template and an overlay.</summary>
/// <param name="Definition">The definition, with every change that could be made.</param>
/// <param name="Problems">Changes that could not be made, each with its card; with any of them it must not be published.</param>
/// <param name="LeftOut">Cards of the template that are not in it: those switched off, and those that nothing leads to any more because of that.</param>
public sealed record Composition(WorkflowDefinition Definition, IReadOnlyList<DefinitionProblem> Problems, IReadOnlySet<string> LeftOut);

/// <summary>Makes a definition from a template and what a company has otherwise. Without changes the definition is the template.</summary>
/// <remarks>
/// Order: variables, members and fields, insertions, and last what is switched off. A card that is switched off is left out, and everything that led to it leads on to what follows its default outcome:
/// the only card that any of its outcomes leads to; else what its outcome Done leads to; else what Approved leads to. Where nothing of that gives one card (a condition, a fork), where it is the first
/// card, or where others need what it writes, it cannot be switched off. What the template locks (<see cref="CardLock"/>) stays as it is.
/// </remarks>
public static class OverlayComposer
{
    private static readonly string[] DefaultOutcomes = ["Done", "Approved"];

    /// <summary>Composes.</summary>
    /// <param name="template">The template; not changed.</param>
    /// <param name="overlay">The changes.</param>
    /// <param name="keepsOff">True to leave cards in that are switched off, as a picture shows them.</param>
    public static Composition Compose(WorkflowDefinition template, FlowOverlay overlay, bool keepsOff = false)
    {
        var definition = (JsonObject)template.Source.DeepClone();
        var problems = new List<DefinitionProblem>();
        foreach (var change in overlay.Changes.OrderBy(Rank))
        {
            var problem = CardLock.WhyNot(template, change) ?? change switch
            {
                AddVariable variable => Add(definition, variable),
                ChangeMember set => Set(definition, set),
                AddField field => Add(definition, field),
                InsertCards insert => Insert(definition, insert),
                _ => null,
            };
            if (problem is not null) problems.Add(problem);
        }

        var whole = FlowJson.Cards(definition).Select(FlowJson.Id).ToHashSet();
        var picture = keepsOff ? (JsonObject)definition.DeepClone() : definition;
        foreach (var off in overlay.Changes.OfType<SwitchOff>().Where(off => CardLock.WhyNot(template, off) is null))
            if ((whole.Contains(off.Card) ? Leave(definition, off.Card, overlay) : Problem("overlays.card-gone", off.Card, ("card", off.Card))) is { } problem) problems.Add(problem);
        // A card may go because another goes, or be gone round: then its lock would hold nothing.
        if (problems.Count == 0) problems.AddRange(CardLock.Broken(template, WorkflowDefinition.Read(definition.ToJsonString())));
        var left = whole.Except(FlowJson.Cards(definition).Select(FlowJson.Id)).ToHashSet();
        return new Composition(WorkflowDefinition.Read(picture.ToJsonString()), problems, left);
    }

    private static int Rank(OverlayChange change) => change switch { AddVariable => 0, ChangeMember => 1, AddField => 2, InsertCards => 3, _ => 4 };

    private static DefinitionProblem? Add(JsonObject definition, AddVariable added)
    {
        if (definition["variables"] is null) definition["variables"] = new JsonArray();
        var variables = definition.List("variables")!;
        if (variables.OfType<JsonObject>().Any(v => v.Text("id") == added.Id || v.Text("name") == added.Variable.Text("name"))) return Problem("overlays.variable-exists", "", ("variable", added.Variable.Text("name") ?? added.Id));
        variables.Add(added.Variable.DeepClone());
        return null;
    }

    private static DefinitionProblem? Set(JsonObject definition, ChangeMember set)
    {
        var target = set.Card.Length == 0 ? definition : FlowJson.Card(definition, set.Card);
        if (target is null) return Problem("overlays.card-gone", set.Card, ("card", set.Card));
        FlowJson.SetMember(target, set.Member, set.Value);
        return null;
    }

    private static DefinitionProblem? Add(JsonObject definition, AddField added)
    {
        if (FlowJson.Card(definition, added.Card) is not { } card) return Problem("overlays.card-gone", added.Card, ("card", added.Card));
        if (FlowJson.Fields(card) is not { } fields) return Problem("overlays.form-computed", added.Card, ("name", FlowJson.Title(card)));
        var keys = fields.OfType<JsonObject>().Select(f => f.Text("key")).ToList();
        if (keys.Contains(added.FieldKey)) return Problem("overlays.field-exists", added.Card, ("name", FlowJson.Title(card)), ("field", added.FieldKey));
        var at = added.After is null ? -1 : keys.IndexOf(added.After);
        fields.Insert(at < 0 ? fields.Count : at + 1, added.Field.DeepClone());
        FlowJson.SetFields(card, fields);
        return null;
    }

    private static DefinitionProblem? Insert(JsonObject definition, InsertCards insert)
    {
        if (definition["root"] is not JsonObject root || root.List("activities") is not { } cards || root.List("connections") is not { } connections) return Problem("overlays.no-flowchart", "");
        var known = FlowJson.Cards(definition).Select(FlowJson.Id).ToHashSet();
        if (insert.Ids.FirstOrDefault(known.Contains) is { } taken) return Problem("overlays.card-exists", taken, ("name", FlowJson.TitleOf(definition, taken)));
        var edges = FlowJson.Edges(definition).ToList();
        if (insert.Replaces.FirstOrDefault(e => !edges.Contains(e)) is { } gone)
            return Problem("overlays.line-gone", insert.Card, ("name", FlowJson.Title(insert.Activities[0])), ("from", FlowJson.TitleOf(definition, gone.From)), ("to", FlowJson.TitleOf(definition, gone.To)));
        if (insert.Connects.SelectMany(e => new[] { e.From, e.To }).FirstOrDefault(id => !known.Contains(id) && !insert.Ids.Contains(id)) is { } missing) return Problem("overlays.card-gone", insert.Card, ("card", missing));
        foreach (var card in insert.Activities) cards.Add(card.DeepClone());
        // Elsa goes through connections in their order, so the new ones stand where the old ones stood.
        var at = edges.Count;
        foreach (var old in insert.Replaces)
        {
            var index = IndexOf(connections, old);
            connections.RemoveAt(index);
            at = Math.Min(at, index);
        }

        foreach (var edge in insert.Connects) connections.Insert(Math.Min(at++, connections.Count), FlowJson.Connection(edge));
        return null;
    }

    private static DefinitionProblem? Leave(JsonObject definition, string id, FlowOverlay overlay)
    {
        // What nothing leads to any more, because of another, is out already.
        if (FlowJson.Card(definition, id) is not { } card) return null;
        var name = FlowJson.Title(card);
        var edges = FlowJson.Edges(definition).ToList();
        if (edges.All(e => e.To != id || e.From == id)) return Problem("overlays.off-first", id, ("name", name));
        var leaving = edges.Where(e => e.From == id && e.To != id).ToList();
        var next = Next(leaving);
        if (next is null && leaving.Count > 0) return Problem("overlays.off-undecided", id, ("name", name));
        if (OutputUse.Find(definition, card, overlay) is { } need) return Problem("overlays.off-needed", id, ("name", name), ("other", need.Reader), ("variable", need.Variable));
        var roots = FlowReach.Roots(definition);
        var before = FlowReach.Of(definition, roots);
        var connections = ((JsonObject)definition["root"]!).List("connections")!;
        var healed = edges.Where(e => e.From != id).Select(e => e.To == id ? next is null ? null : e with { To = next } : e).OfType<CardEdge>().Where(e => e.From != e.To || edges.Contains(e)).Distinct().ToList();
        Rewrite(connections, healed);
        ((JsonObject)definition["root"]!).List("activities")!.Remove(card);
        var now = FlowReach.Of(definition, roots);
        DropUnreached(definition, before.Where(reached => !now.Contains(reached)).ToHashSet());
        return null;
    }

    private static string? Next(List<CardEdge> leaving)
    {
        if (leaving.Select(e => e.To).Distinct().ToList() is [var only]) return only;
        return DefaultOutcomes.Select(port => leaving.Where(e => e.Port == port).Select(e => e.To).Distinct().ToList()).FirstOrDefault(targets => targets.Count == 1)?[0];
    }

    private static void DropUnreached(JsonObject definition, HashSet<string> lost)
    {
        if (lost.Count == 0) return;
        var root = (JsonObject)definition["root"]!;
        foreach (var card in FlowJson.Cards(definition).Where(c => lost.Contains(FlowJson.Id(c))).ToList()) root.List("activities")!.Remove(card);
        Rewrite(root.List("connections")!, [.. FlowJson.Edges(definition).Where(e => !lost.Contains(e.From) && !lost.Contains(e.To))]);
    }

    // Connections that stay keep their JSON.
    private static void Rewrite(JsonArray connections, IReadOnlyList<CardEdge> edges)
    {
        var known = connections.OfType<JsonObject>().GroupBy(FlowJson.Edge).ToDictionary(g => g.Key, g => g.First());
        connections.Clear();
        foreach (var edge in edges) connections.Add(known.GetValueOrDefault(edge) ?? FlowJson.Connection(edge));
    }

    private static int IndexOf(JsonArray connections, CardEdge edge)
    {
        for (var i = 0; i < connections.Count; i++)
            if (connections[i] is JsonObject connection && FlowJson.Edge(connection) == edge) return i;
        return -1;
    }

    private static DefinitionProblem Problem(string code, string card, params ReadOnlySpan<(string Name, object? Value)> values) => DefinitionProblem.Of(code, card, values);
}

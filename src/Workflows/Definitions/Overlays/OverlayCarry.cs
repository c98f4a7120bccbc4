using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>What becomes of an overlay under another version of its template: a merge of three, in which nothing is dropped without a word.</summary>
/// <param name="Carried">Changes that hold on the new version as they are.</param>
/// <param name="Conflicts">Changes that somebody has to decide about.</param>
/// <param name="Absorbed">Changes that the new version makes by itself, so that nothing is left of them.</param>
public sealed record OverlayCarry(IReadOnlyList<OverlayChange> Carried, IReadOnlyList<OverlayConflict> Conflicts, IReadOnlyList<OverlayChange> Absorbed)
{
    /// <summary>Carries an overlay over.</summary>
    /// <param name="before">The version that the overlay was made on.</param>
    /// <param name="now">The version that it shall stand on.</param>
    /// <param name="overlay">The overlay.</param>
    public static OverlayCarry Over(WorkflowDefinition before, WorkflowDefinition now, FlowOverlay overlay)
    {
        var (carried, conflicts, absorbed) = (new List<OverlayChange>(), new List<OverlayConflict>(), new List<OverlayChange>());
        foreach (var change in overlay.Changes)
        {
            switch (Locked(now, change) ?? Decide(before.Source, now.Source, change))
            {
                case OverlayConflict conflict: conflicts.Add(conflict); break;
                case OverlayChange kept: carried.Add(kept); break;
                default: absorbed.Add(change); break;
            }
        }

        // What can be left out of the old version cannot always be left out of the new one.
        var refused = OverlayComposer.Compose(now, overlay with { Changes = carried }).Problems;
        foreach (var off in carried.OfType<SwitchOff>().ToList())
        {
            if (refused.FirstOrDefault(p => p.Node == off.Card) is null) continue;
            carried.Remove(off);
            conflicts.Add(new OverlayConflict(ConflictKind.OffRefused, off, FlowJson.TitleOf(now.Source, off.Card), null, null, null, null));
        }

        return new OverlayCarry(carried, conflicts, absorbed);
    }

    // What the group has locked since is its own again, and is said so; a company that has the same by chance loses nothing.
    private static OverlayConflict? Locked(WorkflowDefinition now, OverlayChange change)
    {
        if (CardLock.WhyNot(now, change) is null) return null;
        var card = FlowJson.Card(now.Source, change.Card)!;
        var (was, value, ours) = change is ChangeMember set ? (set.Was, FlowJson.Member(card, set.Member), set.Value) : (null, null, (change as AddField)?.Field);
        return change is ChangeMember && FlowJson.IsSame(value, ours) ? null : new OverlayConflict(ConflictKind.Locked, change, FlowJson.Title(card), was, value, ours, null);
    }

    // The change as it holds on the new version, a conflict, or null for what the new version says itself.
    private static object? Decide(JsonObject before, JsonObject now, OverlayChange change) => change switch
    {
        ChangeMember set => Member(before, now, set),
        SwitchOff off => Off(before, now, off),
        AddField field => Field(before, now, field),
        InsertCards insert => Insert(before, now, insert),
        AddVariable variable => Variable(now, variable),
        _ => throw new ArgumentException($"Expected a change of a known kind, but it is {change}.", nameof(change)),
    };

    private static object? Member(JsonObject before, JsonObject now, ChangeMember set)
    {
        if ((set.Card.Length == 0 ? now : FlowJson.Card(now, set.Card)) is not { } card)
            return new OverlayConflict(ConflictKind.CardGone, set, FlowJson.TitleOf(before, set.Card), set.Was, null, set.Value, null);
        var value = FlowJson.Member(card, set.Member);
        if (FlowJson.IsSame(value, set.Was)) return set;
        if (FlowJson.IsSame(value, set.Value)) return null;
        return new OverlayConflict(ConflictKind.BothChanged, set, set.Card.Length == 0 ? "" : FlowJson.Title(card), set.Was, value, set.Value, new ChangeMember(set.Card, set.Member, value?.DeepClone(), set.Value));
    }

    private static object? Off(JsonObject before, JsonObject now, SwitchOff off)
    {
        if (FlowJson.Card(now, off.Card) is not { } card) return null;
        return FlowJson.Card(before, off.Card) is { } old && TemplateNews.ChangedMembers(old, card).Count == 0
            ? off
            : new OverlayConflict(ConflictKind.OffCardChanged, off, FlowJson.Title(card), null, null, null, off);
    }

    private static object? Field(JsonObject before, JsonObject now, AddField added)
    {
        if (FlowJson.Card(now, added.Card) is not { } card) return new OverlayConflict(ConflictKind.CardGone, added, FlowJson.TitleOf(before, added.Card), null, null, added.Field, null);
        if (FlowJson.Fields(card) is not { } fields) return new OverlayConflict(ConflictKind.FormGone, added, FlowJson.Title(card), null, card["form"], added.Field, null);
        if (fields.OfType<JsonObject>().FirstOrDefault(f => f.Text("key") == added.FieldKey) is not { } taken) return added;
        return JsonNode.DeepEquals(taken, added.Field) ? null : new OverlayConflict(ConflictKind.NameTaken, added, FlowJson.Title(card), null, taken, added.Field, null);
    }

    private static object? Variable(JsonObject now, AddVariable added)
    {
        if ((now.List("variables") ?? []).OfType<JsonObject>().FirstOrDefault(v => v.Text("id") == added.Id || v.Text("name") == added.Variable.Text("name")) is not { } taken) return added;
        return JsonNode.DeepEquals(taken, added.Variable) ? null : new OverlayConflict(ConflictKind.NameTaken, added, added.Variable.Text("name") ?? added.Id, null, taken, added.Variable, null);
    }

    private static object Insert(JsonObject before, JsonObject now, InsertCards insert)
    {
        var title = FlowJson.Title(insert.Activities[0]);
        var cards = FlowJson.Cards(now).Select(FlowJson.Id).ToHashSet();
        var edges = FlowJson.Edges(now).ToList();
        if (insert.Ids.FirstOrDefault(cards.Contains) is { } taken)
            return new OverlayConflict(ConflictKind.NameTaken, insert, title, null, FlowJson.Card(now, taken), insert.Activities[0], Fits(insert, cards, edges) ? InsertedElsewhere.Renamed(insert, cards) : null);
        if (Fits(insert, cards, edges)) return insert;
        return InsertedElsewhere.Find(insert, cards, edges) is { } moved
            ? new OverlayConflict(ConflictKind.LineMoved, insert, title, Way(before, insert), Way(now, moved), insert.Activities[0], moved)
            : new OverlayConflict(ConflictKind.NeighbourGone, insert, title, Way(before, insert), null, insert.Activities[0], null);
    }

    private static bool Fits(InsertCards insert, HashSet<string> cards, List<CardEdge> edges) =>
        insert.Replaces.All(edges.Contains) && insert.Connects.SelectMany(e => new[] { e.From, e.To }).All(id => cards.Contains(id) || insert.Ids.Contains(id));

    // Between what it stands, in the words that people know the cards by.
    private static JsonValue Way(JsonObject definition, InsertCards insert) => JsonValue.Create(string.Join(", ", insert.Connects.Where(e => !insert.Ids.Contains(e.From)).Select(e => FlowJson.TitleOf(definition, e.From)).Distinct())
        + " → " + string.Join(", ", insert.Connects.Where(e => !insert.Ids.Contains(e.To)).Select(e => FlowJson.TitleOf(definition, e.To)).Distinct()));
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Definitions;

namespace HrBpm.Designer.Versions;

/// <summary>What became of something between two versions.</summary>
public enum ChangeKind
{
    /// <summary>Says something else.</summary>
    Changed,

    /// <summary>Was not there before.</summary>
    Added,

    /// <summary>Is not there any more.</summary>
    Removed,
}

/// <summary>An outcome that leads elsewhere.</summary>
/// <param name="Port">The outcome.</param>
/// <param name="Before">Where it led: ids of cards that are in both versions, and of those that are not where it leads to no other; empty when nowhere.</param>
/// <param name="After">Where it leads now.</param>
public sealed record MovedConnection(string Port, IReadOnlyList<string> Before, IReadOnlyList<string> After);

/// <summary>One difference between two versions of a flow: of one card, or of the flow itself.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Id">The card; empty for the flow itself.</param>
/// <param name="Before">Its JSON before; null for what is new.</param>
/// <param name="After">Its JSON now; null for what is gone.</param>
/// <param name="Members">Members that say something else; empty for what is new or gone.</param>
/// <param name="Moved">Outcomes that lead elsewhere.</param>
public sealed record FlowChange(ChangeKind Kind, string Id, JsonObject? Before, JsonObject? After, IReadOnlyList<string> Members, IReadOnlyList<MovedConnection> Moved);

/// <summary>Compares two versions of a flow.</summary>
/// <remarks>Where cards stand on a canvas is no difference, nor is how an expression is written around a value that is the same. A card that is put into a line moves nothing: what it leads
/// to is where the line leads.</remarks>
public static class FlowDiff
{
    // What a server or another tool writes beside what an author has said, and what is kept beside an expression that says the same.
    private static readonly ImmutableHashSet<string> Aside = ["id", "nodeId", "designer", "shownFields", "conditions"];

    private static readonly ImmutableHashSet<string> AsideOfFlow = ["root", "links", "id", "definitionId", "createdAt", "version", "isReadonly", "isSystem", "isLatest", "isPublished", "toolVersion", "publishNote"];

    /// <summary>All differences: of the flow itself first, then of cards in the order in which the flow goes, what is gone where it was.</summary>
    public static IReadOnlyList<FlowChange> Of(FlowDraft before, FlowDraft after)
    {
        var cards = before.Activities.Select(FlowGraph.Id).Union(after.Activities.Select(FlowGraph.Id));
        return [.. OfFlow(before.Rest, after.Rest), .. cards.Select(id => OfCard(id, before, after)).OfType<FlowChange>().OrderBy(change => Place(change.Id, before, after))];
    }

    private static IEnumerable<FlowChange> OfFlow(JsonObject before, JsonObject after)
    {
        var members = Members(before, after, AsideOfFlow);
        if (members.Count > 0) yield return new(ChangeKind.Changed, "", before, after, members, []);
    }

    private static FlowChange? OfCard(string id, FlowDraft before, FlowDraft after)
    {
        var (old, now) = (before.Find(id), after.Find(id));
        if (old is null) return new(ChangeKind.Added, id, null, now, [], []);
        if (now is null) return new(ChangeKind.Removed, id, old, null, [], []);
        var members = Members(old, now, Aside);
        var moved = Moved(id, before, after).ToList();
        return members.Count == 0 && moved.Count == 0 ? null : new(ChangeKind.Changed, id, old, now, members, moved);
    }

    private static double Place(string id, FlowDraft before, FlowDraft after)
    {
        if (after.Find(id) is not null) return after.Shape.Order.TryGetValue(id, out var place) ? place : after.Activities.Count;
        // Half a step after what led to it, so that it stands where one looks for it.
        var led = before.Shape.Graph.Edges.Where(edge => edge.To == id && after.Find(edge.From) is not null).Select(edge => after.Shape.Order.GetValueOrDefault(edge.From)).DefaultIfEmpty(after.Activities.Count).Min();
        return led + .5;
    }

    private static List<string> Members(JsonObject before, JsonObject after, ImmutableHashSet<string> aside)
    {
        return [.. Names(before).Union(Names(after)).Where(name => !JsonNode.DeepEquals(Plain(Value(before, name)), Plain(Value(after, name))))];

        // What stands in the two bags is a member of its own: a name in one of them has nothing to do with others there.
        IEnumerable<string> Names(JsonObject of) => of.Select(member => member.Key).Where(name => name is not ("metadata" or "customProperties") && !aside.Contains(name))
            .Concat(Bag(of, "metadata")).Concat(Bag(of, "customProperties"));

        IEnumerable<string> Bag(JsonObject of, string bag) => (of[bag] as JsonObject ?? []).Select(member => member.Key).Where(name => !aside.Contains(name)).Select(name => $"{bag}.{name}");
    }

    /// <summary>The value of a member, which may stand in a bag: <c>metadata.displayText</c>.</summary>
    public static JsonNode? Value(JsonObject? of, string member) => member.Split('.', 2) is [var bag, var name] ? (of?[bag] as JsonObject)?[name] : of?[member];

    // The text of an object and the object itself are the same, as are nothing, an empty text, list or object.
    private static JsonNode? Plain(JsonNode? value)
    {
        if (value is JsonObject { } input && input["expression"] is JsonObject expression)
            return Plain(expression["value"]) is { } said ? new JsonObject { ["type"] = expression["type"]?.DeepClone(), ["value"] = said.DeepClone() } : null;
        return value switch
        {
            JsonArray { Count: 0 } or JsonObject { Count: 0 } => null,
            JsonValue text when text.TryGetValue<string>(out var said) => said.Length == 0 ? null : said[0] is '[' or '{' && InputValue.Parse(said) is { } json ? Plain(json) : said,
            _ => value,
        };
    }

    private static IEnumerable<MovedConnection> Moved(string id, FlowDraft before, FlowDraft after)
    {
        var edges = (Before: Leaving(before, id), After: Leaving(after, id));
        foreach (var port in edges.Before.Keys.Union(edges.After.Keys))
        {
            // A branch that is new or gone is said by the card that names it.
            if (BranchNames.Of(before.Activity(id)) is { } old && BranchNames.Of(after.Activity(id)) is { } now && old.Contains(port) != now.Contains(port)) continue;
            var (was, leads) = (Landings(edges.Before.GetValueOrDefault(port, []), before, after), Landings(edges.After.GetValueOrDefault(port, []), after, before));
            if (!was.SetEquals(leads)) yield return new(port, [.. was.Order(StringComparer.Ordinal)], [.. leads.Order(StringComparer.Ordinal)]);
        }
    }

    private static Dictionary<string, List<string>> Leaving(FlowDraft draft, string id) =>
        draft.Connections.Where(connection => connection.Edge.From == id).GroupBy(connection => connection.Edge.Port).ToDictionary(port => port.Key, port => port.Select(connection => connection.Edge.To).ToList());

    // The cards of both versions that one comes to, through cards that only this one has; where a way ends before it comes to any, its last.
    private static HashSet<string> Landings(IReadOnlyList<string> targets, FlowDraft here, FlowDraft there)
    {
        var (landed, seen, open) = (new HashSet<string>(), new HashSet<string>(), new Stack<string>(targets));
        while (open.TryPop(out var id))
        {
            if (!seen.Add(id)) continue;
            if (there.Find(id) is not null) landed.Add(id);
            else foreach (var next in Leaving(here, id).Values.SelectMany(to => to)) open.Push(next);
        }

        return landed;
    }
}

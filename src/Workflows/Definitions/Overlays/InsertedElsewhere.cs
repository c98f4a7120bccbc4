using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>Puts cards of a company's own next to where they stood, when the template changed around them.</summary>
internal static class InsertedElsewhere
{
    /// <summary>Behind the card that they followed, or else before the card that followed them; null when neither is there.</summary>
    public static InsertCards? Find(InsertCards insert, IReadOnlySet<string> cards, IReadOnlyList<CardEdge> edges) => After(insert, cards, edges) ?? Before(insert, cards, edges);

    /// <summary>The same cards under ids that nothing of the template has.</summary>
    public static InsertCards Renamed(InsertCards insert, IReadOnlySet<string> taken)
    {
        var names = insert.Ids.Where(taken.Contains).ToDictionary(id => id, id => Free(id, taken, insert.Ids));
        return new InsertCards([.. insert.Activities.Select(a => Rename(a, names))], insert.Replaces, [.. insert.Connects.Select(e => new CardEdge(names.GetValueOrDefault(e.From, e.From), e.Port, names.GetValueOrDefault(e.To, e.To)))]);
    }

    // The outcome that led to them leads to one other card now, and they to it.
    private static InsertCards? After(InsertCards insert, IReadOnlySet<string> cards, IReadOnlyList<CardEdge> edges)
    {
        var into = insert.Connects.Where(e => !insert.Ids.Contains(e.From)).ToList();
        var alive = into.Where(e => cards.Contains(e.From)).ToList();
        var lines = edges.Where(e => alive.Any(i => i.From == e.From && i.Port == e.Port)).ToList();
        if (alive.Count == 0 || lines.Select(e => e.To).Distinct().ToList() is not [var next]) return null;
        return Standing(insert, cards, alive, lines, next);
    }

    // Everything that leads to what followed them leads to them now.
    private static InsertCards? Before(InsertCards insert, IReadOnlySet<string> cards, IReadOnlyList<CardEdge> edges)
    {
        if (insert.Connects.FirstOrDefault(e => !insert.Ids.Contains(e.From)) is not { } entry || insert.Connects.Where(e => !insert.Ids.Contains(e.To)).Select(e => e.To).FirstOrDefault(cards.Contains) is not { } next) return null;
        var lines = edges.Where(e => e.To == next).ToList();
        return lines.Count == 0 ? null : Standing(insert, cards, [.. lines.Select(e => e with { To = entry.To })], lines, next);
    }

    // Ways out that led to what is gone lead to what follows now.
    private static InsertCards Standing(InsertCards insert, IReadOnlySet<string> cards, IReadOnlyList<CardEdge> into, IReadOnlyList<CardEdge> lines, string next)
    {
        var replaced = insert.Replaces.Select(e => e.To).ToHashSet();
        var onward = insert.Connects.Where(e => insert.Ids.Contains(e.From)).Select(e => insert.Ids.Contains(e.To) || (cards.Contains(e.To) && !replaced.Contains(e.To)) ? e : e with { To = next });
        return new InsertCards(insert.Activities, lines, [.. into.Concat(onward).Distinct()]);
    }

    private static string Free(string id, IReadOnlySet<string> taken, HashSet<string> own)
    {
        for (var number = 2; ; number++)
            if ($"{id}-{number}" is var free && !taken.Contains(free) && !own.Contains(free)) return free;
    }

    private static JsonObject Rename(JsonObject activity, Dictionary<string, string> names)
    {
        var copy = (JsonObject)activity.DeepClone();
        if (!names.TryGetValue(FlowJson.Id(copy), out var name)) return copy;
        if (copy.Text("name") == FlowJson.Id(copy)) copy["name"] = name;
        copy["id"] = name;
        return copy;
    }
}

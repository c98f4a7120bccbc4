using System.Text.Json.Nodes;
using CsCheck;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Properties;

/// <summary>A small flowchart that can be written in a line, so that one that failed can be kept as a test: <c>ask event end / 0.Yes>1 0.No>2 1>2</c>.</summary>
public sealed record RandomFlow(IReadOnlyList<string> Kinds, IReadOnlyList<string> Connections)
{
    public static RandomFlow Parse(string text)
    {
        var parts = text.Split('/');
        return new RandomFlow(parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    public static Gen<RandomFlow> Of(string[] kinds, int most) =>
        from picks in Gen.Int[0, kinds.Length - 1].Array[2, most]
        let names = Array.ConvertAll(picks, p => kinds[p])
        from parents in Gen.Int[0, 999].Array[names.Length]
        from extra in Gen.Select(Gen.Int[0, names.Length - 1], Gen.Int[0, names.Length - 1], Gen.Int[0, 9]).Array[0, names.Length]
        from ports in Gen.Int[0, 1].Array[names.Length * 2]
        select new RandomFlow(names, [.. Connect(names, parents, extra, ports).Distinct()]);

    public override string ToString() => $"{string.Join(' ', Kinds)} / {string.Join(' ', Connections)}";

    public string ToJson(bool goesOnWithIncidents = false, bool usesTokens = false)
    {
        var definition = JsonNode.Parse(Chart(Kinds.Select((kind, at) => NodeOf(kind, $"n{at}")), Connections.Select(c => string.Join('>', c.Split('>').Select(end => "n" + end))), goesOnWithIncidents ? KeepGoing() : null))!;
        if (usesTokens) definition["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = "TokenBased" };
        return definition.ToJsonString();
    }

    // Every node has a way to it from an earlier one; a few more connections lead anywhere, rarely backwards.
    private static IEnumerable<string> Connect(string[] names, int[] parents, (int From, int To, int Back)[] extra, int[] ports)
    {
        for (var at = 1; at < names.Length; at++)
        {
            var from = parents[at] % at;
            if (names[from] != "end") yield return $"{PortOf(names, from, ports[at])}>{at}";
        }

        for (var at = 0; at < extra.Length; at++)
        {
            var (from, to) = extra[at].Back < 8 ? (Math.Min(extra[at].From, extra[at].To), Math.Max(extra[at].From, extra[at].To)) : (Math.Max(extra[at].From, extra[at].To), Math.Min(extra[at].From, extra[at].To));
            if (from != to && to != 0 && names[from] != "end") yield return $"{PortOf(names, from, ports[names.Length + at])}>{to}";
        }
    }

    private static string PortOf(string[] names, int node, int choice) => names[node] switch
    {
        "ask" or "fails" => $"{node}.{(choice == 0 ? "Yes" : "No")}",
        "fork" => $"{node}.{(choice == 0 ? "L" : "R")}",
        _ => $"{node}",
    };

    private static JsonObject Merging(JsonObject node, string kind)
    {
        node["customProperties"] = new JsonObject { ["mergeMode"] = kind == "racing" ? "Race" : char.ToUpperInvariant(kind[0]) + kind[1..] };
        return node;
    }

    private static JsonObject NodeOf(string kind, string id) => kind switch
    {
        "ask" => Node(id, "Test.Ask"),
        "fails" => Node(id, "Test.FailsOnDemand"),
        "fork" => Fork(id, "L", "R"),
        "all" => Join(id, "WaitAll"),
        "active" => Join(id, "WaitAllActive"),
        "any" => Join(id, "WaitAny"),
        "end" => Node(id, "Elsa.End"),
        "event" => Event(id),
        "merge" or "converge" or "cascade" or "racing" or "stream" => Merging(Event(id), kind),
        "line" => Line(id),
        "delay" => Node(id, "Elsa.Delay", ("timeSpan", "00:10:00")),
        "loop" => Node(id, "Elsa.ForEach", ("items", Expression("Object", "Object", "[1,2]")), ("body", Event($"{id}-body"))),
        "both" => Node(id, "Elsa.Parallel", ("activities", new JsonArray(Event($"{id}-1"), Event($"{id}-2")))),
        "race" => Node(id, "Elsa.Fork", ("joinMode", "WaitAny"), ("branches", new JsonArray(Event($"{id}-1"), Event($"{id}-2")))),
        _ => throw new ArgumentException($"Expected a kind of node that is known here, but got '{kind}'.", nameof(kind)),
    };
}

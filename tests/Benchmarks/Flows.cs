using System.Text.Json.Nodes;

namespace HrBpm.Benchmarks;

/// <summary>The definitions that are run.</summary>
internal static class Flows
{
    /// <summary>Three people, one after the other.</summary>
    public static string Approval { get; } = Chart("bench-approval", [Wait("manager"), Wait("hr"), Wait("finance"), Node("end", "Elsa.End")], ["manager.Done>hr", "hr.Done>finance", "finance.Done>end"]);

    /// <summary>Three people at once, and a join.</summary>
    public static string Parallel { get; } = Chart("bench-parallel",
        [Node("fork", "Elsa.FlowFork", ("branches", Strings("a", "b", "c"))), Wait("a"), Wait("b"), Wait("c"), Node("join", "Elsa.FlowJoin", ("mode", "WaitAll")), Node("end", "Elsa.End")],
        ["fork.a>a", "fork.b>b", "fork.c>c", "a.Done>join", "b.Done>join", "c.Done>join", "join.Done>end"]);

    /// <summary>Nodes that do next to nothing, one after the other.</summary>
    public static string Sequence(string definitionId, int nodes) => Of(definitionId, new JsonObject
    {
        ["id"] = "steps",
        ["type"] = "Elsa.Sequence",
        ["activities"] = new JsonArray([.. Enumerable.Range(1, nodes).Select(n => Node($"n{n}", "Elsa.Start"))]),
    });

    /// <summary>The same in a flowchart.</summary>
    public static string Chain(string definitionId, int nodes) =>
        Chart(definitionId, Enumerable.Range(1, nodes).Select(n => Node($"n{n}", "Elsa.Start")), Enumerable.Range(1, nodes - 1).Select(n => $"n{n}.Done>n{n + 1}"));

    /// <summary>Parallel branches that meet in a join, each a chain of decisions whose ways meet again: three nodes for each decision, five around them.</summary>
    public static string Branches(string definitionId, int branches, int decisions)
    {
        List<JsonObject> nodes = [Node("start", "Elsa.Start"), Node("fork", "Elsa.FlowFork", ("branches", Strings(Enumerable.Range(0, branches).Select(b => $"b{b}")))), Node("join", "Elsa.FlowJoin", ("mode", "WaitAllActive")), Wait("last"), Node("end", "Elsa.End")];
        List<string> connections = ["start.Done>fork", "join.Done>last", "last.Done>end"];
        for (var b = 0; b < branches; b++)
        {
            var from = $"fork.b{b}";
            for (var d = 0; d < decisions; d++)
            {
                nodes.AddRange([Node($"d{b}-{d}", "Elsa.FlowDecision", ("condition", true)), Wait($"e{b}-{d}"), Wait($"m{b}-{d}")]);
                connections.AddRange([$"{from}>d{b}-{d}", $"d{b}-{d}.True>e{b}-{d}", $"d{b}-{d}.False>m{b}-{d}", $"e{b}-{d}.Done>m{b}-{d}"]);
                from = $"m{b}-{d}.Done";
            }

            connections.Add($"{from}>join");
        }

        return Chart(definitionId, nodes, connections);
    }

    private static JsonObject Wait(string id) => Node(id, "Elsa.Event", ("eventName", id));

    private static JsonObject Node(string id, string type, params (string Name, JsonNode? Value)[] inputs)
    {
        var node = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type };
        foreach (var (name, value) in inputs) node[name] = value;
        return node;
    }

    private static JsonObject Strings(params IEnumerable<string> items) => new()
    {
        ["typeName"] = "String[]",
        ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = new JsonArray([.. items.Select(i => JsonValue.Create(i))]).ToJsonString() },
    };

    private static string Chart(string definitionId, IEnumerable<JsonObject> activities, IEnumerable<string> connections) => Of(definitionId, new JsonObject
    {
        ["id"] = "flow",
        ["type"] = "Elsa.Flowchart",
        ["activities"] = new JsonArray([.. activities]),
        ["connections"] = new JsonArray([.. connections.Select(Connection)]),
    });

    private static JsonObject Connection(string text)
    {
        var ends = text.Split('.', '>');
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = ends[0], ["port"] = ends[1] },
            ["target"] = new JsonObject { ["activity"] = ends[2], ["port"] = "In" },
        };
    }

    private static string Of(string definitionId, JsonObject root) =>
        new JsonObject { ["definitionId"] = definitionId, ["name"] = definitionId, ["toolVersion"] = "3.8.0.0", ["root"] = root }.ToJsonString();
}

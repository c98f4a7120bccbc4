using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions;

/// <summary>Checks how a flowchart is connected.</summary>
internal static class FlowChecks
{
    private static readonly HashSet<string> Branching = ["Elsa.FlowDecision", "Elsa.FlowSwitch", "Elsa.FlowFork"];

    public static IEnumerable<DefinitionProblem> Of(Node flowchart) =>
        [.. Dangling(flowchart), .. UnknownOutcomes(flowchart), .. UnconnectedOutcomes(flowchart), .. Shape(flowchart)];

    private static IEnumerable<DefinitionProblem> Dangling(Node flowchart)
    {
        var ids = flowchart.Activities.Select(a => a.Id).ToHashSet();
        return from item in flowchart.Source.List("connections")?.OfType<JsonObject>() ?? []
               let ends = DefinitionCompiler.Ends(item)
               from end in new[] { ends.From, ends.To }
               where end is null || !ids.Contains(end)
               select DefinitionProblem.Of("definitions.connection-dangling", flowchart.Id, ("flowchart", flowchart.Id), ("end", end));
    }

    private static IEnumerable<DefinitionProblem> UnknownOutcomes(Node flowchart) =>
        from connection in flowchart.Connections
        let outcomes = connection.Source.Handler.OutcomesOf(connection.Source)
        where outcomes is not null && !outcomes.Contains(connection.Port ?? "Done")
        select DefinitionProblem.Of("definitions.outcome-unknown", connection.Source.Id, ("name", connection.Source.DisplayName), ("outcome", connection.Port), ("outcomes", Listed(outcomes)));

    // That the last step of a way leads nowhere is as it should be; a decision or a step with several outcomes deserves a look.
    private static IEnumerable<DefinitionProblem> UnconnectedOutcomes(Node flowchart)
    {
        var connected = flowchart.Connections.ToLookup(c => c.Source, c => c.Port ?? "Done");
        foreach (var node in flowchart.Activities.Where(a => connected.Contains(a) || Branching.Contains(a.Type)))
        {
            if (!connected.Contains(node)) yield return DefinitionProblem.Of("definitions.outcomes-unconnected", node.Id, ("name", node.DisplayName));
            foreach (var outcome in connected.Contains(node) ? (node.Handler.OutcomesOf(node) ?? []).Distinct().Except(connected[node]) : [])
                yield return DefinitionProblem.Of("definitions.outcome-unconnected", node.Id, ("name", node.DisplayName), ("outcome", outcome));
        }
    }

    private static IEnumerable<DefinitionProblem> Shape(Node flowchart)
    {
        if (flowchart.Plan!.Start is not { } start) yield break;
        var reached = flowchart.Plan.Starts.SelectMany(s => flowchart.Plan.From(s).Downstream(s).Append(s)).ToHashSet();
        foreach (var node in flowchart.Activities.Where(a => !reached.Contains(a)))
            yield return DefinitionProblem.Of("definitions.unreachable", node.Id, ("name", node.DisplayName), ("start", start.DisplayName));
        var shape = flowchart.Plan.From(start);
        foreach (var back in flowchart.Connections.Where(c => shape.IsBackward(c) && !shape.IsValidBackward(c)))
            yield return DefinitionProblem.Of("definitions.invalid-backward", back.Source.Id, ("name", back.Source.DisplayName), ("target", back.Target.DisplayName));
    }

    private static string Listed(IReadOnlyList<string> outcomes) => outcomes.Count == 0 ? "-" : string.Join(", ", outcomes.Select(o => $"'{o}'"));
}

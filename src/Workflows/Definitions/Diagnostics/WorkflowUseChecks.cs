using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions;

/// <summary>Checks that workflows used as activities exist and do not contain themselves, as far as the definitions are known.</summary>
internal static class WorkflowUseChecks
{
    public static IEnumerable<DefinitionProblem> Of(WorkflowDefinition definition, Graph graph, FindDefinition? find)
    {
        if (find is null) yield break;
        foreach (var node in graph.Nodes.Values.Where(n => n.UsedWorkflow is not null))
        {
            if (node.UsedWorkflow != definition.DefinitionId && find(node.UsedWorkflow!) is null)
                yield return DefinitionProblem.Of("definitions.workflow-unknown", node.Id, ("name", node.DisplayName), ("workflow", node.UsedWorkflow));
            else if (WayBack(node.UsedWorkflow!, definition, find, []) is { } way)
                yield return DefinitionProblem.Of("definitions.workflow-cycle", node.Id, ("cycle", string.Join(" > ", way.Prepend(definition.Name)))) with { Path = [definition.Name, .. way] };
        }
    }

    private static IReadOnlyList<string>? WayBack(string from, WorkflowDefinition to, FindDefinition find, HashSet<string> seen)
    {
        if (from == to.DefinitionId) return [to.Name];
        if (!seen.Add(from) || find(from) is not { } used) return null;
        foreach (var next in Uses(used.Root))
        {
            if (WayBack(next, to, find, seen) is { } rest) return [used.Name, .. rest];
        }

        return null;
    }

    private static IEnumerable<string> Uses(JsonNode? source) => source switch
    {
        JsonObject activity => activity.SelectMany(m => Uses(m.Value)).Concat(UsedBy(activity) is { } used ? [used] : []),
        JsonArray list => list.SelectMany(Uses),
        _ => [],
    };

    // The core activities that start other workflows have an input of that name, which may be a bare text too.
    private static string? UsedBy(JsonObject activity) =>
        activity.Text("type")?.StartsWith("Elsa.", StringComparison.Ordinal) == false ? PartReference.Of(activity)?.DefinitionId : null;
}

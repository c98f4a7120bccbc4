namespace HrBpm.Workflows.Definitions;

/// <summary>Checks that workflows used as activities exist and do not contain themselves, as far as the definitions are known.</summary>
internal static class WorkflowUseChecks
{
    public static IEnumerable<DefinitionProblem> Of(WorkflowDefinition definition, Graph graph, FindDefinition? find)
    {
        if (find is null) yield break;
        foreach (var node in graph.Nodes.Values.Where(n => n.UsedWorkflow is not null))
        {
            var used = node.UsedWorkflow!;
            if (used.DefinitionId != definition.DefinitionId && find(used) is null)
                yield return DefinitionProblem.Of("definitions.workflow-unknown", node.Id, ("name", node.DisplayName), ("workflow", used.DefinitionId));
            else if (WayBack(used, definition, find, []) is { } way)
                yield return DefinitionProblem.Of("definitions.workflow-cycle", node.Id, ("cycle", string.Join(" > ", way.Prepend(definition.Name)))) with { Path = [definition.Name, .. way] };
        }
    }

    private static IReadOnlyList<string>? WayBack(PartReference from, WorkflowDefinition to, FindDefinition find, HashSet<string> seen)
    {
        if (from.DefinitionId == to.DefinitionId) return [to.Name];
        if (!seen.Add(from.Key) || find(from) is not { } stored) return null;
        var used = WorkflowDefinition.Read(stored.Json);
        foreach (var next in UsedDefinitions.In(used))
        {
            if (WayBack(next, to, find, seen) is { } rest) return [used.Name, .. rest];
        }

        return null;
    }
}

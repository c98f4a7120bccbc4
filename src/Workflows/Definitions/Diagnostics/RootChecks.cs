using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Definitions;

/// <summary>Checks what a definition says of itself.</summary>
internal static class RootChecks
{
    public static IEnumerable<DefinitionProblem> Of(WorkflowDefinition definition)
    {
        if (definition.DefinitionId.Length == 0) yield return DefinitionProblem.Of("definitions.id-missing", "");
        if (definition.Root is null) yield return DefinitionProblem.Of("definitions.root-missing", "");
        foreach (var group in definition.Variables.GroupBy(v => v.Name).Where(g => g.Count() > 1))
            yield return DefinitionProblem.Of("definitions.variable-repeated", "", ("variable", group.Key), ("count", group.Count()));
    }
}

/// <summary>Checks that an id means one activity. In one flowchart the compiler insists on it; elsewhere the flow runs, but names may be taken for one another.</summary>
internal static class IdChecks
{
    public static IEnumerable<DefinitionProblem> Of(Graph graph) =>
        from same in graph.Nodes.Values.Where(n => n.Parent is not null && n.Source.Text("id") is { Length: > 0 }).GroupBy(n => n.Id)
        where same.Count() > 1
        select DefinitionProblem.Of("definitions.id-shared", same.Key, ("id", same.Key), ("count", same.Count()));
}

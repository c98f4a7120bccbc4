using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Definitions;

/// <summary>Checks what an import refuses beside JSON that cannot be read: names that nothing stands behind.</summary>
internal static class ImportChecks
{
    public static IEnumerable<DefinitionProblem> Of(WorkflowDefinition definition)
    {
        foreach (var list in (string[])["inputs", "outputs"])
        {
            foreach (var item in definition.Source.List(list)?.OfType<JsonObject>() ?? [])
            {
                if (item.Text("type") is { Length: > 0 } type && IsUnknownAlias(type))
                    yield return DefinitionProblem.Of("definitions.declared-type-unknown", "", ("name", item.Text("name")), ("type", type));
            }
        }

        if ((definition.Source["options"] as JsonObject)?.Text("incidentStrategyType") is { Length: > 0 } strategy && !IsStrategy(strategy))
            yield return DefinitionProblem.Of("definitions.incident-strategy-unknown", "", ("strategy", strategy));
    }

    /// <summary>A plain name that is no alias; the full name of a .NET type is something else.</summary>
    public static bool IsUnknownAlias(string typeName) => !Values.IsKnownType(typeName) && !typeName.AsSpan().ContainsAny('.', ',', '`');

    // "FaultStrategy", or "Namespace.FaultStrategy, Assembly".
    private static bool IsStrategy(string typeName) => typeName.Split(',')[0].Split('.')[^1] is "FaultStrategy" or "ContinueWithIncidentsStrategy";
}

using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Definitions;

/// <summary>Checks that what decides has something to decide by.</summary>
internal static class ConditionChecks
{
    private static readonly HashSet<string> Conditional = ["Elsa.FlowDecision", "Elsa.If", "Elsa.While"];
    private static readonly HashSet<string> Switches = ["Elsa.FlowSwitch", "Elsa.Switch"];

    public static IEnumerable<DefinitionProblem> Of(Node node)
    {
        if (Conditional.Contains(node.Type) && IsEmpty(node.Inputs.GetValueOrDefault("condition")?.Expression))
            yield return DefinitionProblem.Of("definitions.condition-missing", node.Id, ("name", node.DisplayName));
        if (!Switches.Contains(node.Type)) yield break;
        var cases = node.Source.List("cases")?.OfType<JsonObject>().ToList() ?? [];
        if (cases.Count == 0) yield return DefinitionProblem.Of("definitions.cases-missing", node.Id, ("name", node.DisplayName));
        foreach (var item in cases.Where(c => IsEmpty(c["condition"] is JsonObject condition ? DefinitionCompiler.ReadExpression(condition) : null)))
            yield return DefinitionProblem.Of("definitions.case-condition-missing", node.Id, ("label", item.Text("label")), ("name", node.DisplayName));
        foreach (var same in cases.GroupBy(c => c.Text("label") ?? "").Where(g => g.Count() > 1 && node.Type == "Elsa.FlowSwitch"))
            yield return DefinitionProblem.Of("definitions.case-repeated", node.Id, ("name", node.DisplayName), ("label", same.Key), ("count", same.Count()));
    }

    private static bool IsEmpty(Expression? expression) => expression?.Value is null or "" || (expression.Value is string text && string.IsNullOrWhiteSpace(text));
}

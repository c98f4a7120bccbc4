using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.FlowSwitch: leaves by the label of the first case that holds (MatchFirst), of all that hold (MatchAny), or by Default.</summary>
internal sealed class FlowSwitch : CoreNode
{
    public override IReadOnlyList<string> OutcomesOf(Node node) => [.. Cases(node).Select(c => c.Label), "Default"];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var matchesAny = await visit.TextAsync("mode") == "MatchAny";
        var outcomes = new List<string>();
        foreach (var (label, condition) in Cases(visit.Node))
        {
            if (condition is null || await visit.EvaluateAsync(DefinitionCompiler.ReadExpression(condition), "Boolean") is not true) continue;
            outcomes.Add(label);
            if (!matchesAny) break;
        }

        await visit.CompleteAsync(outcomes.Count > 0 ? outcomes : ["Default"]);
    }

    private static IEnumerable<(string Label, JsonObject? Condition)> Cases(Node node) => node.Source.List("cases") is { } cases
        ? cases.OfType<JsonObject>().Select(c => (c.Text("label") ?? "", c["condition"] as JsonObject))
        : [];
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>The ways in which a node of a flowchart can be left: decisions are free.</summary>
internal static class FlowChoices
{
    private const int MostLabelsInAllCombinations = 4;

    public static IEnumerable<Choice> Of(Node node, Behaviour behaviour, IReadOnlyList<Connection> outbound)
    {
        if (behaviour.Ways.HasFlag(WaysOut.Completes))
        {
            var choices = Distinct(OutcomesOf(node, outbound), outbound).ToList();
            foreach (var outcomes in choices) yield return new Choice(choices.Count == 1 ? [] : outcomes, WaysOut.Completes, Followed(outcomes, outbound));
        }

        foreach (var way in new[] { WaysOut.Breaks, WaysOut.Ends, WaysOut.Leaves, WaysOut.Finishes, WaysOut.Faults }.Where(w => behaviour.Ways.HasFlag(w)))
            yield return new Choice([], way, Followed(["Done"], outbound));
    }

    private static IEnumerable<IReadOnlyList<string>> OutcomesOf(Node node, IReadOnlyList<Connection> outbound)
    {
        var ports = outbound.Select(c => c.Port ?? "Done").Distinct().ToList();
        return node.Type switch
        {
            "Elsa.FlowFork" => [BranchesOf(node) ?? ports],
            "Elsa.FlowSwitch" when ModeOf(node) == "MatchAny" => [.. Combinations([.. node.Handler.OutcomesOf(node)!.Where(o => o != "Default").Distinct()]), ["Default"]],
            "Elsa.RunJavaScript" when node.Inputs.GetValueOrDefault("script")?.Expression?.Value?.ToString()?.Contains("setOutcome", StringComparison.Ordinal) != true => [["Done"]],
            "Elsa.RunJavaScript" => [.. Combinations(ports), ["Done"]],
            _ => (node.Handler.OutcomesOf(node) ?? [.. ports.Append("Done").Distinct()]).Select(o => (IReadOnlyList<string>)[o]).DefaultIfEmpty(["Done"]),
        };
    }

    // Two sets of outcomes that follow the same connections are one choice: usually those that are not connected at all.
    private static IEnumerable<IReadOnlyList<string>> Distinct(IEnumerable<IReadOnlyList<string>> choices, IReadOnlyList<Connection> outbound) =>
        choices.DistinctBy(outcomes => string.Concat(Followed(outcomes, outbound).Select(f => f ? '1' : '0')));

    private static bool[] Followed(IReadOnlyList<string> outcomes, IReadOnlyList<Connection> outbound) => [.. outbound.Select(c => outcomes.Contains(c.Port ?? "Done"))];

    private static IEnumerable<IReadOnlyList<string>> Combinations(List<string> labels)
    {
        if (labels.Count > MostLabelsInAllCombinations) return [.. labels.Select(l => (IReadOnlyList<string>)[l]), labels];
        return Enumerable.Range(1, (1 << labels.Count) - 1).Select(bits => (IReadOnlyList<string>)[.. labels.Where((_, at) => (bits >> at & 1) != 0)]);
    }

    private static string? ModeOf(Node node) => node.Inputs.GetValueOrDefault("mode")?.Expression?.Value?.ToString();

    private static List<string>? BranchesOf(Node fork)
    {
        try
        {
            return fork.Inputs.GetValueOrDefault("branches")?.Expression switch
            {
                { Type: "Object" or "Json" or "Literal", Value: string text } => JsonSerializer.Deserialize<List<string>>(text),
                { Type: "Object" or "Json" or "Literal", Value: JsonArray list } => [.. list.Select(b => b?.ToString() ?? "")],
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

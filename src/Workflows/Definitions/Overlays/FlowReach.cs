using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>Which cards of a flowchart anything leads to.</summary>
internal static class FlowReach
{
    /// <summary>The cards that are reached from these.</summary>
    public static HashSet<string> Of(JsonObject definition, List<string> roots)
    {
        var edges = FlowJson.Edges(definition).ToLookup(e => e.From, e => e.To);
        var reached = roots.ToHashSet();
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var at))
            foreach (var to in edges[at].Where(reached.Add)) open.Enqueue(to);
        return reached;
    }

    /// <summary>Cards that nothing leads to, and the first one, as flowcharts begin.</summary>
    public static List<string> Roots(JsonObject definition)
    {
        var targets = FlowJson.Edges(definition).Where(e => e.From != e.To).Select(e => e.To).ToHashSet();
        return [.. FlowJson.Cards(definition).Select(FlowJson.Id).Where((id, index) => index == 0 || !targets.Contains(id))];
    }
}

using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>How a node of a flowchart in token mode takes tokens that arrive by several connections.</summary>
internal enum MergeMode
{
    /// <summary>Runs for each arrival that nothing directly upstream will follow.</summary>
    Stream,

    /// <summary>Waits for all forward connections.</summary>
    Merge,

    /// <summary>Waits for all connections, those that lead back included.</summary>
    Converge,

    /// <summary>The first arrival runs it, the others are let pass.</summary>
    Cascade,

    /// <summary>As Cascade, and the first arrival ends what else is on its way.</summary>
    Race,
}

/// <summary>The merge mode of a node.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="NeedsAll">A branch that was not taken keeps the node from ever running (a FlowJoin in mode WaitAll).</param>
internal readonly record struct FlowMerge(MergeMode Mode, bool NeedsAll)
{
    public static async ValueTask<FlowMerge> OfAsync(Visit flow, Node node)
    {
        if (node.Type == FlowJoin.TypeName)
        {
            var mode = await FlowJoin.ModeOfAsync(flow, node);
            return OfJoin(mode);
        }

        return OfOther(node);
    }

    /// <summary>The merge mode as far as the definition alone tells it.</summary>
    public static FlowMerge Of(Node node) => node.Type == FlowJoin.TypeName ? OfJoin(FlowJoin.ModeOf(node)) : OfOther(node);

    private static FlowMerge OfJoin(JoinMode mode) => mode == JoinMode.WaitAny ? new(MergeMode.Race, false) : new(MergeMode.Merge, mode == JoinMode.WaitAll);

    private static FlowMerge OfOther(Node node)
    {
        var text = (node.Source["customProperties"] as JsonObject)?.Text("mergeMode");
        return new(Enum.TryParse<MergeMode>(text, ignoreCase: true, out var known) ? known : MergeMode.Stream, false);
    }
}

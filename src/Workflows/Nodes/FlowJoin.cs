using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>How a FlowJoin waits for its inbound connections.</summary>
internal enum JoinMode { WaitAny, WaitAll, WaitAllActive }

/// <summary>Elsa.FlowJoin: when to run is decided by the flowchart; once it runs, ancestors that still run are cancelled.</summary>
internal sealed class FlowJoin : CoreNode
{
    public const string TypeName = "Elsa.FlowJoin";

    /// <summary>The mode as the definition has it, where it is a literal; Elsa's default is WaitAny.</summary>
    public static JoinMode ModeOf(Node node) => node.Inputs.TryGetValue("mode", out var mode) ? Parse(mode.Expression?.Value?.ToString()) : JoinMode.WaitAny;

    /// <summary>The mode, which has to be known before the node is visited: an expression is evaluated for the flowchart.</summary>
    public static async ValueTask<JoinMode> ModeOfAsync(Visit flow, Node node) =>
        node.Inputs.TryGetValue("mode", out var mode) && mode.Expression is { Type: not "Literal" } ? Parse(await flow.EvaluateAsync(mode.Expression, "String") as string) : ModeOf(node);

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (visit.Run.Instance.Executions.TryGetValue(visit.Execution.Owner, out var owner) && visit.Run.Graph.Nodes[owner.Node].Handler is Flowchart)
            await Flowchart.CancelAncestorsAsync(new Visit(visit.Run, owner), visit.Node);
        await visit.CompleteAsync();
    }

    private static JoinMode Parse(string? text) => Enum.TryParse<JoinMode>(text, ignoreCase: true, out var known) ? known : JoinMode.WaitAny;
}

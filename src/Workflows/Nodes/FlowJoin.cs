using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>How a FlowJoin waits for its inbound connections.</summary>
internal enum JoinMode { WaitAny, WaitAll, WaitAllActive }

/// <summary>Elsa.FlowJoin: when to run is decided by the flowchart; once it runs, ancestors that still run are cancelled.</summary>
internal sealed class FlowJoin : CoreNode
{
    public const string TypeName = "Elsa.FlowJoin";

    /// <summary>The mode, which has to be known before the node is visited; Elsa's default is WaitAny.</summary>
    public static JoinMode ModeOf(Node node) =>
        node.Inputs.TryGetValue("mode", out var mode) && Enum.TryParse<JoinMode>(mode.Expression?.Value?.ToString(), ignoreCase: true, out var known) ? known : JoinMode.WaitAny;

    internal override ValueTask ExecuteAsync(Visit visit) => visit.CompleteAsync();
}

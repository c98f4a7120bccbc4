using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows;

/// <summary>How the tokens of one flowchart come to stand on the connections of another version.</summary>
internal sealed class TokenMigration(Instance instance, Execution flow, Node from, Node to, int version)
{
    /// <summary>The flowchart's visit.</summary>
    public int Execution => flow.Id;

    /// <summary>The tokens on the connections of the new version. What only holds back an arrival that cannot come any more is gone.</summary>
    public IReadOnlyList<FlowToken> Moved =>
        [.. flow.Tokens.Select(t => (Token: t, New: In(to, from.Connections[t.Connection]))).Where(t => t.New is not null).Select(t => t.Token with { Connection = t.New!.Number })];

    /// <summary>Why the tokens cannot move, or null: each has to be on a connection that the new version has, and what waits for others has to wait for the same ones there.</summary>
    public Refusal? WhyNot()
    {
        if (from.Plan?.Start?.Path != to.Plan?.Start?.Path) return AlterationRefusals.Unsafe($"Expected '{to.DisplayName}' to begin where it did, but it begins elsewhere in version {version}.");
        foreach (var connection in flow.Tokens.Where(t => !t.IsBlock).Select(t => from.Connections[t.Connection]))
        {
            if (In(to, connection) is null)
                return AlterationRefusals.Unsafe($"Expected version {version} to lead from '{connection.Source.DisplayName}' to '{connection.Target.DisplayName}', where a token is, but it does not.");
            if (!IsUnderway(connection.Target) && !WaitsAlike(connection.Target))
                return AlterationRefusals.Unsafe($"Expected version {version} to lead to '{connection.Target.DisplayName}', which waits for its branches, as before, but it does not.");
        }

        return to.Connections.Where(IsMissed).Select(c =>
            AlterationRefusals.Unsafe($"Expected '{c.Source.DisplayName}' not to be passed yet, because '{c.Target.DisplayName}' waits for it in version {version}, but it was.")).FirstOrDefault();
    }

    private bool WaitsAlike(Node node) => to.Activities.FirstOrDefault(a => a.Path == node.Path) is { } same && FlowMerge.Of(node) == FlowMerge.Of(same)
        && from.Connections.Where(c => c.Target == node).All(c => In(to, c) is not null) && to.Connections.Where(c => c.Target == same).All(c => In(from, c) is not null);

    // A connection that is new, to a node that waits for all of its own, from a node that the flow has left already.
    private bool IsMissed(Connection connection) => In(from, connection) is null && FlowMerge.Of(connection.Target).Mode is MergeMode.Merge or MergeMode.Converge
        && instance.Passed.ContainsKey(connection.Source.Path) && !IsUnderway(connection.Source);

    private bool IsUnderway(Node node) =>
        instance.Executions.Values.Any(e => e.Owner == flow.Id && e.Node == node.Path) || instance.Queue.Any(w => w.Owner == flow.Id && w.Node == node.Path);

    private static Connection? In(Node flowchart, Connection connection) =>
        flowchart.Connections.FirstOrDefault(c => c.Source.Path == connection.Source.Path && c.Port == connection.Port && c.Target.Path == connection.Target.Path);
}

using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.Flowchart. In counter mode, Elsa's default, visits of nodes and connections are counted, and what a decision excluded is skipped, so that a merge never waits for it; in token mode see <see cref="TokenFlow"/>.</summary>
internal sealed class Flowchart : CoreNode
{
    public const string TypeName = "Elsa.Flowchart";

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        visit.Run.DeclareVariables(visit);
        if (visit.FlowStart is { } start) visit.Schedule(start);
        else await visit.CompleteAsync();
    }

    internal override async ValueTask ChildCompletedAsync(Visit visit, ChildEnd child)
    {
        if (child.IsTerminal)
        {
            await visit.CompleteAsync();
            return;
        }

        if (UsesTokens(visit)) await new TokenFlow(visit, new FlowRun(visit).Shape).LeaveAsync(child);
        else await LeaveByCountAsync(visit, child);
        await CompleteWhenDoneAsync(visit);
    }

    /// <summary>Ends whoever is still on the way to a join that runs.</summary>
    public static ValueTask CancelAncestorsAsync(Visit visit, Node join)
    {
        var flow = new FlowRun(visit);
        return UsesTokens(visit) ? new TokenFlow(visit, flow.Shape).CancelAncestorsAsync(join) : flow.CancelAncestorsAsync(join);
    }

    /// <summary>A visit was ended from outside: goes on as if the flow had never led to it.</summary>
    public static async ValueTask PassByAsync(Visit visit, Node node)
    {
        var flow = new FlowRun(visit);
        if (UsesTokens(visit)) await new TokenFlow(visit, flow.Shape).PassByAsync(node);
        else await flow.SkipAsync(node);
        await CompleteWhenDoneAsync(visit);
    }

    internal override ValueTask<bool> GoBackAsync(Visit visit, Execution from, ActivityResult.GoneBack back) =>
        FlowReturn.TryAsync(visit, from, back);

    private static bool UsesTokens(Visit visit) => visit.Run.Instance.Flowcharts == FlowchartMode.Token;

    private static async ValueTask LeaveByCountAsync(Visit visit, ChildEnd child)
    {
        var flow = new FlowRun(visit);
        if (!child.IsBackward) flow.CountNode(child.Node);
        foreach (var connection in flow.Shape.Outbound(child.Node))
        {
            var isFollowed = child.Follows(connection.Port);
            flow.CountConnection(connection, isFollowed);
            if (!flow.Shape.IsBackward(connection)) await flow.ArriveAsync(connection);
            else if (isFollowed && flow.Shape.IsValidBackward(connection)) visit.Schedule(connection.Target, isBackward: true);
            else if (isFollowed)
            {
                await visit.FaultAsync("flowchart.invalid-backward", $"Expected every way to '{connection.Source.DisplayName}' to pass '{connection.Target.DisplayName}', because a connection leads back to it, but one does not.", connection.Source);
                return;
            }
        }
    }

    private static async ValueTask CompleteWhenDoneAsync(Visit visit)
    {
        var tokens = UsesTokens(visit) ? new TokenFlow(visit, new FlowRun(visit).Shape) : null;
        while (IsIdle(visit) && tokens is { IsUnderway: true })
        {
            if (visit.Run.Instance.IsElsaCompatible) return;
            await tokens.DecideAsync();
        }

        if (IsIdle(visit)) await visit.CompleteAsync();
    }

    private static bool IsIdle(Visit visit) =>
        visit.Run.Instance.Executions.ContainsKey(visit.Execution.Id) && visit.Execution.Status != ActivityStatus.Faulted && !visit.IsBusyBelow;
}

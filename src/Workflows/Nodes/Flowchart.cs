using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.Flowchart in counter mode, Elsa's default: visits of nodes and connections are counted, and what a decision excluded is skipped, so that a merge never waits for it.</summary>
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

        var flow = new FlowRun(visit);
        if (!child.IsBackward) flow.CountNode(child.Node);
        foreach (var connection in flow.Shape.Outbound(child.Node))
        {
            var isFollowed = child.Follows(connection.Port);
            flow.CountConnection(connection, isFollowed);
            if (!flow.Shape.IsBackward(connection)) await flow.ArriveAsync(connection);
            else if (isFollowed && !await FollowBackwardAsync(visit, flow, connection)) return;
        }

        await CompleteWhenDoneAsync(visit);
    }

    internal override async ValueTask ChildCanceledAsync(Visit visit, Node child)
    {
        var flow = new FlowRun(visit);
        await flow.SkipAsync(child);
        await CompleteWhenDoneAsync(visit);
    }

    internal override ValueTask<bool> GoBackAsync(Visit visit, Execution from, string activityId, bool comesStraightBack) =>
        FlowReturn.TryAsync(visit, from, activityId, comesStraightBack);

    private static async ValueTask<bool> FollowBackwardAsync(Visit visit, FlowRun flow, Connection connection)
    {
        if (flow.Shape.IsValidBackward(connection))
        {
            visit.Schedule(connection.Target, isBackward: true);
            return true;
        }

        await visit.FaultAsync("flowchart.invalid-backward", $"Expected every way to '{connection.Source.DisplayName}' to pass '{connection.Target.DisplayName}', because a connection leads back to it, but one does not.");
        return false;
    }

    private static ValueTask CompleteWhenDoneAsync(Visit visit)
    {
        var hasEnded = !visit.Run.Instance.Executions.ContainsKey(visit.Execution.Id);
        return hasEnded || visit.IsBusyBelow ? ValueTask.CompletedTask : visit.CompleteAsync();
    }
}

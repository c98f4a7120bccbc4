using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>The counting rules of one flowchart in one run.</summary>
internal sealed class FlowRun(Visit visit)
{
    private static readonly FlowCounters None = new();

    public FlowShape Shape { get; } = visit.Node.Plan!.From(visit.FlowStart!);

    private FlowCounters Counters => visit.Execution.Flow ?? None;

    public void CountNode(Node node) => visit.Run.Instance.Raise(new NodeVisited(visit.Execution.Id, node.Path));

    public void CountConnection(Connection connection, bool isFollowed) =>
        visit.Run.Instance.Raise(new ConnectionVisited(visit.Execution.Id, connection.Number, isFollowed));

    /// <summary>A forward connection was visited: schedules its target, skips it, or goes on waiting.</summary>
    public ValueTask ArriveAsync(Connection connection)
    {
        var target = connection.Target;
        if (target.Type != FlowJoin.TypeName) return MergeActiveAsync(target);
        return FlowJoin.ModeOf(target) switch
        {
            JoinMode.WaitAll => MergeAllAsync(target),
            JoinMode.WaitAny => RaceAsync(target, connection),
            _ => MergeActiveAsync(target),
        };
    }

    /// <summary>Passes a node by, and with it everything that only it leads to.</summary>
    public async ValueTask SkipAsync(Node node)
    {
        CountNode(node);
        foreach (var connection in Shape.Outbound(node))
        {
            CountConnection(connection, isFollowed: false);
            if (!Shape.IsBackward(connection)) await ArriveAsync(connection);
        }
    }

    private async ValueTask MergeActiveAsync(Node target)
    {
        if (!HaveAllArrived(target)) return;
        var inbound = Shape.ForwardInbound(target);
        var highest = inbound.Max(c => Counters.Of(c.Number));
        if (inbound.Any(c => Counters.Of(c.Number) == highest && Counters.Followed.Contains(c.Number))) await EnterAsync(target);
        else await SkipAsync(target);
    }

    private async ValueTask MergeAllAsync(Node target)
    {
        if (!HaveAllArrived(target)) return;
        if (Shape.ForwardInbound(target).All(c => Counters.Followed.Contains(c.Number))) await EnterAsync(target);
        else await SkipAsync(target);
    }

    private async ValueTask RaceAsync(Node target, Connection connection)
    {
        if (Counters.Of(connection.Number) <= Counters.Of(target.Path) || IsQueued(target)) return;
        if (Shape.ForwardInbound(target).Any(c => Counters.Followed.Contains(c.Number) && Counters.Of(c.Number) > Counters.Of(target.Path))) await EnterAsync(target);
        else if (HaveAllArrived(target)) await SkipAsync(target);
    }

    private async ValueTask EnterAsync(Node target)
    {
        visit.Schedule(target);
        if (target.Type == FlowJoin.TypeName) await CancelAncestorsAsync(target);
    }

    // Whoever is still on the way to a join that has been decided would arrive too late.
    private async ValueTask CancelAncestorsAsync(Node join)
    {
        var upstream = Shape.Upstream(join);
        foreach (var late in visit.Run.ChildrenOf(visit.Execution).Where(e => upstream.Contains(visit.Run.Graph.Nodes[e.Node])))
        {
            if (!visit.Run.Instance.Executions.ContainsKey(late.Id)) continue;
            await visit.Run.CancelAsync(late);
            await SkipAsync(visit.Run.Graph.Nodes[late.Node]);
        }
    }

    private bool HaveAllArrived(Node target) => Shape.ForwardInbound(target).All(c => Counters.Of(c.Number) > Counters.Of(target.Path));

    private bool IsQueued(Node target) => visit.Run.Instance.Queue.Any(w => w.Owner == visit.Execution.Id && w.Node == target.Path);
}

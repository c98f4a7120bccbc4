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
    public async ValueTask ArriveAsync(Connection connection)
    {
        if (await IsSkippedAsync(connection)) await SkipAsync(connection.Target);
    }

    /// <summary>Passes a node by, and with it everything that only it leads to.</summary>
    public async ValueTask SkipAsync(Node node)
    {
        // Not recursive: a dead path may be as long as the definition.
        var ways = new Stack<IEnumerator<Connection>>();
        Pass(node);
        while (ways.TryPeek(out var way))
        {
            if (!way.MoveNext())
            {
                ways.Pop();
                continue;
            }

            var connection = way.Current;
            CountConnection(connection, isFollowed: false);
            if (!Shape.IsBackward(connection) && await IsSkippedAsync(connection)) Pass(connection.Target);
        }

        void Pass(Node passed)
        {
            CountNode(passed);
            ways.Push(Shape.Outbound(passed).GetEnumerator());
        }
    }

    private async ValueTask<bool> IsSkippedAsync(Connection connection)
    {
        var target = connection.Target;
        return (target.Type == FlowJoin.TypeName ? await FlowJoin.ModeOfAsync(visit, target) : JoinMode.WaitAllActive) switch
        {
            JoinMode.WaitAny => await LosesAsync(target, connection),
            JoinMode.WaitAll => HaveAllArrived(target) && !Enters(target, Shape.ForwardInbound(target).All(IsFollowed)),
            _ => HaveAllArrived(target) && !Enters(target, HasActive(target)),
        };
    }

    private bool Enters(Node target, bool isReached)
    {
        if (isReached) visit.Schedule(target);
        return isReached;
    }

    private bool HasActive(Node target)
    {
        var (highest, isActive) = (0, false);
        foreach (var connection in Shape.ForwardInbound(target))
        {
            var visits = Counters.Of(connection.Number);
            if (visits < highest) continue;
            isActive = visits == highest && isActive || IsFollowed(connection);
            highest = visits;
        }

        return isActive;
    }

    private async ValueTask<bool> LosesAsync(Node target, Connection connection)
    {
        if (Counters.Of(connection.Number) <= Counters.Of(target.Path) || IsDecided(target)) return false;
        if (!Enters(target, Shape.ForwardInbound(target).Any(c => IsFollowed(c) && Counters.Of(c.Number) > Counters.Of(target.Path)))) return HaveAllArrived(target);
        await CancelAncestorsAsync(target);
        return false;
    }

    /// <summary>Ends whoever is still on the way to a join that has been decided, because they would arrive too late.</summary>
    public async ValueTask CancelAncestorsAsync(Node join)
    {
        var upstream = Shape.Upstream(join);
        foreach (var late in visit.Run.ChildrenOf(visit.Execution).Where(e => upstream.Contains(visit.Run.Graph.Nodes[e.Node])))
        {
            if (!visit.Run.Instance.Executions.ContainsKey(late.Id)) continue;
            await visit.Run.CancelAsync(late);
            await SkipAsync(visit.Run.Graph.Nodes[late.Node]);
        }
    }

    private bool IsFollowed(Connection connection) => Counters.Followed.Contains(connection.Number);

    private bool HaveAllArrived(Node target)
    {
        var visits = Counters.Of(target.Path);
        foreach (var connection in Shape.ForwardInbound(target)) if (Counters.Of(connection.Number) <= visits) return false;
        return true;
    }

    private bool IsDecided(Node target) => visit.Run.Instance.Queue.Any(w => w.Owner == visit.Execution.Id && w.Node == target.Path)
        || visit.Run.Instance.Executions.Values.Any(e => e.Owner == visit.Execution.Id && e.Node == target.Path);
}

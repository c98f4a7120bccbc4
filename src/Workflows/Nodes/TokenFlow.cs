using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>The rules of one flowchart in token mode: a token travels along every connection that is followed, and the merge mode of its target decides what the arrival does.</summary>
internal sealed class TokenFlow(Visit visit, FlowShape shape)
{
    private IReadOnlyList<FlowToken> Tokens => visit.Execution.Tokens;

    /// <summary>A node is left: its tokens are used up, and new ones go out.</summary>
    public async ValueTask LeaveAsync(ChildEnd child)
    {
        var followed = shape.Outbound(child.Node).Where(c => child.Follows(c.Port)).ToList();
        foreach (var connection in followed) Put(connection, isBlock: false);
        foreach (var used in Travelling.Where(t => shape.Of(t).Target == child.Node).ToList()) Take(used);
        foreach (var connection in followed) await ArriveAsync(connection);
    }

    /// <summary>A visit was ended from outside: what led to it is used up, and nothing goes out. What only waited for it goes on.</summary>
    public async ValueTask PassByAsync(Node node)
    {
        if (IsBusy(node)) return;
        foreach (var used in Tokens.Where(t => shape.Of(t) is var c && (t.IsBlock ? c.Source == node : c.Target == node)).ToList()) Take(used);
        foreach (var target in shape.Outbound(node).Select(c => c.Target).Distinct())
        {
            if (IsBusy(target) || Travelling.FirstOrDefault(t => shape.Of(t).Target == target) is not { } waiting || (await FlowMerge.OfAsync(visit, target)).Mode != MergeMode.Stream) continue;
            await ArriveAsync(shape.Of(waiting));
        }
    }

    private bool IsBusy(Node node) => visit.Run.Instance.Queue.Any(w => w.Owner == visit.Execution.Id && w.Node == node.Path)
        || visit.Run.Instance.Executions.Values.Any(e => e.Owner == visit.Execution.Id && e.Node == node.Path);

    /// <summary>True while a token is on its way.</summary>
    public bool IsUnderway => Travelling.Any();

    /// <summary>Nothing runs, so nothing more can arrive: the node that has waited longest upstream decides with what has come, as it would in counter mode.</summary>
    public async ValueTask DecideAsync()
    {
        var waiting = Travelling.Select(t => shape.Of(t).Target).Distinct().ToList();
        var first = waiting.Find(node => !waiting.Exists(other => other != node && shape.Upstream(node).Contains(other))) ?? waiting[0];
        if (await FlowMerge.OfAsync(visit, first) is { NeedsAll: false }) visit.Schedule(first);
        foreach (var arrived in Travelling.Where(t => shape.Of(t).Target == first).ToList()) Take(arrived);
    }

    /// <summary>Ends whoever is still on the way to a node that has been decided; their tokens go with them.</summary>
    public async ValueTask CancelAncestorsAsync(Node target)
    {
        var upstream = shape.Upstream(target);
        foreach (var late in visit.Run.ChildrenOf(visit.Execution).Where(e => upstream.Contains(visit.Run.Graph.Nodes[e.Node])))
        {
            await visit.Run.CancelAsync(late);
            foreach (var token in Tokens.Where(t => shape.Of(t) is var c && (c.Source.Path == late.Node || c.Target.Path == late.Node)).ToList()) Take(token);
        }
    }

    private async ValueTask ArriveAsync(Connection connection)
    {
        var target = connection.Target;
        switch ((await FlowMerge.OfAsync(visit, target)).Mode)
        {
            case MergeMode.Race:
                await CancelAncestorsAsync(target);
                TakeFirst(connection);
                break;
            case MergeMode.Cascade: TakeFirst(connection); break;
            case MergeMode.Merge: MeetAll(connection, shape.ForwardInbound(target)); break;
            case MergeMode.Converge: MeetAll(connection, shape.Inbound(target)); break;
            default:
                if (!shape.ForwardInbound(target).Any(inbound => Travelling.Any(t => shape.Of(t).Target == inbound.Source))) Schedule(connection);
                break;
        }
    }

    // The first arrival runs the node and blocks the other ways in; a later one only takes its block away. Elsa leaves the token of
    // the late one behind, which keeps the flowchart from ever being complete.
    private void TakeFirst(Connection connection)
    {
        if (Tokens.FirstOrDefault(t => t.IsBlock && t.Connection == connection.Number) is { } block)
        {
            Take(block);
            if (!visit.Run.Instance.IsElsaCompatible) Take(new FlowToken(connection.Number, IsBlock: false));
            return;
        }

        Schedule(connection);
        foreach (var other in shape.ForwardInbound(connection.Target).Where(c => c.Source != connection.Source)) Put(other, isBlock: true);
    }

    private void MeetAll(Connection connection, IReadOnlyList<Connection> inbound)
    {
        if (inbound.Count < 2 || inbound.All(c => Travelling.Any(t => t.Connection == c.Number))) Schedule(connection);
    }

    private void Schedule(Connection connection) => visit.Schedule(connection.Target, isBackward: shape.IsBackward(connection));

    private IEnumerable<FlowToken> Travelling => Tokens.Where(t => !t.IsBlock);

    private void Put(Connection connection, bool isBlock) => visit.Run.Instance.Raise(new TokenPut(visit.Execution.Id, connection.Number, isBlock));

    private void Take(FlowToken token) => visit.Run.Instance.Raise(new TokenTaken(visit.Execution.Id, token.Connection, token.IsBlock));
}

using System.Collections.Concurrent;

namespace HrBpm.Workflows.Definitions;

/// <summary>What a flowchart's run needs to know of its shape, worked out once per start.</summary>
internal sealed class FlowPlan(Node flowchart)
{
    private readonly ConcurrentDictionary<string, FlowShape> _shapes = [];

    /// <summary>Where a run begins: the first Elsa.Start, the first activity that can start the workflow, the first without inbound connections, the first.</summary>
    public Node? Start { get; } =
        flowchart.Activities.FirstOrDefault(a => a.Type == "Elsa.Start")
        ?? flowchart.Activities.FirstOrDefault(a => a.CanStartWorkflow)
        ?? flowchart.Activities.FirstOrDefault(a => flowchart.Connections.All(c => c.Target != a))
        ?? (flowchart.Activities.Count > 0 ? flowchart.Activities[0] : null);

    /// <summary>Every activity where a run can begin: <see cref="Start"/>, and each that a trigger may start the workflow by.</summary>
    public IReadOnlyList<Node> Starts => [.. (Start is null ? [] : new[] { Start }).Concat(flowchart.Activities.Where(a => a.CanStartWorkflow)).Distinct()];

    /// <summary>The shape seen from a start.</summary>
    public FlowShape From(Node start) => _shapes.GetOrAdd(start.Path, static (_, at) => new FlowShape(at.Flowchart, at.Start), (Flowchart: flowchart, Start: start));
}

/// <summary>Forward and backward connections of a flowchart, as seen from one start.</summary>
/// <remarks>
/// Breadth-first from the start in list order, an edge is backward when its target already reaches its source over accepted edges.
/// A backward connection is valid when every forward path from its source back to the start passes its target.
/// </remarks>
internal sealed class FlowShape
{
    private static readonly List<Connection> NoConnections = [];
    private readonly Dictionary<string, List<Connection>> _outbound = [];
    private readonly Dictionary<string, List<Connection>> _forwardInbound = [];
    private readonly Dictionary<string, List<Connection>> _inbound = [];
    private readonly IReadOnlyList<Connection> _connections;
    private readonly HashSet<int> _backward = [];
    private readonly Node _start;

    public FlowShape(Node flowchart, Node start)
    {
        _start = start;
        _connections = flowchart.Connections;
        foreach (var connection in flowchart.Connections) ListOf(_outbound, connection.Source).Add(connection);
        foreach (var connection in flowchart.Connections) ListOf(_inbound, connection.Target).Add(connection);
        Classify(start);
        foreach (var connection in flowchart.Connections.Where(c => !_backward.Contains(c.Number) && Seen.Contains(c.Source.Path)))
            ListOf(_forwardInbound, connection.Target).Add(connection);
    }

    private HashSet<string> Seen { get; } = [];

    // Lists, not an interface: then going through them allocates nothing.
    public List<Connection> Outbound(Node node) => _outbound.GetValueOrDefault(node.Path) ?? NoConnections;

    public List<Connection> ForwardInbound(Node node) => _forwardInbound.GetValueOrDefault(node.Path) ?? NoConnections;

    /// <summary>Every connection that leads to a node, those that lead back included.</summary>
    public IReadOnlyList<Connection> Inbound(Node node) => _inbound.GetValueOrDefault(node.Path) ?? [];

    /// <summary>The connection that a token is on.</summary>
    public Connection Of(FlowToken token) => _connections[token.Connection];

    public bool IsBackward(Connection connection) => _backward.Contains(connection.Number);

    public bool IsValidBackward(Connection connection) => connection.Source == connection.Target || !ReachesStartWithout(connection.Source, connection.Target);

    /// <summary>Everything that lies after a node, over forward connections.</summary>
    public IReadOnlySet<Node> Downstream(Node node) => Walk(node, n => Outbound(n).Where(c => !IsBackward(c)).Select(c => c.Target));

    /// <summary>Everything that lies before a node, over forward connections.</summary>
    public IReadOnlySet<Node> Upstream(Node node) => Walk(node, n => ForwardInbound(n).Select(c => c.Source));

    private static HashSet<Node> Walk(Node from, Func<Node, IEnumerable<Node>> next)
    {
        var seen = new HashSet<Node>();
        var todo = new Stack<Node>(next(from));
        while (todo.TryPop(out var node))
        {
            if (!seen.Add(node)) continue;
            foreach (var further in next(node)) todo.Push(further);
        }

        return seen;
    }

    private void Classify(Node start)
    {
        var accepted = new Dictionary<string, List<Node>>();
        var todo = new Queue<Node>([start]);
        Seen.Add(start.Path);
        while (todo.TryDequeue(out var node))
        {
            foreach (var connection in Outbound(node))
            {
                if (Reaches(connection.Target, node, accepted)) _backward.Add(connection.Number);
                else ListOf(accepted, node).Add(connection.Target);
                if (Seen.Add(connection.Target.Path)) todo.Enqueue(connection.Target);
            }
        }
    }

    private static bool Reaches(Node from, Node to, Dictionary<string, List<Node>> edges) =>
        from == to || Walk(from, n => edges.GetValueOrDefault(n.Path) ?? []).Contains(to);

    private bool ReachesStartWithout(Node from, Node avoided)
    {
        if (from == _start) return true;
        return Walk(from, n => ForwardInbound(n).Select(c => c.Source).Where(s => s != avoided)).Contains(_start);
    }

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, Node node)
    {
        if (!lists.TryGetValue(node.Path, out var list)) lists[node.Path] = list = [];
        return list;
    }
}

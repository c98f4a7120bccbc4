using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>One way in which a node of a flowchart can be left.</summary>
/// <param name="Outcomes">The outcomes, for people; empty when there is only one way.</param>
/// <param name="Way">How the visit ends.</param>
/// <param name="Follows">For each outbound connection, whether it is followed.</param>
internal sealed record Choice(IReadOnlyList<string> Outcomes, WaysOut Way, bool[] Follows);

/// <summary>A flowchart in numbers, as one start sees it.</summary>
internal sealed class FlowNet
{
    private readonly Dictionary<Node, int> _numbers = [];

    public FlowNet(Node chart, Node start, Func<Node, Behaviour> behaviourOf)
    {
        var shape = chart.Plan!.From(start);
        var behind = shape.Downstream(start);
        Connected = [.. chart.Activities.Where(a => a == start || behind.Contains(a))];
        Nodes = InOrder(Connected, start, shape);
        for (var n = 0; n < Nodes.Length; n++) _numbers[Nodes[n]] = n;
        Start = _numbers[start];
        var outbound = Array.ConvertAll(Nodes, n => shape.Outbound(n).ToArray());
        Edges = [.. outbound.SelectMany((connections, n) => connections.Select(c => new Edge(n, _numbers[c.Target], shape.IsBackward(c), !shape.IsBackward(c) || shape.IsValidBackward(c))))];
        Outbound = new int[Nodes.Length][];
        for (int n = 0, e = 0; n < Nodes.Length; e += outbound[n].Length, n++) Outbound[n] = [.. Enumerable.Range(e, outbound[n].Length)];
        Inbound = Array.ConvertAll(Nodes, _ => Array.Empty<int>());
        foreach (var group in Enumerable.Range(0, Edges.Length).GroupBy(e => Edges[e].To)) Inbound[group.Key] = [.. group];
        ForwardInbound = Array.ConvertAll(Inbound, edges => Array.FindAll(edges, e => !Edges[e].IsBackward));
        IsLedToFromElsewhere = Array.ConvertAll(Nodes, n => shape.Inbound(n).Any(c => !_numbers.ContainsKey(c.Source)));
        Behaviours = Array.ConvertAll(Nodes, n => behaviourOf(n));
        Choices = [.. Nodes.Select((node, n) => FlowChoices.Of(node, Behaviours[n], outbound[n]).ToArray())];
        Joins = Array.ConvertAll(Nodes, n => n.Type == FlowJoin.TypeName ? FlowJoin.ModeOf(n) : (JoinMode?)null);
        Merges = Array.ConvertAll(Nodes, FlowMerge.Of);
        IsInstant = [.. Nodes.Select((_, n) => !Behaviours[n].Waits && Choices[n] is [{ Way: WaysOut.Completes or WaysOut.Breaks }])];
        IsEnd = [.. Nodes.Select((_, n) => !Behaviours[n].Waits && Choices[n] is [{ Way: not (WaysOut.Completes or WaysOut.Breaks) }])];
        Upstream = Array.ConvertAll(Joins, _ => (BitSet?)null);
        for (var n = 0; n < Nodes.Length; n++)
        {
            if (Joins[n] is not null || Merges[n].Mode == MergeMode.Race) Upstream[n] = BitSet.Of(Nodes.Length, shape.Upstream(Nodes[n]).Where(_numbers.ContainsKey).Select(u => _numbers[u]));
        }

        Reach = [.. Enumerable.Range(0, Nodes.Length).Select(n => ReachOf(n, without: -1))];
        WaitsAhead = [.. Enumerable.Range(0, Nodes.Length).Select(n => Behaviours[n].Waits || Reach[n].Any(r => Behaviours[r].Waits))];
        KillsAhead = [.. Enumerable.Range(0, Nodes.Length).Select(n => Kills(n) || Reach[n].Any(Kills))];
        EndsAmidStep = [.. Enumerable.Range(0, Nodes.Length).Select(n => Inbound[n].Length > 1 && EndsAtOnce(n) && ComesWithOthers(n))];
    }

    public Node[] Nodes { get; }

    public int Start { get; }

    public Edge[] Edges { get; }

    /// <summary>Numbers of the edges that leave a node, in the order of the definition.</summary>
    public int[][] Outbound { get; }

    public int[][] Inbound { get; }

    public int[][] ForwardInbound { get; }

    /// <summary>A connection leads to the node from one that cannot be reached from this start, so that nothing ever comes over it.</summary>
    public bool[] IsLedToFromElsewhere { get; }

    public Behaviour[] Behaviours { get; }

    public Choice[][] Choices { get; }

    public JoinMode?[] Joins { get; }

    /// <summary>How tokens meet.</summary>
    public FlowMerge[] Merges { get; }

    /// <summary>Left at once and in one way.</summary>
    public bool[] IsInstant { get; }

    /// <summary>Ends the flowchart as soon as it is reached.</summary>
    public bool[] IsEnd { get; }

    /// <summary>For joins and races: what lies before them, over forward connections.</summary>
    public BitSet?[] Upstream { get; }

    /// <summary>What can be reached from a node over any connections; the node itself only by a cycle.</summary>
    public BitSet[] Reach { get; }

    /// <summary>The node, or something after it, can wait.</summary>
    public bool[] WaitsAhead { get; }

    /// <summary>The node, or something after it, can end the flowchart.</summary>
    public bool[] KillsAhead { get; }

    /// <summary>For merges: leads to an end at once, in a step that may start other nodes too. Whether those run before the end depends on which branch comes last.</summary>
    public bool[] EndsAmidStep { get; }

    /// <summary>What connections lead to from the start, in the order of the definition.</summary>
    public IReadOnlyList<Node> Connected { get; }

    public BitSet ReachOf(int from, int without)
    {
        var seen = new BitSet(Nodes.Length);
        var todo = new Stack<int>([from]);
        while (todo.TryPop(out var node))
        {
            foreach (var edge in Outbound[node])
            {
                var next = Edges[edge].To;
                if (next == without || seen[next]) continue;
                seen.Add(next);
                todo.Push(next);
            }
        }

        return seen;
    }

    private bool EndsAtOnce(int node) => Along(node, at => IsInstant[at] ? Outbound[at].Select(e => Edges[e].To) : []).Any(at => IsEnd[at]);

    private bool ComesWithOthers(int node) => Along(node, at => at == node || IsInstant[at] ? Inbound[at].Select(e => Edges[e].From) : [])
        .Any(at => at != node && Array.Exists(Choices[at], c => c.Follows.Count(f => f) > 1));

    private static HashSet<int> Along(int from, Func<int, IEnumerable<int>> next)
    {
        var seen = new HashSet<int> { from };
        var todo = new Stack<int>(seen);
        while (todo.TryPop(out var at))
        {
            foreach (var other in next(at))
            {
                if (seen.Add(other)) todo.Push(other);
            }
        }

        return seen;
    }

    private bool Kills(int node) => (Behaviours[node].Ways & WaysOut.Kills) != 0;

    // Depth-first over forward connections, so that the numbers of a branch lie together and grow towards its end.
    private static Node[] InOrder(IReadOnlyList<Node> connected, Node start, FlowShape shape)
    {
        var (order, seen) = (new List<Node>(connected.Count), new HashSet<Node>());
        var todo = new Stack<(Node Node, bool IsDone)>([(start, false)]);
        while (todo.TryPop(out var at))
        {
            if (at.IsDone)
            {
                order.Add(at.Node);
                continue;
            }

            if (!seen.Add(at.Node)) continue;
            todo.Push((at.Node, true));
            foreach (var connection in shape.Outbound(at.Node).Where(c => !shape.IsBackward(c))) todo.Push((connection.Target, false));
        }

        order.Reverse();
        return [.. order];
    }
}

/// <summary>A connection in numbers.</summary>
internal readonly record struct Edge(int From, int To, bool IsBackward, bool IsValid);

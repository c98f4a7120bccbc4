using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>Explores what a flow can do, with every decision as a free choice, and tells what can go wrong.</summary>
/// <remarks>
/// Containers are explored from the inside out: what is inside one shows outside only by the ways in which it can end, so the states of nested containers add up
/// instead of multiplying. Only flowcharts and state machines have states of their own to explore, see <see cref="FlowExploration"/> and <see cref="MachineExploration"/>.
/// </remarks>
public sealed class SoundnessCheck(SoundnessLimits limits, ElsaOptions options)
{
    /// <summary>Explores a compiled definition.</summary>
    public SoundnessReport Explore(Graph graph)
    {
        var walk = new ContainerWalk(graph, options, limits);
        walk.Explore(graph.Root);
        return new SoundnessReport(walk.Findings, walk.States, walk.IsComplete);
    }
}

/// <summary>Walks through the containers of one definition.</summary>
internal sealed class ContainerWalk(Graph graph, ElsaOptions options, SoundnessLimits limits)
{
    // These neither wait nor run anything that could: they are left in the moment in which they are reached.
    private static readonly HashSet<string> Instant =
    [
        "Elsa.FlowDecision", "Elsa.FlowSwitch", "Elsa.FlowFork", FlowJoin.TypeName, "Elsa.Start", "Elsa.End", "Elsa.Finish", "Elsa.Complete", "Elsa.Fault", "Elsa.Break", "Elsa.SetVariable",
        "Elsa.SetOutput", "Elsa.SetName", "Elsa.Correlate", "Elsa.WriteLine", "Elsa.RunJavaScript",
    ];

    private readonly Dictionary<Node, Behaviour> _known = [];
    private List<SoundnessFinding> _findings = [];

    public IReadOnlyList<SoundnessFinding> Findings => _findings;

    public int States { get; private set; }

    public bool IsComplete { get; private set; } = true;

    /// <summary>What a node does, seen from outside; what is wrong inside is added to the findings.</summary>
    public Behaviour Explore(Node node) => _known.TryGetValue(node, out var known) ? known : _known[node] = Inside(node);

    private Behaviour Inside(Node node) => node.Type switch
    {
        Flowchart.TypeName => Chart(node),
        "Elsa.Sequence" => InTurn(node),
        "Elsa.Parallel" => AtOnce(node.Activities, takesFirst: false),
        "Elsa.Fork" => AtOnce(node.Branches, takesFirst: node.Source.Text("joinMode") == "WaitAny"),
        "Elsa.If" => AnyOf(node.Ports.Values, mayPass: node.Ports.Count(p => p.Key is "then" or "else") < 2),
        "Elsa.Switch" => AnyOf(node.Ports.Values, mayPass: true),
        // A condition that always holds is not a choice: such a loop is left by Break, or never.
        "Elsa.While" => Round(node, endsByItself: ConstantCondition.Of(node.Inputs.GetValueOrDefault("condition")?.Expression) != true),
        "Elsa.For" or "Elsa.ForEach" or "Elsa.ParallelForEach" => Round(node, endsByItself: true),
        StateMachine.TypeName => InStates(node),
        "Elsa.End" => new(WaysOut.Ends, Waits: false),
        "Elsa.Finish" => new(WaysOut.Finishes, Waits: false),
        "Elsa.Complete" => new(WaysOut.Leaves, Waits: false),
        "Elsa.Break" => new(WaysOut.Breaks, Waits: false),
        "Elsa.Fault" => new(graph.ContinuesWithIncidents ? WaysOut.Completes : WaysOut.Faults, Waits: false),
        _ when node.Handler is PartNode part => Used(node, part),
        _ when Children(node).Count > 0 => Composite(node),
        _ => new(WaysOut.Completes, Waits: !Instant.Contains(node.Type)),
    };

    private Behaviour Chart(Node chart)
    {
        var children = chart.Activities.ToDictionary(c => c, c => Within(c));
        if (chart.Plan?.Starts is not { Count: > 0 } starts) return new(WaysOut.Completes, Waits: false);
        var (ways, runs) = (WaysOut.None, new Dictionary<Node, IReadOnlyList<PathStep>>());
        var connected = new HashSet<Node>();
        foreach (var start in starts)
        {
            var net = new FlowNet(chart, start, n => children[n].Behaviour);
            FlowState state = options.ModeOf(graph.Definition) == FlowchartMode.Token ? new TokenState(net, options.IsCompatible(graph.Definition)) : new CounterState(net);
            var exploration = new FlowExploration(net, state, limits);
            exploration.Run();
            ways |= exploration.Ways;
            States += exploration.States;
            IsComplete &= exploration.IsComplete;
            foreach (var found in exploration.Findings.Where(f => !_findings.Exists(known => known.Kind == f.Kind && known.Node == f.Node))) _findings.Add(found);
            foreach (var (node, path) in exploration.FirstRuns) runs.TryAdd(node, path);
            connected.UnionWith(exploration.Connected);
        }

        if (IsComplete) _findings.AddRange(connected.Where(n => !runs.ContainsKey(n)).OrderBy(n => n.Path, StringComparer.Ordinal).Select(NeverRuns));
        foreach (var (node, inside) in children.Where(c => runs.ContainsKey(c.Key))) Include(inside.Findings, runs[node]);
        return new(ways, children.Values.Any(c => c.Behaviour.Waits));
    }

    private Behaviour InStates(Node machine)
    {
        var children = machine.Ports.Values.ToDictionary(c => c, c => Within(c));
        var exploration = new MachineExploration(machine, n => children[n].Behaviour);
        exploration.Run();
        States += exploration.States;
        // Where a bound was reached inside an activity, how that can end is not known, and so neither what comes after it.
        _findings.AddRange(exploration.Findings.Where(f => IsComplete || f.Kind == SoundnessFindingKind.WaitsBetweenStates));
        foreach (var (node, path) in exploration.FirstRuns) Include(children[node].Findings, path);
        return exploration.Behaviour;
    }

    private Behaviour InTurn(Node sequence)
    {
        var (ways, waits, goesOn) = (WaysOut.None, false, true);
        var path = new List<PathStep>();
        foreach (var child in sequence.Activities)
        {
            if (!goesOn)
            {
                _findings.Add(NeverRuns(child));
                continue;
            }

            var (behaviour, findings) = Within(child);
            Include(findings, path);
            path.Add(new PathStep(child, []));
            ways |= behaviour.Ways & ~WaysOut.Completes;
            waits |= behaviour.Waits;
            goesOn = behaviour.Ways.HasFlag(WaysOut.Completes);
        }

        if (goesOn) ways |= WaysOut.Completes;
        return new(EndedInside(ways), waits);
    }

    private Behaviour AtOnce(IReadOnlyList<Node> children, bool takesFirst)
    {
        var all = children.Select(c => (Node: c, Explore(c).Ways, Explore(c).Waits)).ToList();
        foreach (var ends in all.Where(c => (c.Ways & (WaysOut.Leaves | WaysOut.Finishes)) != 0))
        {
            var late = all.Where(c => c.Waits && c.Node != ends.Node).Select(c => c.Node).ToList();
            if (late.Count > 0) _findings.Add(new(SoundnessFindingKind.LeftWaiting, ends.Node, [new PathStep(ends.Node, [])], late));
        }

        const WaysOut arrives = WaysOut.Completes | WaysOut.Breaks | WaysOut.Ends;
        var ways = all.Aggregate(WaysOut.None, (sum, c) => sum | (c.Ways & WaysOut.Kills & ~WaysOut.Ends));
        if (all.Count == 0 || (takesFirst ? all.Exists(c => (c.Ways & arrives) != 0) : all.TrueForAll(c => (c.Ways & arrives) != 0)))
        {
            if (all.Count == 0 || all.TrueForAll(c => c.Ways != WaysOut.Breaks) || (takesFirst && all.Exists(c => (c.Ways & (WaysOut.Completes | WaysOut.Ends)) != 0))) ways |= WaysOut.Completes;
            if (all.Exists(c => c.Ways.HasFlag(WaysOut.Breaks))) ways |= WaysOut.Breaks;
        }

        return new(ways, all.Exists(c => c.Waits));
    }

    private Behaviour AnyOf(IEnumerable<Node> branches, bool mayPass)
    {
        var all = branches.Select(Explore).ToList();
        return new(EndedInside(all.Aggregate(mayPass ? WaysOut.Completes : WaysOut.None, (sum, b) => sum | b.Ways)), all.Exists(b => b.Waits));
    }

    private Behaviour Round(Node loop, bool endsByItself)
    {
        if (!loop.Ports.TryGetValue("body", out var body)) return new(WaysOut.Completes, Waits: false);
        var inside = Explore(body);
        var isLeft = endsByItself || (inside.Ways & (WaysOut.Breaks | WaysOut.Ends)) != 0;
        if (!isLeft && inside.Ways == WaysOut.Completes) _findings.Add(new(SoundnessFindingKind.LoopWithoutExit, loop, [new PathStep(loop, [])], [body]));
        return new((inside.Ways & (WaysOut.Leaves | WaysOut.Finishes | WaysOut.Faults)) | (isLeft ? WaysOut.Completes : WaysOut.None), inside.Waits);
    }

    // What is wrong inside a definition that is used as an activity is told where that one is published. Here only how it can end counts.
    private Behaviour Used(Node node, PartNode part)
    {
        if (part.Definition is null) return new(WaysOut.Completes, Waits: true);
        if (!node.Ports.TryGetValue("root", out var root)) return new(WaysOut.Completes, Waits: false);
        var (inside, _) = Within(root);
        var ways = inside.Ways & ~(WaysOut.Ends | WaysOut.Leaves);
        return inside with { Ways = ways == inside.Ways ? ways : ways | WaysOut.Completes };
    }

    // A kind of container that has no rules here: what is inside may run, and it completes.
    private Behaviour Composite(Node node)
    {
        var inside = AnyOf(Children(node), mayPass: node.Handler is not WorkflowNode);
        if (node.Handler is not WorkflowNode) return inside;
        var ways = inside.Ways & (WaysOut.Completes | WaysOut.Finishes | WaysOut.Faults);
        return inside with { Ways = (inside.Ways & (WaysOut.Leaves | WaysOut.Breaks)) != 0 ? ways | WaysOut.Completes : ways };
    }

    /// <summary>Explores a child and keeps its findings apart, so that the way to it can be put before theirs.</summary>
    private (Behaviour Behaviour, List<SoundnessFinding> Findings) Within(Node child)
    {
        var outer = _findings;
        _findings = [];
        var behaviour = Explore(child);
        var inner = _findings;
        _findings = outer;
        return (behaviour, inner);
    }

    private void Include(IEnumerable<SoundnessFinding> inner, IReadOnlyList<PathStep> before) =>
        _findings.AddRange(inner.Select(f => f.Kind is SoundnessFindingKind.NeverRuns or SoundnessFindingKind.StateNeverEntered ? f : f with { Path = [.. before, .. f.Path] }));

    private static WaysOut EndedInside(WaysOut ways) => ways.HasFlag(WaysOut.Ends) ? (ways & ~WaysOut.Ends) | WaysOut.Completes : ways;

    private static SoundnessFinding NeverRuns(Node node) => new(SoundnessFindingKind.NeverRuns, node, [], []);

    private static IReadOnlyList<Node> Children(Node node) => [.. node.Activities, .. node.Branches, .. node.Ports.Values];
}

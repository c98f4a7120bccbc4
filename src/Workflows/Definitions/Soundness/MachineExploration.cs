using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>Explores the states of one state machine, breadth-first: which are entered, and from which of them it can end.</summary>
/// <remarks>A machine is in one state at a time, so each state is looked at once. Conditions are free choices, except those that say true or false in so many words.</remarks>
internal sealed class MachineExploration(Node node, Func<Node, Behaviour> behaviourOf)
{
    private const WaysOut GoesOn = WaysOut.Completes | WaysOut.Breaks | WaysOut.Ends;
    private const WaysOut EndsTheMachineToo = WaysOut.Leaves | WaysOut.Finishes | WaysOut.Faults;

    private readonly Machine _machine = new(node);
    private readonly Dictionary<string, IReadOnlyList<PathStep>> _ways = [];
    private readonly Queue<Machine.State> _todo = new();
    private readonly HashSet<(string From, string To)> _moves = [];
    private readonly HashSet<string> _ending = [];
    private readonly Dictionary<Node, IReadOnlyList<PathStep>> _firstRuns = [];
    private readonly List<SoundnessFinding> _findings = [];
    private WaysOut _out;
    private bool _waits;
    private bool _mayBreak;

    /// <summary>How many states can be entered.</summary>
    public int States => _ways.Count;

    /// <summary>What the machine does, seen from outside.</summary>
    public Behaviour Behaviour => new(_mayBreak && _out.HasFlag(WaysOut.Completes) ? _out | WaysOut.Breaks : _out, _waits);

    /// <summary>Each activity of a state or a transition that runs, with the shortest way found that leads to it.</summary>
    public IReadOnlyDictionary<Node, IReadOnlyList<PathStep>> FirstRuns => _firstRuns;

    public IReadOnlyList<SoundnessFinding> Findings => _findings;

    public void Run()
    {
        if (_machine.Start is { } start && _machine.Find(start) is not null) Enter(start, []);
        else _out = WaysOut.Completes;
        while (_todo.TryDequeue(out var state)) Look(state);
        FindStatesNeverEntered();
        FindStatesWithoutWayOut();
    }

    private void Enter(string state, IReadOnlyList<PathStep> way)
    {
        if (_ways.TryAdd(state, way)) _todo.Enqueue(_machine.Find(state)!);
    }

    private void Look(Machine.State state)
    {
        if (Pass(_machine.Entry(state), state, _ways[state.Name]) is not { } way) return;
        var outbound = _machine.From(state.Name);
        if (outbound.Count == 0) End(state, WaysOut.Completes);
        foreach (var transition in outbound.Where(t => _machine.Trigger(t) is null))
        {
            if (Holds(transition) != false) Take(state, transition, way);
            if (Holds(transition) == true) return;
        }

        foreach (var transition in outbound)
        {
            if (_machine.Trigger(transition) is not { } trigger) continue;
            if (Pass(trigger, state, way) is { } triggered && Holds(transition) != false) Take(state, transition, triggered);
            // It is done before the triggers behind it are visited.
            if (Holds(transition) == true && behaviourOf(trigger) is { Ways: WaysOut.Completes, Waits: false }) return;
        }
    }

    private void Take(Machine.State state, Machine.Transition transition, IReadOnlyList<PathStep> way)
    {
        if (Pass(_machine.Exit(state), state, way, isBetweenStates: true) is not { } left || Pass(_machine.Action(transition), state, left, isBetweenStates: true) is not { } acted) return;
        _moves.Add((state.Name, transition.To));
        Enter(transition.To, acted);
    }

    /// <summary>Runs an activity, if there is one.</summary>
    /// <returns>The way up to behind it; null when it never lets the machine go on.</returns>
    private IReadOnlyList<PathStep>? Pass(Node? activity, Machine.State state, IReadOnlyList<PathStep> way, bool isBetweenStates = false)
    {
        if (activity is null) return way;
        var behaviour = behaviourOf(activity);
        IReadOnlyList<PathStep> behind = [.. way, new PathStep(activity, [])];
        if (_firstRuns.TryAdd(activity, way) && isBetweenStates && behaviour.Waits) _findings.Add(new(SoundnessFindingKind.WaitsBetweenStates, activity, behind, [node]));
        _waits |= behaviour.Waits;
        _mayBreak |= behaviour.Ways.HasFlag(WaysOut.Breaks);
        if ((behaviour.Ways & EndsTheMachineToo) != 0) End(state, behaviour.Ways & EndsTheMachineToo);
        return (behaviour.Ways & GoesOn) != 0 ? behind : null;
    }

    private void End(Machine.State state, WaysOut way)
    {
        _out |= way;
        _ending.Add(state.Name);
    }

    private void FindStatesNeverEntered()
    {
        var never = _machine.States.Where(s => !_ways.ContainsKey(s.Name)).ToList();
        _findings.AddRange(never.Select(s => new SoundnessFinding(SoundnessFindingKind.StateNeverEntered, node, [], []) { States = [s.Name] }));
        // What belongs to a state that is never entered goes without saying.
        var unsaid = never.SelectMany(s => new[] { _machine.Entry(s), _machine.Exit(s) }.Concat(_machine.LeadingFrom(s.Name).SelectMany(t => new[] { _machine.Trigger(t), _machine.Action(t) }))).ToHashSet();
        _findings.AddRange(node.Ports.Values.Where(a => !_firstRuns.ContainsKey(a) && !unsaid.Contains(a)).Select(a => new SoundnessFinding(SoundnessFindingKind.NeverRuns, a, [], [])));
    }

    private void FindStatesWithoutWayOut()
    {
        var ending = new HashSet<string>(_ending);
        while (_moves.FirstOrDefault(m => ending.Contains(m.To) && !ending.Contains(m.From)) is { From: not null } move) ending.Add(move.From);
        var stuck = _ways.Keys.Where(s => !ending.Contains(s)).ToList();
        if (stuck.Count > 0) _findings.Add(new(SoundnessFindingKind.StateWithoutWayOut, node, _ways[stuck[0]], []) { States = stuck });
    }

    // A condition whose expression is missing reads as null, which does not hold.
    private static bool? Holds(Machine.Transition transition) => transition.Condition is not { } condition ? true : condition.Expression is null ? false : ConstantCondition.Of(condition.Expression);
}

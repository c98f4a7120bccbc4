namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>Explores the states of one flowchart from one start, breadth-first.</summary>
/// <remarks>
/// Branches that do not meet in a place where the order matters are walked one after the other instead of in every order: of the visits under way, one is chosen whose step
/// touches nothing that the others can still come to (a persistent set of one). Where a step closes a circle, all are tried, so that none is put off for ever.
/// </remarks>
internal sealed class FlowExploration
{
    private const int Over = 0;

    private readonly FlowNet _net;
    private readonly SoundnessLimits _limits;
    private readonly FlowState _state;
    private readonly List<BitSet?> _touchedWhenCancelled;
    private readonly Dictionary<string, int> _ids = [];
    private readonly List<string> _saved = [""];
    private readonly List<(int From, int Slot, Choice? Choice)> _cameBy = [default];
    private readonly List<(int From, int To, int Node)> _steps = [];
    private readonly int[] _firstRun;
    private readonly List<(SoundnessFindingKind Kind, int Node, int State, (int Slot, Choice Choice)? Last, IReadOnlyList<Node> Others)> _found = [];

    public FlowExploration(FlowNet net, SoundnessLimits limits)
    {
        (_net, _limits, _state) = (net, limits, new CounterState(net));
        _firstRun = new int[net.Nodes.Length];
        _touchedWhenCancelled = [.. Enumerable.Range(0, net.Nodes.Length).Select(JoinsThatCutOff)];
    }

    /// <summary>How the flowchart can end.</summary>
    public WaysOut Ways { get; private set; }

    public int States => _ids.Count;

    public bool IsComplete { get; private set; } = true;

    /// <summary>What connections lead to.</summary>
    public IReadOnlyList<Node> Connected => _net.Connected;

    /// <summary>Each node that runs, with the shortest way found that leads to it.</summary>
    public IEnumerable<(Node Node, IReadOnlyList<PathStep> Path)> FirstRuns => _firstRun.Select((state, n) => (state, n)).Where(f => f.state > 0).Select(f => (_net.Nodes[f.n], (IReadOnlyList<PathStep>)PathTo(f.state)));

    public IEnumerable<SoundnessFinding> Findings => _found.Select(f => new SoundnessFinding(f.Kind, _net.Nodes[f.Node], PathTo(f.State, f.Last), f.Others));

    public void Run()
    {
        _state.Begin();
        Visit(Over, -1, null);
        for (var id = 1; id < _saved.Count; id++)
        {
            if (_saved.Count > _limits.StatesPerFlowchart)
            {
                IsComplete = false;
                break;
            }

            Load(id);
            if (_state.Slots.Count == 0) End(id);
            else if (_state.IsPiledUp(_limits.Arrivals)) GiveUp(id);
            else Expand(id);
        }

        if (IsComplete) FindLoops();
    }

    private void Load(int id) => _state.Load(_saved[id]);

    private void End(int id)
    {
        Ways |= _state.IsBreaking ? WaysOut.Breaks : WaysOut.Completes;
        _steps.Add((id, Over, -1));
        foreach (var node in _state.Waiting()) Find(SoundnessFindingKind.Deadlock, node, id, null, []);
    }

    private void GiveUp(int id)
    {
        IsComplete = false;
        _steps.Add((id, Over, -1));
    }

    private void Expand(int id)
    {
        var slots = _state.Slots.OrderByDescending(s => IsInstant(s) ? 2 : _net.KillsAhead[_state.NodeOf(s)] ? 1 : 0).ThenByDescending(s => s).ToList();
        foreach (var slot in slots) Kill(id, slot);
        var walking = slots.FindAll(s => Goes(s).Any());
        if (walking.Count == 0)
        {
            // Only what is stuck inside, or has ended the flowchart by itself, is left.
            _steps.Add((id, Over, -1));
            return;
        }

        var one = walking.Count == 1 ? 0 : walking.FindIndex(s => IsIndependent(id, s));
        if (one >= 0 && Take(id, walking[one])) return;
        foreach (var slot in walking.Where((_, at) => at != one)) Take(id, slot);
    }

    // Left at once and in one way: the engine does that before anything else can happen.
    private bool IsInstant(int slot) => !_net.Behaviours[_state.NodeOf(slot)].Waits && _net.Choices[_state.NodeOf(slot)].Length == 1;

    private IEnumerable<Choice> Goes(int slot) => _net.Choices[_state.NodeOf(slot)].Where(c => (c.Way & WaysOut.Kills) == 0);

    private void Kill(int id, int slot)
    {
        Load(id);
        var node = _state.NodeOf(slot);
        foreach (var choice in _net.Choices[node].Where(c => (c.Way & WaysOut.Kills) != 0))
        {
            // End ends the flowchart, which then completes.
            Ways |= choice.Way == WaysOut.Ends ? (_state.IsBreaking ? WaysOut.Breaks : WaysOut.Completes) : choice.Way;
            _steps.Add((id, Over, node));
            var late = _state.Slots.Where(s => s != slot && _net.WaitsAhead[_state.NodeOf(s)]).Select(s => _net.Nodes[_state.NodeOf(s)]).Distinct().ToList();
            if (late.Count > 0 && choice.Way != WaysOut.Faults) Find(SoundnessFindingKind.LeftWaiting, node, id, (slot, choice), late);
        }
    }

    /// <summary>Takes every choice of a visit; false when one of them goes back to a state that was known, and so may close a circle.</summary>
    private bool Take(int id, int slot)
    {
        var mayClose = false;
        foreach (var choice in Goes(slot))
        {
            Load(id);
            _state.Step(slot, choice);
            foreach (var join in _state.GivenUp) Find(SoundnessFindingKind.Deadlock, join, id, (slot, choice), []);
            var goesBack = _net.Outbound[_state.NodeOf(slot)].Where((edge, at) => choice.Follows[at] && _net.Edges[edge].IsBackward).Any();
            mayClose |= !Visit(id, slot, choice) && goesBack;
        }

        return !mayClose;
    }

    private bool Visit(int from, int slot, Choice? choice)
    {
        var saved = _state.Save();
        var isNew = !_ids.TryGetValue(saved, out var id);
        if (isNew)
        {
            _ids[saved] = id = _saved.Count;
            _saved.Add(saved);
            _cameBy.Add((from, slot, choice));
            foreach (var active in _state.Slots)
            {
                ref var first = ref _firstRun[_state.NodeOf(active)];
                if (first == 0) first = id;
            }
        }

        if (choice is not null) _steps.Add((from, id, _state.NodeOf(slot)));
        return isNew;
    }

    private bool IsIndependent(int id, int slot)
    {
        var cutOff = _touchedWhenCancelled[_state.NodeOf(slot)];
        foreach (var choice in Goes(slot).ToList())
        {
            Load(id);
            if (cutOff is not null && cutOff.Any(join => OthersReach(slot, join))) return false;
            var others = _state.Slots.Where(s => s != slot || _state.CountOf(s) > 1).ToList();
            _state.Step(slot, choice);
            foreach (var touched in _state.Touched)
            {
                if (_state.IsSensitive(touched) && others.Exists(s => _net.Reach[_state.NodeOf(s)][touched])) return false;
            }
        }

        Load(id);
        return true;
    }

    private bool OthersReach(int slot, int node) => _state.Slots.Any(s => (s != slot || _state.CountOf(s) > 1) && _net.Reach[_state.NodeOf(s)][node]);

    // A race that is decided cancels whoever is still before it. Where they are then makes no difference, unless they were about to start something that lies elsewhere.
    private BitSet? JoinsThatCutOff(int node)
    {
        var joins = Enumerable.Range(0, _net.Nodes.Length).Where(j => _net.Upstream[j] is { } upstream && _state.IsSensitive(j) && upstream[node]
            && Array.Exists(_net.Outbound[node], e => _net.Edges[e].To != j && !upstream[_net.Edges[e].To])).ToList();
        return joins.Count == 0 ? null : BitSet.Of(_net.Nodes.Length, joins);
    }

    private void Find(SoundnessFindingKind kind, int node, int state, (int, Choice)? last, IReadOnlyList<Node> others)
    {
        if (!_found.Exists(f => f.Kind == kind && f.Node == node)) _found.Add((kind, node, state, last, others));
    }

    /// <summary>States from which no end can be reached are on their way round for ever.</summary>
    private void FindLoops()
    {
        var before = _steps.ToLookup(s => s.To, s => s.From);
        var ends = new HashSet<int> { Over };
        var todo = new Stack<int>([Over]);
        while (todo.TryPop(out var state))
        {
            foreach (var earlier in before[state])
            {
                if (ends.Add(earlier)) todo.Push(earlier);
            }
        }

        if (ends.Count == _saved.Count) return;
        var trap = Enumerable.Range(1, _saved.Count - 1).First(id => !ends.Contains(id));
        var round = Round(trap).ToList();
        Find(SoundnessFindingKind.LoopWithoutExit, round[0], trap, null, [.. round.Select(n => _net.Nodes[n])]);
    }

    /// <summary>The nodes of the loop into which a state leads.</summary>
    private IEnumerable<int> Round(int from)
    {
        var after = _steps.ToLookup(s => s.From);
        var seen = new HashSet<int> { from };
        var todo = new Queue<int>(seen);
        var nodes = new HashSet<int>();
        while (todo.TryDequeue(out var state))
        {
            foreach (var step in after[state])
            {
                nodes.Add(step.Node);
                if (seen.Add(step.To)) todo.Enqueue(step.To);
            }
        }

        return nodes.Where(n => _net.Reach[n][n]).DefaultIfEmpty(nodes.First()).Order();
    }

    private List<PathStep> PathTo(int state, (int Slot, Choice Choice)? last = null)
    {
        var path = new List<PathStep>();
        if (last is { } step) path.Add(StepOf(step.Slot, step.Choice));
        for (var at = _cameBy[state]; at.Choice is not null; at = _cameBy[at.From]) path.Add(StepOf(at.Slot, at.Choice));
        path.Reverse();
        return path;
    }

    private PathStep StepOf(int slot, Choice choice) => new(_net.Nodes[slot % _net.Nodes.Length], choice.Outcomes);
}

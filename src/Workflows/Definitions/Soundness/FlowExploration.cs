namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>Explores the states of one flowchart from one start, breadth-first.</summary>
/// <remarks>
/// Branches that do not meet in a place where the order matters are walked one after the other instead of in every order: of the visits under way, one is chosen whose step
/// touches nothing that the others can still come to (a persistent set of one).
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
    private readonly Dictionary<int, IReadOnlyList<int>> _putOff = [];
    private readonly Dictionary<(int, int), bool> _endsWithout = [];
    private readonly int[] _firstRun;
    private IReadOnlyList<int> _atStart = [];
    private readonly List<(SoundnessFindingKind Kind, int Node, int State, (int Slot, Choice Choice)? Last, IReadOnlyList<Node> Others)> _found = [];

    public FlowExploration(FlowNet net, FlowState state, SoundnessLimits limits)
    {
        (_net, _limits, _state) = (net, limits, state);
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
        _atStart = [.. _state.Passed];
        Visit(Over, -1, null);
        if (_state.EndedBy is not null)
        {
            _saved.Add(_state.Save());
            _cameBy.Add((Over, -1, null));
            return;
        }

        foreach (var join in _state.GivenUp) Find(SoundnessFindingKind.Deadlock, join, Over + 1, null, []);
        var next = 1;
        do
        {
            for (; next < _saved.Count && IsWithinBound(); next++) Look(next);
        }
        while (_saved.Count <= _limits.StatesPerFlowchart && TryRest());
        if (IsComplete) FindLoops();
    }

    private bool IsWithinBound()
    {
        var isWithin = _saved.Count <= _limits.StatesPerFlowchart;
        IsComplete &= isWithin;
        return isWithin;
    }

    private void Look(int id)
    {
        Load(id);
        if (_state.Slots.Count == 0) End(id);
        else if (_state.IsPiledUp(_limits.Arrivals)) GiveUp(id);
        else Expand(id);
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
        var slots = _state.Slots.OrderByDescending(s => _net.IsInstant[_state.NodeOf(s)] ? 2 : _net.KillsAhead[_state.NodeOf(s)] ? 1 : 0).ThenByDescending(s => s).ToList();
        foreach (var slot in slots) Kill(id, slot);
        var walking = slots.FindAll(s => Goes(s).Any());
        if (walking.Count == 0)
        {
            // Only what is stuck inside, or has ended the flowchart by itself, is left.
            _steps.Add((id, Over, -1));
            return;
        }

        // Whatever ends the flowchart can do so before the others move, and after each of their steps.
        var ending = walking.FindAll(s => _net.KillsAhead[_state.NodeOf(s)]).FindAll(s => Goes(s).ToList().FindAll(c => TakeIfItEnds(id, s, c)).Count == Goes(s).Count());
        walking.RemoveAll(ending.Contains);
        if (walking.Count == 0) return;
        var one = walking.Count == 1 ? 0 : walking.FindIndex(s => IsIndependent(id, s));
        if (one < 0) walking.ForEach(s => Take(id, s));
        else Take(id, walking[one]);
        if (one >= 0 && walking.Count > 1) _putOff[id] = [.. walking.Where((_, at) => at != one)];
    }

    private bool TakeIfItEnds(int id, int slot, Choice choice)
    {
        Load(id);
        _state.Step(slot, choice);
        if (_state.EndedBy is null) return false;
        NoteGivenUp(id, slot, choice);
        Visit(id, slot, choice);
        return true;
    }

    // A loop without a way out would put off all the others for ever, so from there they are walked as well. Elsewhere they come at the end of the loop.
    private bool TryRest()
    {
        var circling = Circling().Where(_putOff.ContainsKey).ToList();
        foreach (var id in circling)
        {
            _putOff.Remove(id, out var rest);
            foreach (var slot in rest!) Take(id, slot);
        }

        return circling.Count > 0;
    }

    private IEnumerable<Choice> Goes(int slot) => _net.Choices[_state.NodeOf(slot)].Where(c => (c.Way & WaysOut.Kills) == 0);

    private void Kill(int id, int slot)
    {
        var node = _state.NodeOf(slot);
        foreach (var choice in _net.Choices[node].Where(c => (c.Way & WaysOut.Kills) != 0))
        {
            Load(id);
            Kill(id, node, choice.Way, _state.Slots.Where(s => s != slot), (slot, choice));
        }
    }

    private void Kill(int id, int node, WaysOut way, IEnumerable<int> others, (int, Choice)? last)
    {
        // End ends the flowchart, which then completes.
        Ways |= way == WaysOut.Ends ? (_state.IsBreaking ? WaysOut.Breaks : WaysOut.Completes) : way;
        _steps.Add((id, Over, node));
        var late = others.Select(_state.NodeOf).Where(n => _net.WaitsAhead[n]).Select(n => _net.Nodes[n]).Distinct().ToList();
        if (late.Count > 0 && way != WaysOut.Faults) Find(SoundnessFindingKind.LeftWaiting, node, id, last, late);
    }

    /// <summary>Takes every choice of a visit.</summary>
    private void Take(int id, int slot)
    {
        foreach (var choice in Goes(slot))
        {
            Load(id);
            _state.Step(slot, choice);
            NoteGivenUp(id, slot, choice);
            Visit(id, slot, choice);
        }
    }

    private void NoteGivenUp(int id, int slot, Choice choice)
    {
        foreach (var join in _state.GivenUp) Find(SoundnessFindingKind.Deadlock, join, id, (slot, choice), []);
    }

    private void Visit(int from, int slot, Choice? choice)
    {
        if (_state.EndedBy is { } end)
        {
            Note(from);
            Kill(from, end, _net.Choices[end][0].Way, _state.Slots, choice is null ? null : (slot, choice));
            return;
        }

        var saved = _state.Save();
        if (!_ids.TryGetValue(saved, out var id))
        {
            _ids[saved] = id = _saved.Count;
            _saved.Add(saved);
            _cameBy.Add((from, slot, choice));
        }

        Note(id);

        if (choice is not null)
        {
            _steps.Add((from, id, _state.NodeOf(slot)));
            foreach (var passed in _state.Passed) _steps.Add((from, id, passed));
        }
    }

    private void Note(int id)
    {
        foreach (var node in _state.Started)
        {
            ref var first = ref _firstRun[node];
            if (first == 0) first = Math.Max(id, 1);
        }
    }

    private bool IsIndependent(int id, int slot)
    {
        Load(id);
        if (OthersOf(slot).Exists(s => CanEndWithout(_state.NodeOf(s), _state.NodeOf(slot)))) return false;
        var cutOff = _touchedWhenCancelled[_state.NodeOf(slot)];
        foreach (var choice in Goes(slot).ToList())
        {
            Load(id);
            if (cutOff is not null && cutOff.Any(join => OthersReach(slot, join))) return false;
            var others = OthersOf(slot);
            _state.Step(slot, choice);
            if (_state.EndedBy is not null) continue;
            foreach (var touched in _state.Touched)
            {
                if (_state.IsSensitive(touched) && others.Exists(s => _net.Reach[_state.NodeOf(s)][touched])) return false;
            }
        }

        Load(id);
        return true;
    }

    private List<int> OthersOf(int slot) => [.. _state.Slots.Where(s => s != slot || _state.CountOf(s) > 1)];

    private bool OthersReach(int slot, int node) => OthersOf(slot).Exists(s => _net.Reach[_state.NodeOf(s)][node]);

    /// <summary>One node can come to an end of the flowchart without meeting the other before, and so would cut it off.</summary>
    private bool CanEndWithout(int node, int other)
    {
        if (!_net.KillsAhead[node]) return false;
        if (_endsWithout.TryGetValue((node, other), out var known)) return known;
        var seen = new HashSet<int> { node };
        var todo = new Stack<int>(seen);
        while (todo.TryPop(out var at))
        {
            if (_net.Choices[at].Any(c => (c.Way & WaysOut.Kills) != 0)) return _endsWithout[(node, other)] = true;
            foreach (var edge in _net.Outbound[at])
            {
                var next = _net.Edges[edge].To;
                if (!(_net.Reach[other][next] && _state.MeetsAt(next)) && seen.Add(next)) todo.Push(next);
            }
        }

        return _endsWithout[(node, other)] = false;
    }

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

    private void FindLoops()
    {
        if (Circling() is not [var trap, ..]) return;
        var round = Round(trap).ToList();
        Find(SoundnessFindingKind.LoopWithoutExit, round[0], trap, null, [.. round.Select(n => _net.Nodes[n])]);
    }

    /// <summary>States from which no end can be reached: they are on their way round for ever.</summary>
    private List<int> Circling()
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

        return [.. Enumerable.Range(1, _saved.Count - 1).Where(id => !ends.Contains(id))];
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
        var steps = new Stack<(int From, int Slot, Choice Choice)>();
        if (last is { } final) steps.Push((state, final.Slot, final.Choice));
        for (var at = _cameBy[state]; at.Choice is not null; at = _cameBy[at.From]) steps.Push((at.From, at.Slot, at.Choice));
        var path = new List<PathStep>(_atStart.Select(n => new PathStep(_net.Nodes[n], [])));
        foreach (var (from, slot, choice) in steps)
        {
            Load(from);
            path.Add(new PathStep(_net.Nodes[_state.NodeOf(slot)], choice.Outcomes));
            if ((choice.Way & WaysOut.Kills) != 0) continue;
            _state.Step(slot, choice);
            path.AddRange(_state.Passed.Concat(_state.EndedBy is { } end ? [end] : []).Select(n => new PathStep(_net.Nodes[n], [])));
        }

        return path;
    }
}

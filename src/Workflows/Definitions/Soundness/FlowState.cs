namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>The state of one flowchart while it is explored: what is under way, and what the merges have seen. One object is loaded with one state after the other.</summary>
/// <remarks>A visit is a slot: the number of its node, or that plus the number of nodes when it was reached over a backward connection, which counts differently.</remarks>
internal abstract class FlowState
{
    private readonly int[] _active;
    private readonly List<int> _slots = [];

    protected FlowState(FlowNet net)
    {
        Net = net;
        _active = new int[net.Nodes.Length * 2];
    }

    public FlowNet Net { get; }

    /// <summary>Slots under way, ascending.</summary>
    public IReadOnlyList<int> Slots => _slots;

    /// <summary>Nodes that something arrived at in the last step, whether they ran or not.</summary>
    public List<int> Touched { get; } = [];

    /// <summary>Joins at which something that had arrived was given up in the last step.</summary>
    public List<int> GivenUp { get; } = [];

    /// <summary>A Break has been run.</summary>
    public bool IsBreaking { get; private set; }

    /// <summary>More has piled up in one place than is worth following.</summary>
    public abstract bool IsPiledUp(int limit);

    /// <summary>Nodes that wait for more than has arrived, now that nothing is under way any more.</summary>
    public abstract IEnumerable<int> Waiting();

    /// <summary>Merges whose result depends on the order in which branches arrive.</summary>
    public abstract bool IsSensitive(int node);

    public int NodeOf(int slot) => slot % Net.Nodes.Length;

    public bool IsBackward(int slot) => slot >= Net.Nodes.Length;

    public int CountOf(int slot) => _active[slot];

    /// <summary>Leaves a visit by a choice that lets the flowchart go on.</summary>
    public void Step(int slot, Choice choice)
    {
        Touched.Clear();
        GivenUp.Clear();
        Change(slot, -1);
        IsBreaking |= choice.Way == WaysOut.Breaks;
        Leave(NodeOf(slot), IsBackward(slot), choice.Follows);
    }

    public void Begin() => Change(Net.Start, +1);

    /// <summary>The state as text: equal for states that behave alike.</summary>
    public string Save()
    {
        var text = new System.Text.StringBuilder();
        if (IsBreaking) text.Append('!'); // everything else comes in pairs, so the length tells
        foreach (var slot in _slots) text.Append((char)(slot + 1)).Append((char)_active[slot]);
        text.Append('\0');
        SaveMerges(text);
        return text.ToString();
    }

    public void Load(string saved)
    {
        foreach (var slot in _slots) _active[slot] = 0;
        _slots.Clear();
        ClearMerges();
        var at = 0;
        if (IsBreaking = saved.Length % 2 == 0) at++;
        for (; saved[at] != '\0'; at += 2)
        {
            _slots.Add(saved[at] - 1);
            _active[saved[at] - 1] = saved[at + 1];
        }

        for (at++; at < saved.Length; at += 2) LoadMerge(saved[at] - 1, saved[at + 1]);
    }

    protected abstract void Leave(int node, bool isBackward, bool[] follows);

    protected abstract void SaveMerges(System.Text.StringBuilder text);

    protected abstract void LoadMerge(int edge, int value);

    protected abstract void ClearMerges();

    protected void Enter(int node, bool isBackward = false) => Change(isBackward ? node + Net.Nodes.Length : node, +1);

    protected void Cancel(int slot) => Change(slot, -_active[slot]);

    private void Change(int slot, int by)
    {
        if (_active[slot] == 0) _slots.Insert(~_slots.BinarySearch(slot), slot);
        _active[slot] += by;
        if (_active[slot] == 0) _slots.RemoveAt(_slots.BinarySearch(slot));
    }
}

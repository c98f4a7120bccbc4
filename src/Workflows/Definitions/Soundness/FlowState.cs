using System.Text;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>The state of one flowchart while it is explored: what is under way, and what the merges have seen. One object is loaded with one state after the other.</summary>
/// <remarks>
/// A visit is a slot: the number of its node, or that plus the number of nodes when it was reached over a backward connection, which counts differently.
/// What neither waits nor decides is run on the spot, first in first out, as the engine does within one run.
/// </remarks>
internal abstract class FlowState
{
    private const int MostPasses = 4;

    private readonly int[] _active;
    private readonly List<int> _slots = [];
    private readonly Queue<int> _queue = new();
    private readonly List<int> _later = [];
    private int _joining = -1;

    protected FlowState(FlowNet net)
    {
        Net = net;
        _active = new int[net.Nodes.Length * 2];
    }

    public FlowNet Net { get; }

    /// <summary>Slots under way, ascending.</summary>
    public IReadOnlyList<int> Slots => _slots;

    /// <summary>Nodes at which the last step changed what a merge sees.</summary>
    public List<int> Touched { get; } = [];

    /// <summary>Joins at which something that had arrived was given up in the last step.</summary>
    public List<int> GivenUp { get; } = [];

    /// <summary>Nodes that were run on the spot in the last step.</summary>
    public List<int> Passed { get; } = [];

    /// <summary>Nodes that began in the last step, whether they are still under way or not.</summary>
    public HashSet<int> Started { get; } = [];

    /// <summary>The node that ended the flowchart in the last step, with all that was under way or queued.</summary>
    public int? EndedBy { get; private set; }

    /// <summary>A Break has been run.</summary>
    public bool IsBreaking { get; private set; }

    /// <summary>More has piled up in one place than is worth following.</summary>
    public abstract bool IsPiledUp(int limit);

    /// <summary>Nodes that wait for more than has arrived, now that nothing is under way any more.</summary>
    public abstract IEnumerable<int> Waiting();

    /// <summary>Merges whose result depends on the order in which branches arrive.</summary>
    public abstract bool IsSensitive(int node);

    /// <summary>Whoever comes to the node waits for those who can still come, or cancels them.</summary>
    public abstract bool MeetsAt(int node);

    public int NodeOf(int slot) => slot % Net.Nodes.Length;

    public int CountOf(int slot) => _active[slot];

    public void Begin()
    {
        Enter(Net.Start);
        Drain();
    }

    /// <summary>Leaves a visit by a choice that lets the flowchart go on.</summary>
    public void Step(int slot, Choice choice)
    {
        Touched.Clear();
        GivenUp.Clear();
        Passed.Clear();
        Started.Clear();
        EndedBy = null;
        Change(slot, -1);
        Run(slot, choice);
        Drain();
    }

    /// <summary>The state as text: equal for states that behave alike.</summary>
    public string Save()
    {
        var text = new StringBuilder();
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

    /// <summary>Ends whoever is still on the way to a join that runs.</summary>
    protected abstract void CancelUpstream(int node);

    /// <summary>Nothing is under way: a last chance to make something of what has arrived. True when it was used.</summary>
    protected abstract bool Decide();

    protected abstract void SaveMerges(StringBuilder text);

    protected abstract void LoadMerge(int edge, int value);

    protected abstract void ClearMerges();

    protected void Enter(int node, bool isBackward = false) => _queue.Enqueue(isBackward ? node + Net.Nodes.Length : node);

    protected bool IsQueuedOrUnderway(int node) => node == _joining || _active[node] > 0 || _active[node + Net.Nodes.Length] > 0 || _queue.Concat(_later).Any(s => NodeOf(s) == node);

    protected List<int> UnderwayBefore(int node) => Net.Upstream[node] is { } upstream ? _slots.FindAll(s => upstream[NodeOf(s)]) : [];

    protected void Cancel(int slot) => Change(slot, -1);

    // What goes round without ever waiting is left for the next step, and shows as a state that comes again. Until then it counts as queued: a join cancels only what is under way.
    private void Drain()
    {
        do
        {
            while (_queue.TryDequeue(out var slot))
            {
                var node = NodeOf(slot);
                Started.Add(node);
                if (Net.IsEnd[node])
                {
                    EndedBy = node;
                    _queue.Clear();
                    _later.Clear();
                    return;
                }

                if (!Net.IsInstant[node]) Change(slot, +1);
                else if (Passed.Count(n => n == node) == MostPasses) _later.Add(slot);
                else
                {
                    Passed.Add(node);
                    Run(slot, Net.Choices[node][0]);
                }
            }

            _later.ForEach(slot => Change(slot, +1));
            _later.Clear();
        }
        while (_slots.Count == 0 && Decide());
    }

    private void Run(int slot, Choice choice)
    {
        IsBreaking |= choice.Way == WaysOut.Breaks;
        if (Net.Nodes[NodeOf(slot)].Type == FlowJoin.TypeName)
        {
            _joining = NodeOf(slot);
            CancelUpstream(_joining);
            _joining = -1;
        }

        Leave(NodeOf(slot), slot >= Net.Nodes.Length, choice.Follows);
    }

    private void Change(int slot, int by)
    {
        if (_active[slot] == 0) _slots.Insert(~_slots.BinarySearch(slot), slot);
        _active[slot] += by;
        if (_active[slot] == 0) _slots.RemoveAt(_slots.BinarySearch(slot));
    }
}

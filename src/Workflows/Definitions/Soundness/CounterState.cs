using System.Text;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>Counter mode. Of all the counts only this matters: by how much each connection's visits exceed those of its target, and whether its last visit was followed.</summary>
internal sealed class CounterState : FlowState
{
    private readonly int[] _ahead;
    private readonly bool[] _isFollowed;
    private readonly bool[] _isSensitive;
    private readonly List<int> _used = [];
    private readonly bool[] _isUsed;

    public CounterState(FlowNet net) : base(net)
    {
        _ahead = new int[net.Edges.Length];
        _isFollowed = new bool[net.Edges.Length];
        _isUsed = new bool[net.Edges.Length];
        _isSensitive = [.. Enumerable.Range(0, net.Nodes.Length).Select(DependsOnOrder)];
    }

    public override bool IsSensitive(int node) => _isSensitive[node] || Net.EndsAmidStep[node];

    public override bool MeetsAt(int node) => true;

    public override bool IsPiledUp(int limit) => _used.Exists(e => Math.Abs(_ahead[e]) > limit) || Slots.Any(s => CountOf(s) > limit);

    public override IEnumerable<int> Waiting() => _used.Where(e => _ahead[e] > 0 && _isFollowed[e]).Select(e => Net.Edges[e].To).Distinct();

    protected override void Leave(int node, bool isBackward, bool[] follows)
    {
        if (!isBackward)
        {
            CountVisit(node);
            Touched.Add(node);
        }

        for (var at = 0; at < follows.Length; at++)
        {
            var edge = Net.Outbound[node][at];
            if (!Net.Edges[edge].IsBackward) Arrive(edge, follows[at]);
            else if (follows[at] && !Net.Edges[edge].IsValid) return; // the engine raises an incident here
            else if (follows[at]) Enter(Net.Edges[edge].To, isBackward: true);
        }
    }

    protected override void SaveMerges(StringBuilder text)
    {
        _used.Sort();
        foreach (var edge in _used)
        {
            if (_ahead[edge] != 0) text.Append((char)(edge + 1)).Append((char)(((_ahead[edge] + 1000) << 1) | (ShowsFollowed(edge) ? 1 : 0)));
        }
    }

    protected override void LoadMerge(int edge, int value)
    {
        (_ahead[edge], _isFollowed[edge]) = ((value >> 1) - 1000, (value & 1) != 0);
        Use(edge);
    }

    protected override void ClearMerges()
    {
        foreach (var edge in _used) (_ahead[edge], _isFollowed[edge], _isUsed[edge]) = (0, false, false);
        _used.Clear();
    }

    private void CountVisit(int node)
    {
        foreach (var edge in Net.ForwardInbound[node])
        {
            _ahead[edge]--;
            Use(edge);
        }
    }

    private void Arrive(int edge, bool isFollowed)
    {
        var target = Net.Edges[edge].To;
        _ahead[edge]++;
        _isFollowed[edge] = isFollowed;
        Use(edge);
        Touched.Add(target);
        switch (Net.Joins[target])
        {
            case JoinMode.WaitAll: MergeAll(target); break;
            case JoinMode.WaitAny: Race(target, edge); break;
            default: MergeActive(target); break;
        }
    }

    private void MergeActive(int target)
    {
        if (!HaveAllArrived(target)) return;
        var highest = 0;
        foreach (var edge in Net.ForwardInbound[target]) highest = Math.Max(highest, _ahead[edge]);
        if (Array.Exists(Net.ForwardInbound[target], e => _ahead[e] == highest && _isFollowed[e])) Enter(target);
        else Skip(target);
    }

    private void MergeAll(int target)
    {
        if (!HaveAllArrived(target)) return;
        if (Array.TrueForAll(Net.ForwardInbound[target], e => _isFollowed[e])) Enter(target);
        else Skip(target);
    }

    private void Race(int target, int edge)
    {
        if (_ahead[edge] <= 0 || IsQueuedOrUnderway(target)) return;
        if (Array.Exists(Net.ForwardInbound[target], e => _isFollowed[e] && _ahead[e] > 0))
        {
            Enter(target);
            CancelUpstream(target);
        }
        else if (HaveAllArrived(target))
        {
            Skip(target);
        }
    }

    protected override void CancelUpstream(int node)
    {
        foreach (var late in UnderwayBefore(node))
        {
            while (CountOf(late) > 0)
            {
                Cancel(late);
                Pass(NodeOf(late));
            }
        }
    }

    protected override bool Decide() => false;

    private void Skip(int node)
    {
        if (Array.Exists(Net.ForwardInbound[node], e => _isFollowed[e] && _ahead[e] > 0)) GivenUp.Add(node);
        Pass(node);
    }

    private void Pass(int node)
    {
        CountVisit(node);
        foreach (var edge in Net.Outbound[node])
        {
            if (!Net.Edges[edge].IsBackward) Arrive(edge, isFollowed: false);
        }
    }

    private bool HaveAllArrived(int target) => Array.TrueForAll(Net.ForwardInbound[target], e => _ahead[e] > 0);

    // While every branch comes once and nothing has piled up, a merge only asks whether some, or all, of what has arrived was followed: who it was makes no difference.
    private bool ShowsFollowed(int edge)
    {
        if (_ahead[edge] <= 0) return false;
        var inbound = Net.ForwardInbound[Net.Edges[edge].To];
        // Of a single branch the last visit counts only at a race, which can be left with a visit that was cancelled on the way.
        if (inbound.Length == 1) return Net.Joins[Net.Edges[edge].To] != JoinMode.WaitAny || _isFollowed[edge];
        if (_isSensitive[Net.Edges[edge].To] || Array.Exists(inbound, e => _ahead[e] is < 0 or > 1)) return _isFollowed[edge];
        var (followed, arrived) = (0, 0);
        foreach (var e in inbound)
        {
            if (_ahead[e] == 0) continue;
            arrived++;
            if (_isFollowed[e]) followed++;
        }

        if (followed == arrived || followed == 0) return followed > 0;
        return edge == Array.Find(inbound, e => _ahead[e] > 0);
    }

    private void Use(int edge)
    {
        if (_isUsed[edge]) return;
        _isUsed[edge] = true;
        _used.Add(edge);
    }

    // A race does; so does a merge one of whose branches can come more than once while another has yet to come.
    private bool DependsOnOrder(int node) => Net.ForwardInbound[node].Length > 1
        && (Net.Joins[node] == JoinMode.WaitAny || Array.Exists(Net.ForwardInbound[node], e => GoesRound(Net.Edges[e].From, without: node)));

    private bool GoesRound(int node, int without) => Net.Reach[node][node] && Net.ReachOf(node, without)[node];
}

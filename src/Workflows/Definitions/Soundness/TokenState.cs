using System.Text;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>Token mode: how many tokens and blocks are on each connection.</summary>
internal sealed class TokenState(FlowNet net, bool isElsaCompatible) : FlowState(net)
{
    private readonly int[] _tokens = new int[net.Edges.Length];
    private readonly int[] _blocks = new int[net.Edges.Length];

    public override bool IsPiledUp(int limit) => Slots.Any(s => CountOf(s) > limit) || Array.Exists(_tokens, t => t > limit) || Array.Exists(_blocks, b => b > limit);

    public override IEnumerable<int> Waiting() => isElsaCompatible ? WaitedAt() : [];

    public override bool MeetsAt(int node) => Net.Merges[node].Mode is not (MergeMode.Stream or MergeMode.Cascade);

    // Only a merge of all does not care who comes first.
    public override bool IsSensitive(int node) => Net.Inbound[node].Length > 1
        && (Net.Merges[node].Mode != MergeMode.Merge || Net.EndsAmidStep[node] || Array.Exists(Net.Inbound[node], e => Net.Reach[Net.Edges[e].From][Net.Edges[e].From]));

    protected override void Leave(int node, bool isBackward, bool[] follows)
    {
        var followed = Net.Outbound[node].Where((_, at) => follows[at]).ToList();
        foreach (var edge in followed) _tokens[edge]++;
        foreach (var edge in Net.Inbound[node]) _tokens[edge] = 0;
        Touch(node);
        foreach (var edge in followed) Arrive(edge);
    }

    protected override void CancelUpstream(int node)
    {
        foreach (var late in UnderwayBefore(node))
        {
            while (CountOf(late) > 0) Cancel(late);
            Touch(NodeOf(late));
            foreach (var edge in Net.Outbound[NodeOf(late)].Concat(Net.Inbound[NodeOf(late)])) (_tokens[edge], _blocks[edge]) = (0, 0);
        }
    }

    // What has waited longest upstream goes on with what has come; in Elsa it waits for ever.
    protected override bool Decide()
    {
        if (isElsaCompatible || WaitedAt() is not { Count: > 0 } waiting) return false;
        var first = waiting.Find(node => !waiting.Exists(other => other != node && IsBefore(other, node)));
        if (!waiting.Contains(first)) first = waiting[0];
        if (Net.Merges[first].NeedsAll) GivenUp.Add(first);
        else Enter(first);
        foreach (var edge in Net.Inbound[first]) _tokens[edge] = 0;
        return true;
    }

    protected override void SaveMerges(StringBuilder text)
    {
        for (var edge = 0; edge < _tokens.Length; edge++)
        {
            if (_tokens[edge] != 0 || _blocks[edge] != 0) text.Append((char)(edge + 1)).Append((char)((_tokens[edge] << 8) | _blocks[edge]));
        }
    }

    protected override void LoadMerge(int edge, int value) => (_tokens[edge], _blocks[edge]) = (value >> 8, value & 255);

    protected override void ClearMerges()
    {
        Array.Clear(_tokens);
        Array.Clear(_blocks);
    }

    private void Arrive(int edge)
    {
        var target = Net.Edges[edge].To;
        switch (Net.Merges[target].Mode)
        {
            case MergeMode.Race:
                CancelUpstream(target);
                TakeFirst(edge);
                break;
            case MergeMode.Cascade: TakeFirst(edge); break;
            case MergeMode.Merge: MeetAll(edge, Net.ForwardInbound[target]); break;
            case MergeMode.Converge when Net.IsLedToFromElsewhere[target]: break; // it waits for that as well
            case MergeMode.Converge: MeetAll(edge, Net.Inbound[target]); break;
            default:
                if (!Array.Exists(Net.ForwardInbound[target], inbound => Array.Exists(Net.Inbound[Net.Edges[inbound].From], e => _tokens[e] > 0))) Enter(target);
                break;
        }
    }

    private void TakeFirst(int edge)
    {
        if (_blocks[edge] > 0)
        {
            _blocks[edge]--;
            if (!isElsaCompatible && _tokens[edge] > 0) _tokens[edge]--;
            return;
        }

        Enter(Net.Edges[edge].To);
        foreach (var other in Net.ForwardInbound[Net.Edges[edge].To].Where(e => Net.Edges[e].From != Net.Edges[edge].From)) _blocks[other]++;
    }

    private void MeetAll(int edge, int[] inbound)
    {
        if (inbound.Length < 2 || Array.TrueForAll(inbound, e => _tokens[e] > 0)) Enter(Net.Edges[edge].To);
    }

    // Using up what leads into a node, and sending out what leads on, both change what the merges one and two steps on see.
    private void Touch(int node)
    {
        Touched.Add(node);
        foreach (var next in Net.Outbound[node].Select(e => Net.Edges[e].To))
        {
            Touched.Add(next);
            Touched.AddRange(Net.Outbound[next].Select(e => Net.Edges[e].To));
        }
    }

    private List<int> WaitedAt() => [.. Enumerable.Range(0, _tokens.Length).Where(e => _tokens[e] > 0).Select(e => Net.Edges[e].To).Distinct()];

    private bool IsBefore(int earlier, int later)
    {
        var seen = new HashSet<int>();
        var todo = new Stack<int>([later]);
        while (todo.TryPop(out var node))
        {
            foreach (var edge in Net.ForwardInbound[node])
            {
                if (Net.Edges[edge].From == earlier) return true;
                if (seen.Add(Net.Edges[edge].From)) todo.Push(Net.Edges[edge].From);
            }
        }

        return false;
    }
}

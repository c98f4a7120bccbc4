namespace HrBpm.Designer.Canvas;

/// <summary>An order in which every connection leads on, but for those that lead back.</summary>
/// <param name="Places">Place of each node that the start leads to.</param>
/// <param name="Returns">The connections that lead back.</param>
internal sealed record FlowOrder(IReadOnlyDictionary<string, int> Places, IReadOnlyList<FlowEdge> Returns)
{
    /// <summary>Walks depth first, without recursion, because a flow may be a thousand nodes long.</summary>
    public static FlowOrder Of(FlowGraph graph)
    {
        var leaving = graph.Edges.ToLookup(edge => edge.From);
        var (done, onWay, returns) = (new List<string>(), new HashSet<string>(), new List<FlowEdge>());
        var seen = new HashSet<string>();
        var way = new Stack<(string Id, IEnumerator<FlowEdge> Edges)>();
        if (graph.Start is { } start) Enter(start.Id);
        while (way.TryPeek(out var top))
        {
            if (!top.Edges.MoveNext())
            {
                way.Pop();
                onWay.Remove(top.Id);
                done.Add(top.Id);
            }
            else if (onWay.Contains(top.Edges.Current.To)) returns.Add(top.Edges.Current);
            else if (!seen.Contains(top.Edges.Current.To)) Enter(top.Edges.Current.To);
        }

        done.Reverse();
        return new(done.Index().ToDictionary(pair => pair.Item, pair => pair.Index), returns);

        void Enter(string id)
        {
            seen.Add(id);
            onWay.Add(id);
            way.Push((id, leaving[id].GetEnumerator()));
        }
    }
}

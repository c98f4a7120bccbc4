namespace HrBpm.Server.Features.Workflows.Editing;

/// <summary>A definition, as the people of one company have it open.</summary>
internal sealed record WatchedFlow(Guid CompanyId, string DefinitionId)
{
    /// <summary>The group of connections that are told.</summary>
    public string Group => $"{CompanyId:D} {DefinitionId}";
}

/// <summary>The definitions that pages have open which are connected to this process, and what they looked like when they were last told.</summary>
internal sealed class WatchedFlows
{
    private readonly Lock door = new();
    private readonly Dictionary<string, WatchedFlow> byConnection = [];
    private readonly Dictionary<WatchedFlow, string> stamps = [];

    /// <summary>A page has opened a definition.</summary>
    public void Add(string connection, WatchedFlow flow)
    {
        lock (door)
        {
            byConnection[connection] = flow;
            stamps.TryAdd(flow, "");
        }
    }

    /// <summary>A page is gone.</summary>
    /// <returns>What it had open; null when nothing.</returns>
    public WatchedFlow? Remove(string connection)
    {
        lock (door)
        {
            if (!byConnection.Remove(connection, out var flow)) return null;
            if (!byConnection.ContainsValue(flow)) stamps.Remove(flow);
            return flow;
        }
    }

    /// <summary>What is open.</summary>
    public IReadOnlyList<WatchedFlow> Flows()
    {
        lock (door)
        {
            return [.. stamps.Keys];
        }
    }

    /// <summary>The pages that are connected.</summary>
    public IReadOnlyList<string> Connections()
    {
        lock (door)
        {
            return [.. byConnection.Keys];
        }
    }

    /// <summary>True when that is news to those who have it open.</summary>
    public bool IsNews(WatchedFlow flow, string stamp)
    {
        lock (door)
        {
            if (!stamps.TryGetValue(flow, out var known) || known == stamp) return false;
            stamps[flow] = stamp;
            return true;
        }
    }
}

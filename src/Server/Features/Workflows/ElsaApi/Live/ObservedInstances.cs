namespace HrBpm.Server.Features.Workflows.ElsaApi.Live;

/// <summary>The instances that somebody connected to this process looks at.</summary>
internal sealed class ObservedInstances
{
    /// <summary>More than any page shows.</summary>
    public const int MostPerConnection = 100;

    private readonly Lock door = new();
    private readonly Dictionary<string, HashSet<string>> byConnection = [];
    private readonly Dictionary<string, int> lastRuns = [];

    /// <summary>A connection looks at an instance from this run on. False when it looks at too many.</summary>
    public bool Add(string connection, string instance, int lastRun)
    {
        lock (door)
        {
            if (!byConnection.TryGetValue(connection, out var seen)) byConnection[connection] = seen = [];
            if (seen.Count == MostPerConnection && !seen.Contains(instance)) return false;
            seen.Add(instance);
            lastRuns.TryAdd(instance, lastRun);
            return true;
        }
    }

    /// <summary>A connection has ended.</summary>
    public void Remove(string connection)
    {
        lock (door)
        {
            if (!byConnection.Remove(connection, out var seen)) return;
            foreach (var instance in seen.Where(i => !byConnection.Values.Any(others => others.Contains(i)))) lastRuns.Remove(instance);
        }
    }

    /// <summary>What is looked at.</summary>
    public IReadOnlyList<string> Ids()
    {
        lock (door)
        {
            return [.. lastRuns.Keys];
        }
    }

    /// <summary>True when that run is news to those who look.</summary>
    public bool IsNews(string instance, int lastRun)
    {
        lock (door)
        {
            if (!lastRuns.TryGetValue(instance, out var known) || known >= lastRun) return false;
            lastRuns[instance] = lastRun;
            return true;
        }
    }
}

using System.Collections.Concurrent;

namespace HrBpm.Workflows.Expressions;

/// <summary>Keeps what was parsed from a text, up to a number of texts. What is used stays: entries live in two generations, and the older one is dropped when the younger is full.</summary>
internal sealed class SourceCache<T>(int capacity, Func<string, T> parse) where T : class
{
    private readonly Lock turn = new();
    private ConcurrentDictionary<string, T> young = new();
    private ConcurrentDictionary<string, T> old = new();

    public T Get(string source)
    {
        if (young.TryGetValue(source, out var parsed)) return parsed;
        if (!old.TryGetValue(source, out parsed)) parsed = parse(source);
        lock (turn)
        {
            if (young.Count >= Math.Max(1, capacity / 2)) (old, young) = (young, new());
            young[source] = parsed;
        }
        return parsed;
    }

    public int Count => young.Count + old.Count;
}

using System.Diagnostics;

namespace HrBpm.Benchmarks;

/// <summary>Keeps a number of workers busy for a while, and counts what they get done.</summary>
internal sealed class Load
{
    private readonly List<double> milliseconds = [];

    /// <summary>Operations that were done.</summary>
    public long Operations { get; private set; }

    /// <summary>Time that they took, all workers together.</summary>
    public TimeSpan Elapsed { get; private set; }

    public long Allocated { get; private set; }

    /// <summary>Processor time of this process; the database server's is its own.</summary>
    public TimeSpan Processor { get; private set; }

    public double PerSecond => Operations / Elapsed.TotalSeconds;

    /// <summary>Runs one slice of the measurement; slices add up.</summary>
    /// <param name="workers">How many work at once.</param>
    /// <param name="time">How long; what has begun by then is finished.</param>
    /// <param name="work">One piece of work of a worker: its operations are counted by <see cref="Stopwatches"/>.</param>
    public async Task SliceAsync(int workers, TimeSpan time, Func<int, Stopwatches, Task> work)
    {
        var (began, allocated, processor) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
        var watches = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var watch = new Stopwatches();
            while (Stopwatch.GetElapsedTime(began) < time) await work(worker, watch);
            return watch;
        })));
        Elapsed += Stopwatch.GetElapsedTime(began);
        Allocated += GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Processor += Environment.CpuUsage.TotalTime - processor;
        Operations += watches.Sum(w => (long)w.Operations);
        milliseconds.AddRange(watches.SelectMany(w => w.Milliseconds));
    }

    /// <summary>The time that this share of the operations stayed within.</summary>
    public double? Percentile(double share)
    {
        if (milliseconds.Count == 0) return null;
        milliseconds.Sort();
        return milliseconds[Math.Min(milliseconds.Count - 1, (int)(milliseconds.Count * share))];
    }
}

/// <summary>Times the operations of one worker.</summary>
internal sealed class Stopwatches
{
    public List<double> Milliseconds { get; } = [];

    public int Operations { get; private set; }

    /// <summary>Counts and times one operation.</summary>
    public async Task TimeAsync(Func<Task> operation)
    {
        var began = Stopwatch.GetTimestamp();
        await operation();
        Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        Operations++;
    }

    /// <summary>Counts operations that are not timed one by one.</summary>
    public void Count(int operations) => Operations += operations;
}

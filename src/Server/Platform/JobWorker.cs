using System.Collections.Concurrent;
using HrBpm.Server.Features.Workflows;

namespace HrBpm.Server.Platform;

/// <summary>Runs jobs as soon as they are due, several at a time. Hears of new ones by <see cref="JobSignal"/>, and of all others by <see cref="JobSweep"/>.</summary>
internal sealed partial class JobWorker(JobLeases leases, RunJob runJob, JobSignal signal, JobOptions options, TimeProvider time, ILogger<JobWorker> log) : SignalledWorker(signal, log)
{
    private readonly SemaphoreSlim slots = new(options.Parallelism, options.Parallelism);
    private readonly ConcurrentDictionary<string, Task> running = new();
    private readonly CancellationTokenSource breakOff = new();
    private bool hasStopped;

    /// <inheritdoc />
    public override async Task<int> RunDueAsync(CancellationToken ct)
    {
        var taken = await base.RunDueAsync(ct);
        // Read after taking: whoever took a job before us has it in the list by now.
        var unfinished = running.Values.ToList();
        await Task.WhenAll(unfinished).WaitAsync(ct);
        return Math.Max(taken, unfinished.Count);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Interlocked.Exchange(ref hasStopped, true)) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.StopsAfter);
        var rest = Task.WhenAll(running.Values);
        await Task.WhenAny(rest, Task.Delay(Timeout.InfiniteTimeSpan, time, patience.Token));
        await breakOff.CancelAsync();
        await rest;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        slots.Dispose();
        breakOff.Dispose();
    }

    /// <inheritdoc />
    protected override async Task<int> WorkAsync(CancellationToken ct)
    {
        var total = 0;
        for (var taken = 1; taken > 0; total += taken) taken = await TakeSomeAsync(ct);
        return total;
    }

    // Whoever hears of a job takes it, and does not wait until it is done: others may come meanwhile.
    /// <inheritdoc />
    protected override Task HearAsync(CancellationToken ct) => base.RunDueAsync(ct);

    private async Task<int> TakeSomeAsync(CancellationToken ct)
    {
        await slots.WaitAsync(ct);
        var free = 1;
        while (free < options.Parallelism && slots.Wait(0, CancellationToken.None)) free++;
        var used = 0;
        try
        {
            var jobs = await leases.TakeAsync(free, running.Keys.ToList(), ct);
            foreach (var job in jobs) _ = WatchAsync(job.Id, running[job.Id] = RunAsync(job));
            return used = jobs.Count;
        }
        finally
        {
            if (free > used) slots.Release(free - used);
        }
    }

    private async Task RunAsync(WorkflowJob job)
    {
        await Task.Yield();
        try
        {
            await runJob.RunAsync(job, breakOff.Token);
        }
        catch (Exception e)
        {
            // Nothing was recorded, so the lease runs out and the job is tried again.
            RunFailed(Log, e, job.Id);
        }
    }

    private async Task WatchAsync(string jobId, Task run)
    {
        await run;
        running.TryRemove(KeyValuePair.Create(jobId, run));
        slots.Release();
        Signal.Raise();
    }

    [LoggerMessage(LogLevel.Error, "Expected to run and record job {JobId}, but it failed.")]
    private static partial void RunFailed(ILogger log, Exception e, string jobId);
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HrBpm.Workflows;

/// <summary>Does what runs have sent: starts and resumes instances, each in a run of its own. A delivery goes in the transaction that does it, so doing it twice does nothing twice.</summary>
public sealed partial class Deliveries : IDisposable
{
    private const int Batch = 100;
    private const string Gone = "workflows.delivered";
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly IServiceScopeFactory _scopes;
    private readonly WorkflowRuntime _runtime;
    private readonly StimulusRouting _routing;
    private readonly EngineLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger<Deliveries> _log;

    internal Deliveries(IServiceScopeFactory scopes, WorkflowRuntime runtime, StimulusRouting routing, EngineLimits limits, TimeProvider time, ILogger<Deliveries> log) =>
        (_scopes, _runtime, _routing, _limits, _time, _log) = (scopes, runtime, routing, limits, time, log);

    /// <summary>Does everything that is due, and what that sends in turn, in the order in which it was sent.</summary>
    /// <returns>How many things were done.</returns>
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var total = 0;
            for (var done = 1; done > 0; total += done)
            {
                done = await MatchAsync(ct);
                done += await TryAsync(await ReadAsync((store, now) => store.ReadDueAsync(now, Batch, ct)), ct);
            }

            return total;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    /// <summary>Does one delivery now.</summary>
    /// <returns>False when it was done before, cannot be done, or failed; what failed is tried again later.</returns>
    public async Task<bool> TryAsync(Delivery delivery, CancellationToken ct)
    {
        try
        {
            return await DoAsync(delivery, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(_log, e, delivery.Id);
            await ReadAsync(async (store, now) =>
            {
                await store.PutOffAsync(delivery.Id, now, e.Message, ct);
                return true;
            });
            return false;
        }
    }

    private async Task<int> TryAsync(IReadOnlyList<Delivery> due, CancellationToken ct)
    {
        var done = 0;
        await Parallel.ForEachAsync(due.GroupBy(TargetOf), new ParallelOptions { MaxDegreeOfParallelism = _limits.DeliveriesAtOnce, CancellationToken = ct }, async (group, inner) =>
        {
            foreach (var delivery in group)
                if (await TryAsync(delivery, inner)) Interlocked.Increment(ref done);
        });
        return done;
    }

    // What is meant for one instance keeps its order, and so do stimuli, whose targets are not known yet.
    private static string TargetOf(Delivery delivery) => delivery.Command switch
    {
        StartCommand start => start.InstanceId ?? delivery.Id,
        ResumeCommand resume => BookmarkId.InstanceOf(resume.BookmarkId),
        CancelCommand cancel => cancel.InstanceId,
        _ => "",
    };

    private async Task<bool> DoAsync(Delivery delivery, CancellationToken ct)
    {
        if (delivery.Command is SendStimulus) return await _routing.RouteAsync(delivery, ct) is not null;
        var refusal = delivery.Command switch
        {
            StartCommand start => (await _runtime.StartAsync(start, ct, (scope, inner) => TakeStartAsync(start, scope, inner))).Refusal,
            ResumeCommand resume => await _runtime.ResumeAsync(resume, ct, Take),
            CancelCommand cancel => await _runtime.CancelAsync(cancel.InstanceId, cancel.Actor, cancel.Reason, ct, Take),
            var other => throw new InvalidOperationException($"Expected delivery {delivery.Id} to send a stimulus, start, resume or cancel, but it is a {other.GetType().Name}."),
        };
        if (refusal is null) return true;
        if (refusal.Code == Gone) return false;
        // Nothing waits for it any more, it has ended, or it may not start: that is an answer, not a failure.
        LogDropped(_log, delivery.Id, refusal.Message);
        return await _routing.DropAsync(delivery, refusal, ct);

        async Task<Refusal?> Take(IServiceProvider scope, CancellationToken inner) => await scope.GetRequiredService<IDeliveryStore>().TakeAsync(delivery.Id, inner)
            ? null
            : new Refusal(Gone, $"Expected delivery {delivery.Id} to be open, but it was done, or is being done.");

        // A parent may have been cancelled before its child began. Its wait is held until the child stands, so that whoever cancels the parent later finds the child.
        async Task<Refusal?> TakeStartAsync(StartCommand start, IServiceProvider scope, CancellationToken inner)
        {
            if (await Take(scope, inner) is { } gone) return gone;
            return start.ReportTo is not { WhenItRests: false } parent || await scope.GetRequiredService<IDeliveryStore>().HoldWaitAsync(parent.BookmarkId, inner)
                ? null
                : new Refusal("workflows.parent-gone", $"Expected instance {start.ParentInstanceId} to wait for the instance that it starts, but it does not any more.");
        }
    }

    private async Task<int> MatchAsync(CancellationToken ct)
    {
        var matched = 0;
        foreach (var early in await ReadAsync((store, now) => store.ReadMatchedAsync(now, Batch, ct)))
            if (await _routing.MatchAsync(early, ct) is not null) matched++;
        return matched;
    }

    private async Task<T> ReadAsync<T>(Func<IDeliveryStore, DateTime, Task<T>> read)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<IDeliveryStore>(), _time.GetUtcNow().UtcDateTime);
    }

    [LoggerMessage(LogLevel.Error, "Expected to do delivery {DeliveryId}, but it failed; it is tried again later.")]
    private static partial void LogFailed(ILogger log, Exception e, string deliveryId);

    [LoggerMessage(LogLevel.Debug, "Delivery {DeliveryId} is dropped. {Why}")]
    private static partial void LogDropped(ILogger log, string deliveryId, string why);
}

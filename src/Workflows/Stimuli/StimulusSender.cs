using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows;

/// <summary>Tells instances from outside that something happened: an event, or that a task is done.</summary>
public sealed class StimulusSender
{
    private readonly IServiceScopeFactory _scopes;
    private readonly WorkflowRuntime _runtime;
    private readonly StimulusRouting _routing;
    private readonly Deliveries _deliveries;

    internal StimulusSender(IServiceScopeFactory scopes, WorkflowRuntime runtime, StimulusRouting routing, Deliveries deliveries) =>
        (_scopes, _runtime, _routing, _deliveries) = (scopes, runtime, routing, deliveries);

    /// <summary>Publishes an event (Elsa.Event). Names match exactly.</summary>
    /// <param name="tenantId">Owner of the instances that it may start and resume.</param>
    /// <param name="name">Name of the event.</param>
    /// <param name="payload">What comes with it; an empty object when absent.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="correlationId">Only for instances of this correlation id; those that it starts get it.</param>
    /// <param name="instanceId">Only for this instance.</param>
    /// <param name="actor">Who publishes.</param>
    public Task<SentStimulus> PublishEventAsync(string tenantId, string name, object? payload, CancellationToken ct, string? correlationId = null, string? instanceId = null, string actor = "") =>
        SendAsync(Event.StimulusOf(tenantId, name, Values.FromClr(payload)) with { CorrelationId = correlationId, InstanceId = instanceId, Actor = actor }, ct);

    /// <summary>Reports a task that Elsa.RunTask asked for as done. Reported twice, it changes nothing the second time.</summary>
    public async Task<Refusal?> CompleteTaskAsync(string tenantId, string taskId, object? result, CancellationToken ct, string actor = "")
    {
        var report = RunTask.StimulusOf(tenantId, taskId, Values.FromClr(result));
        IReadOnlyList<WaitingBookmark> waiting;
        await using (var scope = _scopes.CreateAsyncScope())
        {
            waiting = await scope.ServiceProvider.GetRequiredService<IDeliveryStore>().FindBookmarksAsync(report, ct);
        }

        return waiting.Count == 0
            ? Refusals.TaskNotOpen(taskId)
            : await _runtime.ResumeAsync(new ResumeCommand(waiting[0].BookmarkId) { Input = report.Input, Actor = actor }, ct);
    }

    /// <summary>Sends a stimulus: first starts instances by triggers, then resumes bookmarks, each in a run of its own. When no bookmark waits for it, it is kept for a while.</summary>
    /// <remarks>What it does is written down before it is done: if the process dies in between, the rest follows later.</remarks>
    public async Task<SentStimulus> SendAsync(SendStimulus stimulus, CancellationToken ct)
    {
        var deliveries = await _routing.RouteAsync(stimulus, ct);
        foreach (var delivery in deliveries) await _deliveries.TryAsync(delivery, ct);
        return new SentStimulus(
            [.. deliveries.Select(d => d.Command).OfType<StartCommand>().Select(c => c.InstanceId!)],
            [.. deliveries.Select(d => d.Command).OfType<ResumeCommand>().Select(c => c.BookmarkId)]);
    }
}

/// <summary>What became of a stimulus.</summary>
/// <param name="Started">Ids of the instances that it starts.</param>
/// <param name="Resumed">Bookmarks that it resumes. When there are none, it is kept until one appears or its time is over.</param>
public sealed record SentStimulus(IReadOnlyList<string> Started, IReadOnlyList<string> Resumed);

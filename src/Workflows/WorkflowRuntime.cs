using System.Collections.Concurrent;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HrBpm.Workflows;

/// <summary>Starts, resumes and ends instances. Each run is one transaction in a scope of its own: load, run, commit; after a conflict the whole attempt is repeated.</summary>
public sealed partial class WorkflowRuntime(IServiceScopeFactory scopes, GraphCache graphs, Engine engine, EngineLimits limits, NodeCatalog catalog, ExpressionEvaluator evaluator,
    TimeProvider time, ILogger<WorkflowRuntime> log)
{
    private readonly InstanceGates _gates = new();

    /// <summary>Starts an instance. Starting again with an instance id that exists changes nothing and answers with that instance.</summary>
    public async Task<RunResult> StartAsync(StartCommand command, CancellationToken ct, BeforeRun? before = null)
    {
        var started = command with { InstanceId = command.InstanceId ?? Guid.CreateVersion7().ToString("N") };
        Instance? result = null;
        var refusal = await AttemptAsync(started.InstanceId, started, before, async attempt =>
        {
            var found = await attempt.Definitions.FindAsync(started.TenantId, started.DefinitionId, started.Version, ct);
            if (found is null) return await EarlierAsync(attempt) ?? Refusals.UnknownDefinition(started.DefinitionId, started.Version);
            // Hardly any start is the second one with its id, so the first attempt does not look: the commit would conflict.
            if (attempt.Number > 1 && await EarlierAsync(attempt) is { } earlier) return earlier;
            var graph = await DefinitionParts.LoadAsync(graphs, attempt.Definitions, found, started.TenantId, null, ct);
            if (ActivationClaim.Of(graph.Definition, started) is { } claim && await attempt.Services.GetRequiredService<IActivationStore>().FindRunningAsync(claim, ct) is { } running)
                return await EarlierAsync(attempt) ?? Refusals.RunsAlready(started.DefinitionId, running);
            result = new Instance();
            await engine.StartAsync(attempt.RunOf(result, graph), started);
            return null;
        }, () => result, ct);
        if (refusal is { Code: AlreadyStarted }) refusal = null;
        return result is null || refusal is not null
            ? new RunResult("", InstanceStatus.Finished, InstanceSubStatus.Faulted, refusal)
            : new RunResult(result.Id, result.Status, result.SubStatus, null);

        async Task<Refusal?> EarlierAsync(Attempt attempt)
        {
            result = await attempt.Store.LoadAsync(started.InstanceId, ct);
            return result is null ? null : new Refusal(AlreadyStarted, $"Instance {result.Id} was started before.");
        }
    }

    /// <summary>Resumes one bookmark. Null when it was done; a bookmark that is used up is refused, and nothing changes.</summary>
    public Task<Refusal?> ResumeAsync(ResumeCommand command, CancellationToken ct, BeforeRun? before = null) =>
        ChangeAsync(BookmarkId.InstanceOf(command.BookmarkId), command, before, run => engine.ResumeAsync(run, command), Refusals.BookmarkUsed(command.BookmarkId), ct);

    /// <summary>Cancels an instance.</summary>
    public Task<Refusal?> CancelAsync(string instanceId, string actor, string reason, CancellationToken ct, BeforeRun? before = null)
    {
        var command = new CancelCommand(instanceId, reason) { Actor = actor };
        return ChangeAsync(instanceId, command, before, run => Engine.CancelAsync(run, command), Refusals.UnknownInstance(instanceId), ct);
    }

    /// <summary>Records that a job cannot be done: its visit waits for an operator.</summary>
    public Task<Refusal?> RaiseIncidentAsync(string bookmarkId, string code, string message, CancellationToken ct, BeforeRun? before = null) =>
        ResumeAsync(new ResumeCommand(bookmarkId) { Job = new JobOutcome.Failed(code, message) }, ct, before);

    /// <summary>Deals with an incident.</summary>
    public Task<Refusal?> ResolveIncidentAsync(ResolveIncident command, CancellationToken ct, BeforeRun? before = null) =>
        ChangeAsync(command.InstanceId, command, before, run => engine.ResolveAsync(run, command), Refusals.UnknownInstance(command.InstanceId), ct);

    private const string AlreadyStarted = "workflows.already-started";

    private async Task<Refusal?> ChangeAsync(string id, Command command, BeforeRun? before, Func<Run, ValueTask<Refusal?>> change, Refusal unknown, CancellationToken ct)
    {
        Instance? instance = null;
        return await AttemptAsync(id, command, before, async attempt =>
        {
            instance = await attempt.Store.LoadAsync(id, ct);
            if (instance is null) return unknown;
            var version = await attempt.Definitions.FindVersionAsync(instance.DefinitionVersionId, ct)
                ?? throw new InvalidOperationException($"Expected version {instance.DefinitionVersionId} of definition '{instance.DefinitionId}' to be kept while instance {instance.Id} runs, but it is gone.");
            return await change(attempt.RunOf(instance, await DefinitionParts.LoadAsync(graphs, attempt.Definitions, version, instance.TenantId, instance.Parts, ct)));
        }, () => instance, ct);
    }

    private async Task<Refusal?> AttemptAsync(string gate, Command command, BeforeRun? before, Func<Attempt, Task<Refusal?>> work, Func<Instance?> result, CancellationToken ct)
    {
        var broken = new ConcurrentDictionary<int, string>();
        using var turn = await _gates.EnterAsync(gate, ct);
        for (var number = 1; ; number++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var store = scope.ServiceProvider.GetRequiredService<IWorkflowStore>();
            try
            {
                await store.BeginAsync(ct);
                if (before is not null && await before(scope.ServiceProvider, ct) is { } refused) return refused;
                var attempt = new Attempt(number, scope.ServiceProvider, store, new RunSurroundings(catalog, evaluator, scope.ServiceProvider, broken), command.Actor, time.GetUtcNow().UtcDateTime, ct);
                if (await work(attempt) is { } refusal) return refusal;
                await store.CommitAsync(new RunCommit(result()!, command, result()!.NewEvents, attempt.NowUtc), ct);
                return null;
            }
            catch (RunRefusedException e)
            {
                return e.Refusal;
            }
            catch (ActivityThrewException e) when (!store.IsConflict(e.InnerException!) && number < limits.AttemptsPerRun && broken.TryAdd(e.Execution, e.Message))
            {
                LogThrew(e.InnerException!, e.Message);
            }
            catch (Exception e) when (number < limits.AttemptsPerRun && (e is StoreConflictException || store.IsConflict(e is ActivityThrewException ? e.InnerException! : e)))
            {
                LogConflict(e, number);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Message} The run is rolled back and repeated without it.")]
    private partial void LogThrew(Exception exception, string message);

    [LoggerMessage(LogLevel.Debug, "Attempt {Number} met a conflict and is repeated.")]
    private partial void LogConflict(Exception exception, int number);

    private sealed record Attempt(int Number, IServiceProvider Services, IWorkflowStore Store, RunSurroundings Surroundings, string Actor, DateTime NowUtc, CancellationToken Cancellation)
    {
        public IDefinitionStore Definitions => Services.GetRequiredService<IDefinitionStore>();

        public Run RunOf(Instance instance, Graph graph) => new(instance, graph, Surroundings, Actor, NowUtc, Cancellation);
    }
}

using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows;

/// <summary>Tries one activity of a definition by itself: as the only activity of an instance whose transaction is thrown away. Work outside the transaction is not begun.</summary>
public sealed class ActivityTrial(IServiceScopeFactory scopes, DefinitionCompiler compiler, Engine engine, NodeCatalog catalog, ExpressionEvaluator evaluator, TimeProvider time)
{
    /// <summary>Tries an activity, found by its id or its node id.</summary>
    /// <param name="definition">The definition, which may be a draft.</param>
    /// <param name="activity">Id or node id of the activity.</param>
    /// <param name="start">Owner, inputs and actor of the instance.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null when the definition has no such activity.</returns>
    /// <exception cref="DefinitionException">The definition cannot be compiled.</exception>
    public async Task<ActivityTrialResult?> RunAsync(WorkflowDefinition definition, string activity, StartCommand start, CancellationToken ct)
    {
        var nodes = compiler.Compile("", 0, definition).Nodes;
        if ((nodes.GetValueOrDefault(activity) ?? nodes.Values.FirstOrDefault(n => n.Parent is not null && n.Id == activity)) is not { Parent: not null } found) return null;
        var alone = (JsonObject)definition.Source.DeepClone();
        alone["root"] = found.Source.DeepClone();
        var graph = compiler.Compile("trial", 0, WorkflowDefinition.Read(alone.ToJsonString()));
        var node = graph.Root.Ports["root"];

        await using var scope = scopes.CreateAsyncScope();
        var instance = new Instance();
        var surroundings = new RunSurroundings(catalog, evaluator, scope.ServiceProvider, new Dictionary<int, string>());
        await scope.ServiceProvider.GetRequiredService<IWorkflowStore>().BeginAsync(ct);
        try
        {
            await engine.StartAsync(new Run(instance, graph, surroundings, start.Actor, time.GetUtcNow().UtcDateTime, ct), start with { InstanceId = $"trial-{Guid.CreateVersion7():N}" });
        }
        catch (ActivityThrewException e)
        {
            return new ActivityTrialResult("Faulted", [], new Dictionary<string, object?>(), ("activities.threw", e.Message));
        }

        return ResultOf(instance, node);
    }

    private static ActivityTrialResult ResultOf(Instance instance, Node node)
    {
        var completed = instance.NewEvents.OfType<ActivityCompleted>().LastOrDefault(e => e.Node == node.Path);
        var incident = instance.NewEvents.OfType<IncidentRaised>().LastOrDefault();
        var outputs = new Dictionary<string, object?>();
        foreach (var output in instance.NewEvents.OfType<ActivityOutputSet>().Where(e => e.Node == node.Path)) outputs[output.Output] = output.Value;
        var status = incident is not null ? "Faulted" : completed is not null ? "Completed" : "Running";
        return new ActivityTrialResult(status, completed is null ? [] : completed.Outcomes.Count > 0 ? completed.Outcomes : ["Done"], outputs, incident is null ? null : (incident.Code, incident.Message));
    }
}

/// <summary>What became of a trial.</summary>
/// <param name="Status">Completed, Running (it waits for something) or Faulted.</param>
/// <param name="Outcomes">The outcomes by which it was left.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Fault">Why it faulted.</param>
public sealed record ActivityTrialResult(string Status, IReadOnlyList<string> Outcomes, IReadOnlyDictionary<string, object?> Outputs, (string Code, string Message)? Fault);

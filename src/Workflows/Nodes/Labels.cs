using System.Collections;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.SetName: names the instance.</summary>
internal sealed class SetName : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        visit.Scope.InstanceName = await visit.TextAsync("value");
        await visit.CompleteAsync();
    }
}

/// <summary>Elsa.Correlate: sets the instance's correlation id.</summary>
internal sealed class Correlate : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        visit.Scope.CorrelationId = await visit.TextAsync("correlationId");
        await visit.CompleteAsync();
    }
}

/// <summary>Elsa.RunJavaScript: runs a script, which may choose the outcomes; its value is the output <c>result</c>.</summary>
internal sealed class RunJavaScript : CoreNode
{
    public override IReadOnlyList<string>? OutcomesOf(Node node) => null;

    public override IReadOnlyList<string> OutputsOf(Node node) => ["Result"];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var script = await visit.TextAsync("script") ?? "";
        var value = await visit.EvaluateAsync(new Expression("JavaScript", script), "Object");
        visit.SetOutput("result", value);
        await visit.CompleteAsync(visit.Scope.ChosenOutcomes);
    }
}

/// <summary>Elsa.Complete: ends the nearest composite, which is the workflow or a workflow used as an activity, by these outcomes.</summary>
internal sealed class Complete : CoreNode
{
    public override IReadOnlyList<string> OutcomesOf(Node node) => [];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var outcomes = await visit.InputAsync("outcomes", "Object") switch
        {
            null or "" => [],
            string one => [one],
            IEnumerable many => many.Cast<object?>().Select(o => o?.ToString() ?? "").ToList(),
            var other => new List<string> { other.ToString() ?? "" },
        };
        var instance = visit.Run.Instance;
        var composite = instance.Executions[visit.Execution.Owner];
        while (visit.Run.Graph.Nodes[composite.Node].Handler is not (WorkflowNode or PartNode)) composite = instance.Executions[composite.Owner];
        instance.Raise(new ActivityCompleted(visit.Execution.Id, visit.Node.Path, [], visit.Run.NowUtc));
        if (instance.IsElsaCompatible) await EndContainerAsync(visit, composite);
        await visit.Run.CompleteAsync(composite, outcomes, isTerminal: false);
    }

    // Elsa ends the container of Complete first, so that what follows it in an outer container is queued already and runs.
    private static async ValueTask EndContainerAsync(Visit visit, Execution composite)
    {
        var container = visit.Run.Instance.Executions[visit.Execution.Owner];
        if (container != composite && container.Owner != composite.Id) await visit.Run.CompleteAsync(container, [], isTerminal: false);
    }
}

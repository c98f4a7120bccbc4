using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows;

/// <summary>One visit as a node sees it: its inputs, and what it may ask for.</summary>
internal sealed class Visit(Run run, Execution execution)
{
    private VisitScope? _scope;

    public Run Run => run;

    public Execution Execution => execution;

    public Node Node { get; } = run.Graph.Nodes[execution.Node];

    public VisitScope Scope => _scope ??= new VisitScope(run, execution);

    public ValueTask CompleteAsync(params IReadOnlyList<string> outcomes) => run.CompleteAsync(execution, outcomes, isTerminal: false);

    /// <summary>Goes on after the activity's own work: by the child in its port, else by its outcomes; else, where that must not pass unnoticed, by an incident.</summary>
    public ValueTask LeaveAsync(IReadOnlyList<string> outcomes, string? port, Refusal? ifUnhandled)
    {
        if (port is not null && Node.Ports.TryGetValue(port, out var child)) Schedule(child);
        else if (ifUnhandled is not null && (port is not null || !Node.HasWayOut(outcomes))) run.RaiseIncident(execution, ifUnhandled.Code, ifUnhandled.Message);
        else return CompleteAsync(outcomes);
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteTerminalAsync() => run.CompleteAsync(execution, [], isTerminal: true);

    /// <summary>The visit cannot go on; <paramref name="at"/> is where, if that is not the node itself.</summary>
    public ValueTask FaultAsync(string code, string message, Node? at = null) => run.FaultAsync(execution, code, message, at);

    /// <summary>True while visits that this one scheduled run or are queued.</summary>
    public bool IsBusyBelow
    {
        get
        {
            // Asked at the end of each visit: so without LINQ, and first where the answer mostly lies.
            foreach (var work in run.Instance.Queue) if (work.Owner == execution.Id) return true;
            foreach (var below in run.Instance.Executions.Values) if (below.Owner == execution.Id) return true;
            return false;
        }
    }

    public void Schedule(Node child, string? tag = null, bool isBackward = false, string? comesBackTo = null, IReadOnlyDictionary<string, object?>? locals = null, Refusal? because = null) =>
        run.Instance.Raise(new ActivityScheduled(child.Path, execution.Id, tag, locals, isBackward, comesBackTo) { Because = because });

    /// <summary>Value of an input; null when the definition does not give it.</summary>
    public ValueTask<object?> InputAsync(string name, string? typeName = null) =>
        Node.Inputs.TryGetValue(name, out var input) ? EvaluateAsync(input.Expression, typeName ?? input.TypeName) : ValueTask.FromResult<object?>(null);

    public ValueTask<object?> EvaluateAsync(Expression? expression, string typeName) =>
        expression is null || (run.Instance.IsElsaCompatible && !ExpressionEvaluator.Knows(expression.Type)) ? ValueTask.FromResult<object?>(null) : run.Evaluator.EvaluateAsync(expression, typeName, Scope, run.Cancellation);

    public async ValueTask<string?> TextAsync(string name) => await InputAsync(name, "String") as string;

    public async ValueTask<bool> FlagAsync(string name) => await InputAsync(name, "Boolean") is true;

    public void SetOutput(string name, object? value) => run.SetActivityOutput(execution, Node, name, value);

    /// <summary>What came with the trigger, when this visit is to the activity that started the instance. It comes once.</summary>
    public Resumption? TakeTrigger()
    {
        if (run.Instance.Trigger is not { Input: { } input } trigger || trigger.Node != Node.Path) return null;
        run.Instance.Raise(new TriggerUsed(execution.Id));
        return new Resumption("", Node.Type, null, IsDue: false, input);
    }

    /// <summary>Where a flowchart begins: at the activity that started the instance, when it is one of its own.</summary>
    public Node? FlowStart => run.Instance.Trigger is { } trigger && Node.Activities.FirstOrDefault(a => a.Path == trigger.Node) is { } started ? started : Node.Plan?.Start;

    /// <summary>Waits for something that is found by its identity, or else by its payload.</summary>
    public void Wait(string name, object? payload, DateTime? dueUtc, object? identity = null) => run.AddBookmark(execution, run.NextBookmarkId(), name, payload, dueUtc, identity);
}

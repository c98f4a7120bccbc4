using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows;

/// <summary>Finds the activities of a version that start instances, for the index that is renewed whenever a version is published or retracted.</summary>
public sealed class TriggerReader(GraphCache graphs, ExpressionEvaluator evaluator)
{
    /// <summary>The triggers of a version, in definition order.</summary>
    /// <exception cref="DefinitionException">The definition cannot be compiled, or what a trigger waits for cannot be worked out.</exception>
    public async Task<IReadOnlyList<Trigger>> ReadAsync(StoredDefinition definition, DateTime nowUtc, CancellationToken ct)
    {
        var found = new List<Trigger>();
        var graph = graphs.For(definition);
        foreach (var node in graph.Nodes.Values.Where(n => n.CanStartWorkflow))
        {
            foreach (var stimulus in await ReadAsync(new TriggerVisit(node, graph, evaluator, nowUtc, ct)))
                found.Add(new Trigger(definition.DefinitionId, definition.VersionId, definition.Version, node.Path, node.Type, stimulus));
        }

        return found;
    }

    private static async ValueTask<IReadOnlyList<TriggerStimulus>> ReadAsync(TriggerVisit visit)
    {
        try
        {
            return await visit.Node.Handler.TriggersAsync(visit);
        }
        catch (ExpressionException e)
        {
            throw new DefinitionException([DefinitionProblem.Of("definitions.trigger-unreadable", visit.Node.Id, ("name", visit.Node.DisplayName), ("reason", e.Message))]);
        }
    }
}

/// <summary>An activity that starts instances, as its node sees it while there is no instance.</summary>
internal sealed class TriggerVisit(Node node, Graph graph, ExpressionEvaluator evaluator, DateTime nowUtc, CancellationToken ct)
{
    private readonly TriggerScope _scope = new(node, graph, nowUtc);

    public Node Node => node;

    public DateTime NowUtc => nowUtc;

    /// <summary>Value of an input; null when the definition does not give it.</summary>
    public async ValueTask<object?> InputAsync(string name, string? typeName = null) =>
        node.Inputs.TryGetValue(name, out var input) && input.Expression is { } expression ? await evaluator.EvaluateAsync(expression, typeName ?? input.TypeName, _scope, ct) : null;

    public async ValueTask<string?> TextAsync(string name) => await InputAsync(name, "String") as string;
}

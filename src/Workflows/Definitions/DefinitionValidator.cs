using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions;

/// <summary>Finds what would keep a definition from running as its author means it. Every problem is named with its node.</summary>
public sealed class DefinitionValidator(NodeCatalog catalog, DefinitionCompiler compiler, ExpressionEvaluator evaluator)
{
    /// <summary>Checks a definition; empty when nothing was found.</summary>
    public IReadOnlyList<DefinitionProblem> Check(string json)
    {
        try
        {
            var definition = WorkflowDefinition.Read(json);
            var graph = compiler.Compile("draft", 0, definition);
            return [.. CheckRoot(definition), .. graph.Nodes.Values.Where(n => n.Parent is not null).SelectMany(CheckNode)];
        }
        catch (DefinitionException e)
        {
            return e.Problems;
        }
    }

    private static IEnumerable<DefinitionProblem> CheckRoot(WorkflowDefinition definition)
    {
        if (definition.DefinitionId.Length == 0) yield return new("definitions.id-missing", "", "Expected the definition to have a definitionId, but it has none.");
        if (definition.Root is null) yield return new("definitions.root-missing", "", "Expected the definition to have a root activity, but it has none.");
        foreach (var group in definition.Variables.GroupBy(v => v.Name).Where(g => g.Count() > 1))
            yield return new("definitions.variable-repeated", "", $"Expected variable names to be unique, but '{group.Key}' is declared {group.Count()} times.");
    }

    private IEnumerable<DefinitionProblem> CheckNode(Node node)
    {
        // Whether a definition that is used as an activity is there is seen when an instance starts.
        if (!catalog.Knows(node.Type) && node.Handler is not PartNode)
        {
            yield return new("definitions.type-unknown", node.Id, $"Expected activity '{node.Id}' to be of a known type, but '{node.Type}' is not known.");
            yield break;
        }

        foreach (var problem in CheckInputs(node)) yield return problem;
        if (node.Plan is not null)
        {
            foreach (var problem in CheckFlow(node)) yield return problem;
        }
    }

    private IEnumerable<DefinitionProblem> CheckInputs(Node node)
    {
        foreach (var (name, input) in node.Inputs)
        {
            if (input.Expression is null) continue;
            foreach (var problem in evaluator.Check(input.Expression))
                yield return new(problem.Code, node.Id, $"Input '{name}' of '{node.DisplayName}', line {problem.Line}, column {problem.Column}: {problem.Message}");
        }

        if (catalog.Find(node.Type) is not { } activity) yield break;
        foreach (var missing in activity.Inputs.Where(i => i.IsRequired && !node.Inputs.ContainsKey(i.Name)))
            yield return new("definitions.input-missing", node.Id, $"Expected '{node.DisplayName}' to have the input '{missing.Name}', but it is not given.");
    }

    private static IEnumerable<DefinitionProblem> CheckFlow(Node flowchart)
    {
        var ids = flowchart.Activities.Select(a => a.Id).ToHashSet();
        foreach (var item in (flowchart.Source["connections"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            var (from, _, to) = DefinitionCompiler.Ends(item);
            foreach (var end in new[] { from, to }.Where(end => end is null || !ids.Contains(end)))
                yield return new("definitions.connection-dangling", flowchart.Id, $"Expected a connection of '{flowchart.Id}' to join two of its activities, but '{end}' is not one.");
        }

        foreach (var connection in flowchart.Connections)
        {
            var outcomes = connection.Source.Handler.OutcomesOf(connection.Source);
            if (outcomes is not null && !outcomes.Contains(connection.Port ?? "Done"))
                yield return new("definitions.outcome-unknown", connection.Source.Id, $"Expected '{connection.Source.DisplayName}' to have the outcome '{connection.Port}', but it has {Listed(outcomes)}.");
        }

        if (flowchart.Plan!.Start is not { } start) yield break;
        var shape = flowchart.Plan.From(start);
        var reached = shape.Downstream(start).Append(start).ToHashSet();
        foreach (var node in flowchart.Activities.Where(a => !reached.Contains(a)))
            yield return new("definitions.unreachable", node.Id, $"Expected '{node.DisplayName}' to be reached from '{start.DisplayName}', but no connection leads there.");
        foreach (var back in flowchart.Connections.Where(c => shape.IsBackward(c) && !shape.IsValidBackward(c)))
            yield return new("definitions.invalid-backward", back.Source.Id, $"Expected every way to '{back.Source.DisplayName}' to pass '{back.Target.DisplayName}', because a connection leads back to it, but one does not.");
    }

    private static string Listed(IReadOnlyList<string> outcomes) => outcomes.Count == 0 ? "none" : string.Join(", ", outcomes.Select(o => $"'{o}'"));
}

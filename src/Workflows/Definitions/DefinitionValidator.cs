using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions.Soundness;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions;

/// <summary>Finds what would keep a definition from running as its author means it. Every problem is named with its node.</summary>
public sealed class DefinitionValidator(NodeCatalog catalog, DefinitionCompiler compiler, ExpressionEvaluator evaluator, SoundnessCheck soundness, IEnumerable<IActivityCheck> checks)
{
    /// <summary>Checks a definition; empty when nothing was found. Problems that forbid a publish are errors, others warnings and information.</summary>
    /// <param name="json">Elsa 3 JSON.</param>
    /// <param name="find">Knows the definitions that this one may use as activities; without it they are not looked at, and count as steps that wait and are done some time.</param>
    public IReadOnlyList<DefinitionProblem> Check(string json, FindDefinition? find = null)
    {
        try
        {
            var definition = WorkflowDefinition.Read(json);
            var graph = compiler.Compile("draft", 0, definition);
            var whole = WithParts(graph, find);
            return [.. RootChecks.Of(definition), .. new VariableChecks(graph).All(), .. IdChecks.Of(graph),
                .. whole.Nodes.Values.Where(n => n.Parent is not null && !n.IsInsidePart).SelectMany(CheckNode), .. WorkflowUseChecks.Of(definition, graph, find),
                .. SoundnessProblems.Of(soundness.Explore(whole))];
        }
        catch (DefinitionException e)
        {
            return e.Problems;
        }
    }

    // One that cannot be compiled together with this one, though it was published once, is left out: it is not this one's mistake.
    private Graph WithParts(Graph graph, FindDefinition? find)
    {
        if (find is null) return graph;
        try
        {
            var found = new Dictionary<string, StoredDefinition>();
            for (var whole = graph; ; whole = compiler.Compile(graph.VersionId, graph.Version, graph.Definition, found))
            {
                var before = found.Count;
                foreach (var part in whole.MissingParts)
                {
                    if (find(part) is { } known) found.TryAdd(part.Key, known);
                }

                if (found.Count == before) return whole;
            }
        }
        catch (DefinitionException)
        {
            return graph;
        }
    }

    private IEnumerable<DefinitionProblem> CheckNode(Node node)
    {
        if (!catalog.Knows(node.Type) && node.Handler is not PartNode)
            yield return DefinitionProblem.Of("definitions.type-unknown", node.Id, ("name", node.DisplayName), ("type", node.Type));
        foreach (var problem in CheckExpressions(node).Concat(CheckRequired(node)).Concat(ConditionChecks.Of(node)).Concat(checks.SelectMany(check => check.Check(node))).Concat(node.Plan is null ? [] : FlowChecks.Of(node))) yield return problem;
    }

    private IEnumerable<DefinitionProblem> CheckExpressions(Node node) =>
        from place in ExpressionPlace.AllOf(node)
        from problem in evaluator.Check(place.Expression)
        select DefinitionProblem.Of(problem.Code, node.Id, ("input", place.Input), ("name", node.DisplayName), ("line", problem.Line), ("column", problem.Column), ("reason", problem.Message))
            with { Line = problem.Line, Column = problem.Column };

    private IEnumerable<DefinitionProblem> CheckRequired(Node node) => catalog.Find(node.Type) is not { } activity
        ? []
        : activity.Inputs.Where(i => i.IsRequired && !node.Inputs.ContainsKey(i.Name))
            .Select(missing => DefinitionProblem.Of("definitions.input-missing", node.Id, ("name", node.DisplayName), ("input", missing.Name)));
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Definitions;

/// <summary>Checks that names in expressions, captures and SetVariable mean something that is declared around them.</summary>
internal sealed partial class VariableChecks(Graph graph)
{
    // A script may make a variable by setting it; then its name is known from there on.
    private readonly HashSet<string> _made =
        [.. graph.Nodes.Values.SelectMany(ExpressionPlace.AllOf).Where(p => p.Expression.Type == "JavaScript").SelectMany(p => SetByName().Matches(TextOf(p))).Select(m => m.Groups["name"].Value)];

    public IEnumerable<DefinitionProblem> All() =>
        graph.Nodes.Values.SelectMany(n => Types(n).Concat(n.Parent is null ? [] : [.. References(n), .. Captures(n), .. Target(n)]));

    private static IEnumerable<DefinitionProblem> Types(Node node) => node.Variables.Where(v => !Values.IsKnownType(v.TypeName))
        .Select(v => DefinitionProblem.Of("definitions.variable-type-unknown", node.Parent is null ? "" : node.Id, ("variable", v.Name), ("type", v.TypeName)));

    private IEnumerable<DefinitionProblem> References(Node node)
    {
        foreach (var place in ExpressionPlace.AllOf(node))
        {
            foreach (var unknown in VariablesIn(place).Where(name => !IsVisible(node, name)).Distinct())
                yield return DefinitionProblem.Of("definitions.variable-unknown", node.Id, ("variable", unknown), ("input", place.Input), ("name", node.DisplayName));
            if (place.Expression.Type == "Input" && Named(place) is { } input && !graph.DeclaredInputs.Contains(input))
                yield return DefinitionProblem.Of("definitions.workflow-input-unknown", node.Id, ("workflowInput", input), ("input", place.Input), ("name", node.DisplayName));
        }
    }

    private IEnumerable<DefinitionProblem> Captures(Node node) => node.Captures
        .Where(c => !graph.DeclaredOutputs.Contains(c.Value) && !Around(node).SelectMany(n => n.Variables).Any(v => v.Id == c.Value))
        .Select(c => DefinitionProblem.Of("definitions.capture-unknown", node.Id, ("output", c.Key), ("name", node.DisplayName), ("target", c.Value)));

    private static IEnumerable<DefinitionProblem> Target(Node node)
    {
        if (node.Type != "Elsa.SetVariable") yield break;
        var variable = node.Source["variable"] as JsonObject;
        var id = variable?.Text("id") ?? variable?.Text("name");
        if (!Around(node).SelectMany(n => n.Variables).Any(v => v.Id == id) && !(id is Loop.CurrentValue or Loop.CurrentIndex && IsInLoop(node)))
            yield return DefinitionProblem.Of("definitions.variable-to-set-unknown", node.Id, ("name", node.DisplayName), ("variable", id));
    }

    private static IEnumerable<string> VariablesIn(ExpressionPlace place) => place.Expression.Type switch
    {
        "Variable" => Named(place) is { } name ? [name] : [],
        "JavaScript" => ReadByName().Matches(TextOf(place)).Select(m => m.Groups["name"].Value),
        "Liquid" => ReadInLiquid().Matches(TextOf(place)).Select(m => m.Groups["name"].Value),
        _ => [],
    };

    private bool IsVisible(Node node, string nameOrId) =>
        _made.Contains(nameOrId) || Around(node).SelectMany(n => n.Variables).Any(v => v.Name == nameOrId || v.Id == nameOrId) || (nameOrId is Loop.CurrentValue or Loop.CurrentIndex && IsInLoop(node));

    private static bool IsInLoop(Node node) => Around(node).Any(n => n.Handler is Loop);

    private static IEnumerable<Node> Around(Node node)
    {
        for (var at = node; at is not null; at = at.Parent) yield return at;
    }

    private static string? Named(ExpressionPlace place)
    {
        try
        {
            var reference = NamedReference.Of(place.Expression);
            return reference.Name ?? reference.Id;
        }
        catch (ExpressionException)
        {
            return null;
        }
    }

    private static string TextOf(ExpressionPlace place) => place.Expression.Value as string ?? "";

    [GeneratedRegex("""(?<![\w$.])(?:variables\s*\??\.\s*|getVariable\(\s*['"])(?<name>[\p{L}_$][\p{L}\p{Nd}_$]*)""")]
    private static partial Regex ReadByName();

    [GeneratedRegex("""(?<![\w$.])setVariable\(\s*['"](?<name>[^'"]+)['"]""")]
    private static partial Regex SetByName();

    [GeneratedRegex(@"(?<![\w.])Variables\.(?<name>[\p{L}_][\p{L}\p{Nd}_]*)")]
    private static partial Regex ReadInLiquid();
}

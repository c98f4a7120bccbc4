using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Definitions;

/// <summary>An expression of a definition, and where it stands.</summary>
/// <param name="Input">Name of the input, or of the case, for people.</param>
/// <param name="Expression">The expression. A script that an activity is given as text counts as JavaScript.</param>
internal sealed record ExpressionPlace(string Input, Expression Expression)
{
    public static IEnumerable<ExpressionPlace> AllOf(Node node)
    {
        foreach (var (name, input) in node.Inputs)
        {
            if (input.Expression is not { } expression) continue;
            yield return new ExpressionPlace(name, expression);
            if (node.Type == "Elsa.RunJavaScript" && name == "script" && expression is { Type: "Literal", Value: string script }) yield return new ExpressionPlace(name, new Expression("JavaScript", script));
        }

        foreach (var item in node.Source.List("cases")?.OfType<JsonObject>() ?? [])
        {
            if (item["condition"] is JsonObject condition && DefinitionCompiler.ReadExpression(condition) is { } expression)
                yield return new ExpressionPlace(item.Text("label") ?? "", expression);
        }
    }
}

using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Expressions;

/// <summary>The variable or input that an expression refers to.</summary>
internal sealed record NamedReference(string? Id, string? Name)
{
    public static NamedReference Of(Expression expression) => expression.Reference ??= Read(expression);

    private static NamedReference Read(Expression expression) => Values.FromClr(expression.Value) switch
    {
        string name => new(null, name),
        Dictionary<string, object?> members => new(members.GetValueOrDefault("id") as string, members.GetValueOrDefault("name") as string),
        var other => throw new ExpressionException(ExpressionException.Syntax,
            $"Expected a {expression.Type} expression to hold an object with a name, but it held {ValueText.Describe(other)}."),
    };
}

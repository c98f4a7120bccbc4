using HrBpm.Workflows.Expressions.JavaScript;
using HrBpm.Workflows.Expressions.Liquid;

namespace HrBpm.Workflows.Expressions;

/// <summary>Evaluates the expressions of definitions. Thread-safe; keeps what it has parsed, up to a limit.</summary>
public sealed class ExpressionEvaluator(ExpressionLimits limits)
{
    private readonly JavaScriptEvaluator javaScript = new(limits);
    private readonly LiquidEvaluator liquid = new(limits);

    /// <summary>Evaluates and converts to the type that the input declares.</summary>
    /// <param name="expression">What to evaluate.</param>
    /// <param name="targetTypeName">Elsa's alias of the wanted type; <c>Object</c> takes the value as it is.</param>
    /// <param name="scope">What the expression may see and change.</param>
    /// <param name="ct">Ends the evaluation early.</param>
    /// <exception cref="ExpressionException">The expression cannot be parsed, fails, exceeds a limit, or its value does not fit the type.</exception>
    public ValueTask<object?> EvaluateAsync(Expression expression, string targetTypeName, IExpressionScope scope, CancellationToken ct) =>
        new(Evaluate(expression, targetTypeName, scope, ct));

    /// <summary>True when expressions of that type can be evaluated.</summary>
    public static bool Knows(string type) => type is "Literal" or "Object" or "Json" or "Variable" or "Input" or "JavaScript" or "Liquid";

    /// <summary>Looks for what would keep the expression from running, without running it.</summary>
    public IReadOnlyList<ExpressionProblem> Check(Expression expression) => expression.Type switch
    {
        "Literal" or "Object" or "Json" => [],
        "Variable" or "Input" => CheckReference(expression),
        "JavaScript" => javaScript.Check(TextOf(expression)),
        "Liquid" => liquid.Check(TextOf(expression)),
        _ => [new(ExpressionException.Unknown, NotKnown(expression.Type).Message, 1, 1)],
    };

    private object? Evaluate(Expression expression, string targetTypeName, IExpressionScope scope, CancellationToken ct)
    {
        var value = expression.Type switch
        {
            "Literal" => expression.Value,
            "Object" or "Json" => expression.Value,
            "Variable" => ReadVariable(expression, scope),
            "Input" => scope.Input.GetValueOrDefault(NamedReference.Of(expression).Name ?? ""),
            "JavaScript" => javaScript.Evaluate(TextOf(expression), scope, ct),
            "Liquid" => liquid.Evaluate(TextOf(expression), scope, ct),
            _ => throw NotKnown(expression.Type),
        };
        return Values.Convert(value, targetTypeName);
    }

    private static object? ReadVariable(Expression expression, IExpressionScope scope)
    {
        var reference = NamedReference.Of(expression);
        if (reference.Id is { } id && scope.TryGetVariableById(id, out var value)) return value;
        return reference.Name is { } name && scope.TryGetVariable(name, out value) ? value : null;
    }

    private static IReadOnlyList<ExpressionProblem> CheckReference(Expression expression)
    {
        try
        {
            return NamedReference.Of(expression) is { Id: null, Name: null }
                ? [new(ExpressionException.Syntax, $"Expected a {expression.Type} expression to name something, but it has no name.", 1, 1)]
                : [];
        }
        catch (ExpressionException e)
        {
            return [new(e.Code, e.Message, 1, 1)];
        }
    }

    private static string TextOf(Expression expression) => expression.Value as string ?? Values.ToText(Values.FromClr(expression.Value)) ?? "";

    private static ExpressionException NotKnown(string type) => new(ExpressionException.Unknown,
        $"Expected an expression of type Literal, Object, Variable, Input, JavaScript or Liquid, but it was '{type}'.");
}

namespace HrBpm.Workflows.Expressions;

/// <summary>An expression could not be evaluated, or a value does not fit the type that it is meant for.</summary>
/// <remarks>The message is fit to be shown to the author of the definition: it never holds details of the host.</remarks>
/// <param name="code">Stable dotted code, one of the constants of <see cref="ExpressionException"/>.</param>
/// <param name="message">What was expected, and what came instead.</param>
public sealed class ExpressionException(string code, string message) : Exception(message)
{
    /// <summary>The text of the expression cannot be parsed.</summary>
    public const string Syntax = "expressions.syntax";

    /// <summary>The expression failed while it ran, for example by a thrown error.</summary>
    public const string Failed = "expressions.failed";

    /// <summary>The expression used more time, memory, steps, depth or text than <see cref="ExpressionLimits"/> grants.</summary>
    public const string Limit = "expressions.limit";

    /// <summary>The value does not fit the expected type.</summary>
    public const string Mismatch = "expressions.type";

    /// <summary>The type of the expression is not known.</summary>
    public const string Unknown = "expressions.unknown";

    /// <summary>Stable dotted code.</summary>
    public string Code { get; } = code;
}

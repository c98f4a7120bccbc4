namespace HrBpm.Workflows.Expressions;

/// <summary>Something about an expression that will keep it from running.</summary>
/// <param name="Code">Stable dotted code, as of <see cref="ExpressionException"/>.</param>
/// <param name="Message">What was expected, and what came instead.</param>
/// <param name="Line">Line in the text of the expression, from 1.</param>
/// <param name="Column">Column in that line, from 1.</param>
public sealed record ExpressionProblem(string Code, string Message, int Line, int Column);

using Jint;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>Puts the budget of one evaluation into its engine. Unlike Jint's own constraints it is not refilled when a host function calls back into the script.</summary>
internal sealed class ScriptBudget(ExpressionLimits limits) : Constraint
{
    public EvaluationBudget Budget { get; } = new(limits);

    public override void Check() => Budget.CountStatement();

    public override void Reset() { }
}

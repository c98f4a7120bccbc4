using Fluid;
using Fluid.Ast;
using Fluid.Values;
using LiquidExpression = Fluid.Ast.Expression;

namespace HrBpm.Workflows.Expressions.Liquid;

/// <summary>A range such as <c>(1..n)</c> that is not made when it would be longer than lists may be.</summary>
internal sealed class BoundedRange(LiquidExpression from, LiquidExpression to) : LiquidExpression
{
    public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var first = (await from.EvaluateAsync(context)).ToNumberValue();
        var last = (await to.EvaluateAsync(context)).ToNumberValue();
        (first, last) = (decimal.Truncate(first), decimal.Truncate(last));
        if (last < first) return ArrayValue.Empty;
        TemplateRun.BudgetOf(context).RequireLength((double)(last - first) + 1);
        var numbers = new FluidValue[(int)(last - first) + 1];
        for (var index = 0; index < numbers.Length; index++) numbers[index] = NumberValue.Create(first + index);
        return new ArrayValue(numbers);
    }

    protected override LiquidExpression Accept(AstVisitor visitor) => visitor.VisitOtherExpression(this);
}

using Fluid.Ast;
using LiquidExpression = Fluid.Ast.Expression;

namespace HrBpm.Workflows.Expressions.Liquid;

/// <summary>Refuses templates that are nested too deeply to be rendered safely, and puts bounded variants in the place of what could make much out of little.</summary>
internal sealed class TemplateGuard : AstRewriter
{
    public const int DeepestNesting = 64;

    private int depth;

    public override Statement Visit(Statement statement)
    {
        Enter();
        var visited = base.Visit(statement);
        depth--;
        return visited;
    }

    public override LiquidExpression Visit(LiquidExpression expression)
    {
        Enter();
        var visited = base.Visit(expression);
        depth--;
        return visited;
    }

    protected override LiquidExpression VisitRangeExpression(RangeExpression rangeExpression) => new BoundedRange(Visit(rangeExpression.From), Visit(rangeExpression.To));

    protected override Statement VisitCaptureStatement(CaptureStatement captureStatement) =>
        new BoundedCapture(captureStatement.Identifier, [.. captureStatement.Statements.Select(Visit)]);

    protected override LiquidExpression VisitMemberExpression(MemberExpression memberExpression)
    {
        foreach (var segment in memberExpression.Segments.OfType<IndexerSegment>()) Visit(segment.Expression);
        return base.VisitMemberExpression(memberExpression);
    }

    private void Enter()
    {
        if (++depth > DeepestNesting) throw EvaluationBudget.Exceeded($"at most {DeepestNesting} levels of nesting", "the template has more");
    }
}

using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace HrBpm.Workflows.Expressions.Liquid;

/// <summary>The <c>capture</c> block, its text counted while it is written: captures of captures double with every step.</summary>
internal sealed class BoundedCapture(string identifier, IReadOnlyList<Statement> statements) : TagStatement(statements)
{
    public override async ValueTask<Completion> WriteToAsync(TextWriter output, TextEncoder encoder, TemplateContext context)
    {
        await using var captured = new BoundedWriter(TemplateRun.BudgetOf(context));
        var completion = await Statements.RenderStatementsAsync(captured, encoder, context);
        context.SetValue(identifier, StringValue.Create(captured.ToString()));
        return completion;
    }

    protected override Statement Accept(AstVisitor visitor) => visitor.VisitOtherStatement(this);
}

using Fluid;
using Fluid.Values;

namespace HrBpm.Workflows.Expressions.Liquid;

/// <summary>One rendering of a template.</summary>
internal static class TemplateRun
{
    private const string BudgetKey = "budget";

    public static EvaluationBudget BudgetOf(TemplateContext context) => (EvaluationBudget)context.AmbientValues[BudgetKey];

    public static string Render(IFluidTemplate template, TemplateOptions options, ExpressionLimits limits, IExpressionScope scope, CancellationToken ct)
    {
        var budget = new EvaluationBudget(limits);
        budget.Begin(ct);
        var context = new TemplateContext(options) { MaxSteps = limits.Statements, Now = () => new DateTimeOffset(ValueText.Utc(scope.NowUtc)), TimeZone = TimeZoneInfo.Utc };
        context.AmbientValues[BudgetKey] = budget;
        context.SetValue("Variables", new DictionaryValue(new Variables(scope)));
        context.SetValue("Input", new DictionaryValue(new Inputs(scope)));
        context.SetValue("CorrelationId", LiquidValues.Of(scope.CorrelationId));
        context.SetValue("WorkflowDefinitionId", LiquidValues.Of(scope.DefinitionId));
        context.SetValue("WorkflowDefinitionVersionId", LiquidValues.Of(scope.DefinitionVersionId));
        context.SetValue("WorkflowDefinitionVersion", LiquidValues.Of(scope.DefinitionVersion));
        context.SetValue("WorkflowInstanceId", LiquidValues.Of(scope.InstanceId));
        using var output = new BoundedWriter(budget);
        Complete(template.RenderAsync(output, NullEncoder.Default, context));
        return output.ToString();
    }

    /// <summary>Nothing in a template waits for anything: filters, values and the writer answer at once. Memory is counted per thread, so it must stay like that.</summary>
    private static void Complete(ValueTask rendering)
    {
        if (!rendering.IsCompleted) throw new InvalidOperationException("Expected the template to be rendered synchronously, but it waits.");
        rendering.GetAwaiter().GetResult();
    }

    private sealed class Variables(IExpressionScope scope) : IFluidIndexable
    {
        public int Count => scope.Variables.Count();

        public IEnumerable<string> Keys => scope.Variables.Select(variable => variable.Name);

        public bool TryGetValue(string name, out FluidValue value)
        {
            var isThere = scope.TryGetVariable(name, out var variable);
            value = LiquidValues.Of(variable);
            return isThere;
        }
    }

    private sealed class Inputs(IExpressionScope scope) : IFluidIndexable
    {
        public int Count => scope.Input.Count;

        public IEnumerable<string> Keys => scope.Input.Keys;

        public bool TryGetValue(string name, out FluidValue value)
        {
            var isThere = scope.Input.TryGetValue(name, out var input);
            value = LiquidValues.Of(input);
            return isThere;
        }
    }
}

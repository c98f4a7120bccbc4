using System.Globalization;
using Fluid;

namespace HrBpm.Workflows.Expressions.Liquid;

/// <summary>Evaluates Liquid templates to text, without HTML encoding: what shows it must encode it.</summary>
internal sealed class LiquidEvaluator
{
    private readonly ExpressionLimits limits;
    private readonly SourceCache<LiquidTemplate> templates;
    private readonly TemplateOptions options;

    public LiquidEvaluator(ExpressionLimits limits)
    {
        this.limits = limits;
        templates = new(limits.CachedSources, LiquidTemplate.Parse);
        options = new TemplateOptions { CultureInfo = CultureInfo.InvariantCulture, TimeZone = TimeZoneInfo.Utc, MaxSteps = limits.Statements, MaxRecursion = limits.Recursion };
        LiquidFilters.Put(options.Filters);
    }

    public string Evaluate(string source, IExpressionScope scope, CancellationToken ct)
    {
        var parsed = Parsed(source);
        if (parsed.Problem is { } problem) throw new ExpressionException(problem.Code, problem.Message);
        try
        {
            return TemplateRun.Render(parsed.Template!, options, limits, scope, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            throw Failure(e);
        }
    }

    public IReadOnlyList<ExpressionProblem> Check(string source) => Parsed(source).Problem is { } problem ? [problem] : [];

    private LiquidTemplate Parsed(string source) => source.Length <= limits.SourceLength ? templates.Get(source) :
        LiquidTemplate.Refused($"Expected a template of at most {limits.SourceLength} characters, but it has {source.Length}.", ExpressionException.Limit);

    private ExpressionException Failure(Exception failure) => failure switch
    {
        ExpressionException known => known,
        OperationCanceledException => EvaluationBudget.TooSlow(limits),
        OutOfMemoryException or InsufficientExecutionStackException => EvaluationBudget.Exceeded($"at most {limits.MemoryBytes / (1024 * 1024)} MB of memory", "it needed more"),
        InvalidOperationException => EvaluationBudget.Exceeded($"at most {limits.Statements} steps", "it needed more"),
        DivideByZeroException => new(ExpressionException.Failed, "Expected the template to divide by a number other than zero, but it divided by zero."),
        _ => new(ExpressionException.Failed, "Expected the template to be rendered, but one of its filters cannot handle the value that it was given."),
    };
}

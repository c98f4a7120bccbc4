using System.Globalization;
using Acornima;
using Jint;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>Evaluates JavaScript: the value of the last statement or of a <c>return</c> outside of functions, promises awaited.</summary>
internal sealed class JavaScriptEvaluator
{
    private readonly ExpressionLimits limits;
    private readonly SourceCache<PreparedScript> scripts;
    // Made at first need: Jint sorts all time zones by their names first, which takes a third of a second, and many a process never evaluates anything.
    private readonly Lazy<Options> options;

    public JavaScriptEvaluator(ExpressionLimits limits)
    {
        this.limits = limits;
        scripts = new(limits.CachedSources, PreparedScript.Parse);
        options = new(() => Sandbox(limits));
    }

    public object? Evaluate(string source, IExpressionScope scope, CancellationToken ct)
    {
        try
        {
            var script = scripts.Get(RequireShort(source));
            RunClock.Set(scope.NowUtc);
            var changes = new PendingChanges(scope);
            using var run = new ScriptRun(options.Value, limits, scope, changes, ct);
            var value = run.Evaluate(script);
            changes.Apply();
            return value;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            throw ScriptFailure.Of(e, limits, ct);
        }
    }

    public IReadOnlyList<ExpressionProblem> Check(string source)
    {
        try
        {
            scripts.Get(RequireShort(source));
            return [];
        }
        catch (ParseErrorException error)
        {
            return [ScriptFailure.Problem(error)];
        }
        catch (ExpressionException e)
        {
            return [new(e.Code, e.Message, 1, 1)];
        }
    }

    private string RequireShort(string source) =>
        source.Length <= limits.SourceLength ? source : throw EvaluationBudget.Exceeded($"at most {limits.SourceLength} characters of code", $"it has {source.Length}");

    /// <summary>Options may be shared by engines of many threads: what counts per evaluation is made by the factory of the constraint.</summary>
    private static Options Sandbox(ExpressionLimits limits)
    {
        var options = new Options { Culture = CultureInfo.InvariantCulture, TimeZone = TimeZoneInfo.Utc, TimeSystem = new RunClock(), AgentCanSuspend = false };
        options.Interop.Enabled = false;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.RegexTimeout = limits.RegexTime;
        options.Constraints.MaxArraySize = (uint)limits.ArrayLength;
        options.Json.MaxParseDepth = limits.ValueDepth;
        return options.DisableStringCompilation().LimitRecursion(limits.Recursion).LimitMemory(limits.MemoryBytes).Constraint(() => new ScriptBudget(limits));
    }
}

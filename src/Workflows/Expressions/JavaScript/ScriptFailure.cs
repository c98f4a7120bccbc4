using System.Text.RegularExpressions;
using Acornima;
using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>What went wrong in a script, in words for its author. Nothing of the host is told.</summary>
internal static class ScriptFailure
{
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public static ExpressionException Of(Exception failure, ExpressionLimits limits, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return failure switch
        {
            ExpressionException known => known,
            ParseErrorException error => new(ExpressionException.Syntax, Problem(error).Message),
            MemoryLimitExceededException or OutOfMemoryException => EvaluationBudget.Exceeded($"at most {limits.MemoryBytes / (1024 * 1024)} MB of memory and lists of at most {limits.ArrayLength} elements", "it needed more"),
            RecursionDepthOverflowException or InsufficientExecutionStackException => TooDeep(limits),
            RegexMatchTimeoutException => EvaluationBudget.Exceeded($"at most {limits.RegexTime.TotalMilliseconds:0} ms for a regular expression", "one took longer"),
            JavaScriptException { Message: "Maximum call stack size exceeded" } => TooDeep(limits),
            JavaScriptException { Message: "Invalid string length" or "Invalid array length" } => EvaluationBudget.Exceeded($"text of at most {limits.TextLength} characters", "it made a longer one"),
            JavaScriptException thrown => Thrown(thrown.Error, thrown.Location.Start),
            PromiseRejectedException rejected => RejectionOf(rejected.RejectedValue, limits),
            TimeoutException or OperationCanceledException or ExecutionCanceledException => EvaluationBudget.TooSlow(limits),
            _ => new(ExpressionException.Failed, "Expected the script to run, but it failed in a way that it cannot handle."),
        };
    }

    public static ExpressionProblem Problem(ParseErrorException error) => new(ExpressionException.Syntax,
        $"Expected valid JavaScript, but line {error.LineNumber}, column {error.Column + 1} has an error: {Short(error.Description ?? "unexpected text")}.", error.LineNumber, error.Column + 1);

    public static ExpressionException NeverSettled { get; } =
        new(ExpressionException.Failed, "Expected the promise that the script returned to be settled, but nothing will ever settle it.");

    private static ExpressionException RejectionOf(JsValue reason, ExpressionLimits limits) =>
        MessageOf(reason) is "Maximum call stack size exceeded" ? TooDeep(limits) : Thrown(reason, default);

    private static ExpressionException Thrown(JsValue error, Position at) => new(ExpressionException.Failed,
        $"Expected the script to give a value, but it threw{(at.Line > 0 ? $" at line {at.Line}, column {at.Column + 1}" : "")}: {Short(MessageOf(error))}");

    /// <summary>Reads the message only where that runs no code of the script.</summary>
    private static string MessageOf(JsValue error) => error switch
    {
        ErrorInstance thrown => thrown.GetOwnProperty("message") is { } message && message.IsDataDescriptor() && message.Value is JsString text ? text.ToString() : "an error",
        ObjectInstance => "an object",
        JsSymbol => "a symbol",
        _ => error.ToString(),
    };

    private static ExpressionException TooDeep(ExpressionLimits limits) => EvaluationBudget.Exceeded($"calls nested at most {limits.Recursion} deep", "they are nested deeper");

    private static string Short(string text) => text.Length <= 300 ? text : text[..300] + "…";
}

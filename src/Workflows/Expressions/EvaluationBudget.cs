using System.Diagnostics;

namespace HrBpm.Workflows.Expressions;

/// <summary>Counts what one evaluation uses: statements, time, memory, text, values.</summary>
internal sealed class EvaluationBudget(ExpressionLimits limits)
{
    private CancellationToken token;
    private long deadline = long.MaxValue, memoryAtStart, characters;
    private int statements, values;

    /// <summary>Memory is counted for the thread, so an evaluation must begin and end on the same one.</summary>
    public void Begin(CancellationToken ct)
    {
        token = ct;
        deadline = Stopwatch.GetTimestamp() + (long)(limits.Time.TotalSeconds * Stopwatch.Frequency);
        memoryAtStart = GC.GetAllocatedBytesForCurrentThread();
    }

    public void CountStatement()
    {
        if (++statements > limits.Statements) throw Exceeded($"at most {limits.Statements} statements", "it ran more");
        CheckTimeAndMemory();
    }

    public void CheckTimeAndMemory()
    {
        if (deadline == long.MaxValue) return;
        token.ThrowIfCancellationRequested();
        if (Stopwatch.GetTimestamp() > deadline) throw TooSlow(limits);
        if (GC.GetAllocatedBytesForCurrentThread() - memoryAtStart > limits.MemoryBytes) throw Exceeded($"at most {limits.MemoryBytes / (1024 * 1024)} MB of memory", "it used more");
    }

    /// <summary>One more value is visited by a built-in, or passes between the expression and the host.</summary>
    public void CountValue()
    {
        if (++values > limits.ArrayLength * 2) throw Exceeded($"at most {limits.ArrayLength * 2} values", "it went through more");
        if ((values & 63) == 0) CheckTimeAndMemory();
    }

    /// <summary>One text of that length is to be made.</summary>
    public void RequireFits(double length)
    {
        if (!(length <= limits.TextLength)) throw Exceeded($"text of at most {limits.TextLength} characters", "it made a longer one");
    }

    /// <summary>As <see cref="RequireFits"/>, and the length counts against the text of the whole evaluation.</summary>
    public void CountText(double length)
    {
        RequireFits(length);
        characters += (long)length;
        if (characters > 8L * limits.TextLength) throw Exceeded($"at most {8L * limits.TextLength} characters of text in all", "it made more");
        CheckTimeAndMemory();
    }

    public void RequireLength(double length)
    {
        if (!(length <= limits.ArrayLength)) throw Exceeded($"lists of at most {limits.ArrayLength} elements", "it made a longer one");
    }

    public static ExpressionException TooSlow(ExpressionLimits limits) =>
        new(ExpressionException.Limit, $"Expected the expression to end within {limits.Time.TotalSeconds:0.###} s, but it did not.");

    public static ExpressionException Exceeded(string expected, string actual) =>
        new(ExpressionException.Limit, $"Expected the expression to need {expected}, but {actual}.");
}

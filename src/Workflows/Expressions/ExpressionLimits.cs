using System.ComponentModel.DataAnnotations;

namespace HrBpm.Workflows.Expressions;

/// <summary>How much one evaluation of an expression may use. What exceeds it ends with <see cref="ExpressionException.Limit"/>.</summary>
/// <remarks>The defaults let honest scripts of a flow run many times over, and keep a hostile one from being felt by others.</remarks>
public sealed class ExpressionLimits
{
    /// <summary>Longest time of one evaluation, by the clock. Default 5 seconds: on a busy machine even a small script may wait for a second before it is its turn.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most memory that one evaluation may allocate, in bytes. Default 16 MB.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int MemoryBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most statements of one script, and steps of one Liquid template. Default 100 000.</summary>
    [Range(100, 100_000_000)]
    public int Statements { get; init; } = 100_000;

    /// <summary>Deepest nesting of calls in a script. Default 64.</summary>
    [Range(8, 1000)]
    public int Recursion { get; init; } = 64;

    /// <summary>Longest time of one regular expression match. Default 200 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest array that a script may make. Default 100 000 elements.</summary>
    [Range(100, 10_000_000)]
    public int ArrayLength { get; init; } = 100_000;

    /// <summary>Longest text that an expression may make, in characters. Default 1 million.</summary>
    [Range(1000, 100_000_000)]
    public int TextLength { get; init; } = 1_000_000;

    /// <summary>Deepest nesting of a value that goes into or comes out of an expression. Default 64.</summary>
    [Range(8, 500)]
    public int ValueDepth { get; init; } = 64;

    /// <summary>Longest script or template, in characters. Default 100 000.</summary>
    [Range(100, 10_000_000)]
    public int SourceLength { get; init; } = 100_000;

    /// <summary>How many parsed scripts and templates are kept. Default 2 000.</summary>
    [Range(2, 1_000_000)]
    public int CachedSources { get; init; } = 2_000;
}

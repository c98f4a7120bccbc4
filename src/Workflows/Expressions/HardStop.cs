using System.Runtime;

namespace HrBpm.Workflows.Expressions;

/// <summary>The last line of defence: ends an evaluation that does not reach a check of its own budget any more.</summary>
/// <remarks>
/// Script and template libraries check budgets between statements, yet one built-in call can loop for hours in between (a flattened graph, an endless iterator, arithmetic on huge integers).
/// Nothing short of aborting the thread's work ends those. What is aborted is only library code on objects of this one evaluation: changes to the instance are
/// applied after it (see <see cref="PendingChanges"/>). In the browser, which cannot abort, a hostile script slows nobody but its author.
/// </remarks>
internal static class HardStop
{
    /// <summary>The work gets twice its time before it is aborted, so that the exact limits, with their clearer errors, come first.</summary>
    public static void Run(ExpressionLimits limits, Action work, CancellationToken ct)
    {
        if (OperatingSystem.IsBrowser())
        {
            work();
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(limits.Time * 2);
        try
        {
#pragma warning disable SYSLIB0046 // Obsolete because aborting may corrupt shared state; see the remarks for why it is confined here.
            ControlledExecution.Run(work, stop.Token);
#pragma warning restore SYSLIB0046
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw TooSlow(limits);
        }
    }

    public static ExpressionException TooSlow(ExpressionLimits limits) =>
        new(ExpressionException.Limit, $"Expected the expression to end within {limits.Time.TotalSeconds:0.###} s, but it did not.");
}

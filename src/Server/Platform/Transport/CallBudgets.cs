using System.Threading.RateLimiting;

namespace HrBpm.Server.Platform.Transport;

/// <summary>Of what a route takes a part each time that it is called.</summary>
internal enum CallBudget
{
    /// <summary><see cref="TransportOptions.ExpensivePerMinute"/>.</summary>
    Expensive,

    /// <summary><see cref="TransportOptions.UploadsPerMinute"/>.</summary>
    Uploads,
}

/// <summary>Metadata of a route whose calls are counted.</summary>
/// <param name="Budget">Which budget they come out of.</param>
internal sealed record CountedCalls(CallBudget Budget);

/// <summary>
/// Calls that are left, by person. ASP.NET Core's own middleware for this never disposes its limiter, whose timer then keeps a stopped server in memory
/// and ticks for it ten times a second: a process that starts servers one after the other, as the tests do, slows down with each.
/// </summary>
internal sealed class CallBudgets(TransportOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> expensive = PerMinute(options.ExpensivePerMinute);
    private readonly PartitionedRateLimiter<string> uploads = PerMinute(options.UploadsPerMinute);

    /// <summary>Takes one call of this person; how long they have to wait when none is left, otherwise null.</summary>
    public TimeSpan? WhyNot(CallBudget budget, string who)
    {
        using var lease = (budget == CallBudget.Uploads ? uploads : expensive).AttemptAcquire(who);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    public void Dispose()
    {
        expensive.Dispose();
        uploads.Dispose();
    }

    private static PartitionedRateLimiter<string> PerMinute(int calls) => PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who,
        _ => new TokenBucketRateLimiterOptions { TokenLimit = calls, TokensPerPeriod = calls, ReplenishmentPeriod = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
}

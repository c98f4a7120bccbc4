using HrBpm.Server.Platform;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Server.Tests.Platform;

public sealed class RetryPauseTests
{
    private const int Draws = 200;

    [Theory]
    [InlineData(2, 5)]
    [InlineData(3, 10)]
    [InlineData(4, 20)]
    [InlineData(8, 320)]
    [InlineData(11, 600)]
    [InlineData(1000, 600)]
    public void A_pause_is_twice_the_one_before_up_to_a_limit_and_a_fifth_more_or_less(int attempt, double seconds)
    {
        var pauses = Enumerable.Range(0, Draws).Select(_ => RetryPause.Before(attempt, new RunsOutsideAttribute { FirstRetrySeconds = 5, LongestRetrySeconds = 600 }).TotalSeconds).ToList();

        pauses.ShouldAllBe(p => p >= seconds * 0.8 && p <= seconds * 1.2);
        // Jobs that failed together do not come back together.
        (pauses.Max() - pauses.Min()).ShouldBeGreaterThan(seconds * 0.2);
        pauses.Distinct().Count().ShouldBeGreaterThan(10);
    }
}

using System.Security.Cryptography;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Server.Platform;

/// <summary>How long a job rests before it is tried again: twice as long each time, up to a limit, and never the same for two jobs that failed together.</summary>
internal static class RetryPause
{
    /// <param name="attempt">The attempt that comes next; 2 is the first retry.</param>
    /// <param name="settings">The activity's own settings.</param>
    public static TimeSpan Before(int attempt, RunsOutsideAttribute settings)
    {
        var full = Math.Min(settings.FirstRetrySeconds * Math.Pow(2, attempt - 2), settings.LongestRetrySeconds);
        var share = RandomNumberGenerator.GetInt32(80, 121) / 100.0;
        return TimeSpan.FromSeconds(full * share);
    }
}

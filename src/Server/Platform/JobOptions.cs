using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Platform;

/// <summary>Settings section <c>Jobs</c>.</summary>
internal sealed class JobOptions
{
    /// <summary>How many jobs this process runs at once. Default: 4.</summary>
    [Range(1, 256)]
    public int Parallelism { get; init; } = 4;

    /// <summary>How long a stopping server waits for its running jobs before it breaks them off and hands them back. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StopsAfter { get; init; } = TimeSpan.FromSeconds(10);
}

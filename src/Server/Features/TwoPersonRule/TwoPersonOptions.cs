using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Features.TwoPersonRule;

/// <summary>Settings of section <c>TwoPersonRule</c>.</summary>
internal sealed class TwoPersonOptions
{
    /// <summary>How long a request waits for the second person. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan RequestLife { get; init; } = TimeSpan.FromDays(7);
}

using System.ComponentModel.DataAnnotations;
using System.Net;

namespace HrBpm.Server.Platform.Transport;

/// <summary>Settings section <c>Transport</c>.</summary>
internal sealed class TransportOptions : IValidatableObject
{
    /// <summary>Addresses of the proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. Default: none.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>How long browsers remember to come by HTTPS only (HSTS), outside Development. Default: a year.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "730.00:00:00", ErrorMessage = "Transport:HstsMaxAge must be between 0 and 730 days.")]
    public TimeSpan HstsMaxAge { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Sign-ins that may fail from one address within <see cref="FailureWindow"/>; an office of thousands shares one. Default: 300.</summary>
    [Range(1, 1_000_000)]
    public int FailedSignIns { get; init; } = 300;

    /// <summary>Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Transport:FailureWindow must be between 1 second and 1 day.")]
    public TimeSpan FailureWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Calls of expensive routes that one person, or one address without a person, may make in a minute. Default: 60.</summary>
    [Range(1, 1_000_000)]
    public int ExpensivePerMinute { get; init; } = 60;

    /// <summary>Files that one person, or one address without a person, may send in a minute, imports not counted. Default: 120.</summary>
    [Range(1, 1_000_000)]
    public int UploadsPerMinute { get; init; } = 120;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var proxy in TrustedProxies.Where(p => !IPAddress.TryParse(p, out _)))
            yield return new ValidationResult($"Expected Transport:TrustedProxies to be IP addresses, but there is '{proxy}'.");
    }
}

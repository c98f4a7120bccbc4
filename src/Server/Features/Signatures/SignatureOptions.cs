using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Settings section <c>Signatures</c>.</summary>
internal sealed class SignatureOptions
{
    /// <summary>How long a person's certificate is valid. Default: 5 years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "7300.00:00:00", ErrorMessage = "Signatures:CertificateLife must be between 1 day and 20 years.")]
    public TimeSpan CertificateLife { get; init; } = TimeSpan.FromDays(5 * 365);

    /// <summary>Where time-stamp tokens come from. Without a URL none is asked for, and signatures say so.</summary>
    public TimestampAuthorityOptions TimestampAuthority { get; init; } = new();
}

/// <summary>Settings section <c>Signatures:TimestampAuthority</c>: an authority that speaks RFC 3161 over HTTP.</summary>
internal sealed class TimestampAuthorityOptions
{
    /// <summary>Where requests are posted to. Empty: no authority.</summary>
    public Uri? Url { get; init; }

    /// <summary>PEM file with the roots that the authority's certificate must be under. Empty: the roots that the machine trusts.</summary>
    public string? TrustedRoots { get; init; }

    /// <summary>How long to wait for a token while a person is signing. Default: 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Delay before the authority is asked again; doubled each time. Default: 1 minute.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest delay between two attempts. Default: 1 hour.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromHours(1);
}

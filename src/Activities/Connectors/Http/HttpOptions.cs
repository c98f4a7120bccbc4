using System.ComponentModel.DataAnnotations;
using System.Net;

namespace HrBpm.Activities.Connectors.Http;

/// <summary>Limits of the HTTP requests that flows send (<c>Connectors:Http</c>).</summary>
public sealed class HttpOptions : IValidatableObject
{
    /// <summary>Longest wait for one answer, in seconds. Default 30. At most 45, so that it fits into the job's lease.</summary>
    [Range(0.05, 45)]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Largest body of a request, in bytes. Default 1 MiB.</summary>
    [Range(0, 64 * 1024 * 1024)]
    public int LargestRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>Largest body of an answer, unpacked, in bytes. Default 1 MiB: it becomes part of the instance.</summary>
    [Range(0, 8 * 1024 * 1024)]
    public int LargestAnswerBytes { get; set; } = 1024 * 1024;

    /// <summary>Networks that flows and identity providers may lie in although they are not public, such as <c>10.1.2.0/24</c>. Default: none.</summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from network in AllowedNetworks
        where !IPNetwork.TryParse(network, out _)
        select new ValidationResult($"Expected each of AllowedNetworks to be a network such as 10.1.2.0/24, but one is '{network}'.", [nameof(AllowedNetworks)]);
}

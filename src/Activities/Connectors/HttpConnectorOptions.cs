using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors;

/// <summary>Where a system is, and how long to wait for it.</summary>
public abstract class HttpConnectorOptions : IValidatableObject
{
    /// <summary>Base address (http or https). Empty = the system is not configured.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Longest wait for one answer, in seconds. Default 10. At most 30, so that all calls of a step fit into its job's lease.</summary>
    [Range(0.05, 30)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>The settings that are required once there is a base address, by name.</summary>
    protected abstract IEnumerable<(string Name, string Value)> RequiredWithAddress { get; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl.Length == 0) yield break;
        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query.Length > 0)
            yield return new ValidationResult($"Expected BaseUrl to be an absolute http or https address without a query, but it is '{BaseUrl}'.", [nameof(BaseUrl)]);
        foreach (var (name, value) in RequiredWithAddress)
            if (string.IsNullOrWhiteSpace(value)) yield return new ValidationResult($"Expected {name} to be set together with BaseUrl, but it is empty.", [name]);
    }
}

/// <summary>Endpoints straight from the options.</summary>
internal sealed class ConfiguredEndpoints(IOptions<WeCom.WeComOptions> weCom, IOptions<DingTalk.DingTalkOptions> dingTalk, IOptions<Scim.ScimOptions> scim, IOptions<PayrollHttp.PayrollOptions> payroll) : IConnectorEndpoints
{
    public Uri? BaseAddress(string system)
    {
        HttpConnectorOptions? options = system switch
        {
            ConnectorSystems.WeCom => weCom.Value,
            ConnectorSystems.DingTalk => dingTalk.Value,
            ConnectorSystems.Scim => scim.Value,
            ConnectorSystems.Payroll => payroll.Value,
            _ => null,
        };
        return options is { BaseUrl.Length: > 0 } ? new Uri(options.BaseUrl) : null;
    }
}

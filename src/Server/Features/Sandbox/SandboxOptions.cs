using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Features.Sandbox;

/// <summary>Settings section <c>Sandbox</c>: stand-ins for the systems that HrBpm calls, for training, the demo and tests. Never on in production.</summary>
internal sealed class SandboxOptions
{
    /// <summary>Whether the stand-ins exist at all. Default: no.</summary>
    public bool Enabled { get; init; }

    /// <summary>WeCom customers of each member. Default: 3.</summary>
    [Range(0, 1000)]
    public int CustomersPerMember { get; init; } = 3;

    /// <summary>WeCom customers of single members, by userid. Default: the demo's leaver has 230, so that they are transferred in batches.</summary>
    public Dictionary<string, int> CustomersOf { get; init; } = new(StringComparer.OrdinalIgnoreCase) { ["zhangwei"] = 230 };

    /// <summary>How many of each member's customers refuse to be taken over. Default: 0.</summary>
    [Range(0, 1000)]
    public int RefusingCustomers { get; init; }

    /// <summary>How many of each member's customers the first receiver has no room for. Default: 0.</summary>
    [Range(0, 1000)]
    public int CappedCustomers { get; init; }

    /// <summary>How long an access token is valid. Default: 2 hours, as WeCom's.</summary>
    public TimeSpan TokensValidFor { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long a started transfer waits until it is final. Default: 24 hours, as WeCom's.</summary>
    public TimeSpan TransfersTake { get; init; } = TimeSpan.FromHours(24);
}

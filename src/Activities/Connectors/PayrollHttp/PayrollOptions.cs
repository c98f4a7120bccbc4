namespace HrBpm.Activities.Connectors.PayrollHttp;

/// <summary>The payroll system's endpoint (<c>Connectors:Payroll</c>); protocol in docs/payroll-protocol.md.</summary>
public sealed class PayrollOptions : HttpConnectorOptions
{
    /// <summary>Bearer token.</summary>
    [Secret]
    public string Token { get; set; } = "";

    /// <inheritdoc />
    protected override IEnumerable<(string Name, string Value)> RequiredWithAddress => [(nameof(Token), Token)];
}

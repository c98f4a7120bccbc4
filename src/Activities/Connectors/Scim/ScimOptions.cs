namespace HrBpm.Activities.Connectors.Scim;

/// <summary>The directory's SCIM 2.0 endpoint (<c>Connectors:Scim</c>).</summary>
public sealed class ScimOptions : HttpConnectorOptions
{
    /// <summary>Bearer token.</summary>
    [Secret]
    public string Token { get; set; } = "";

    /// <inheritdoc />
    protected override IEnumerable<(string Name, string Value)> RequiredWithAddress => [(nameof(Token), Token)];
}

namespace HrBpm.Activities.Connectors.DingTalk;

/// <summary>The company's DingTalk (<c>Connectors:DingTalk</c>), for signing in. The real base address is <c>https://api.dingtalk.com</c>.</summary>
public sealed class DingTalkOptions : HttpConnectorOptions
{
    /// <summary>Client id of the application (formerly AppKey).</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Client secret of the application (formerly AppSecret).</summary>
    [Secret]
    public string ClientSecret { get; set; } = "";

    /// <summary>Whether people may sign in by DingTalk. Default: no.</summary>
    public bool SignIn { get; set; }

    /// <summary>Page on which people scan a code, or consent within DingTalk.</summary>
    public string SignInUrl { get; set; } = "https://login.dingtalk.com/oauth2/auth";

    /// <inheritdoc />
    protected override IEnumerable<(string Name, string Value)> RequiredWithAddress => [(nameof(ClientId), ClientId), (nameof(ClientSecret), ClientSecret)];
}

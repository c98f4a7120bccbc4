namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>The company's WeCom (<c>Connectors:WeCom</c>). The real base address is <c>https://qyapi.weixin.qq.com/cgi-bin</c>.</summary>
public sealed class WeComOptions : HttpConnectorOptions
{
    /// <summary>Corp id (企业 ID).</summary>
    public string CorpId { get; set; } = "";

    /// <summary>Secret of the address book assistant (通讯录同步助手), for members.</summary>
    [Secret]
    public string ContactSecret { get; set; } = "";

    /// <summary>Secret of the self-built application, for customers and messages.</summary>
    [Secret]
    public string AppSecret { get; set; } = "";

    /// <summary>Id of the self-built application, the sender of messages.</summary>
    public int AgentId { get; set; }

    /// <summary>Whether people may sign in by WeCom. Default: no.</summary>
    public bool SignIn { get; set; }

    /// <summary>Page on which people scan a code with their WeCom (document path 98152).</summary>
    public string ScanUrl { get; set; } = "https://login.work.weixin.qq.com/wwlogin/sso/login";

    /// <summary>Page that WeCom's own browser is sent to; it asks nothing (document path 91022).</summary>
    public string InAppUrl { get; set; } = "https://open.weixin.qq.com/connect/oauth2/authorize";

    /// <inheritdoc />
    protected override IEnumerable<(string Name, string Value)> RequiredWithAddress =>
        [(nameof(CorpId), CorpId), (nameof(ContactSecret), ContactSecret), (nameof(AppSecret), AppSecret)];
}

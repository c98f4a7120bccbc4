namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Says which member of the company has scanned a code, or sits before a page in WeCom's own browser.</summary>
/// <remarks>The code that the browser brings back is good once and for five minutes; a call that is repeated after that is refused.</remarks>
public sealed class WeComSignIn(WeComClient weCom)
{
    /// <summary>Whether the settings let people sign in by WeCom.</summary>
    public bool IsOffered => weCom.Options.SignIn;

    /// <summary>Where the browser goes.</summary>
    /// <param name="redirectUri">Where it comes back to, with <c>code</c> and <c>state</c>; its domain has to be entered at WeCom.</param>
    /// <param name="state">Comes back as it is: at most 128 letters and digits.</param>
    /// <param name="isInApp">Whether it is WeCom's own browser.</param>
    public string AddressFor(string redirectUri, string state, bool isInApp)
    {
        var (corp, agent, back) = (Uri.EscapeDataString(weCom.Options.CorpId), weCom.AgentId, Uri.EscapeDataString(redirectUri));
        return isInApp
            ? $"{weCom.Options.InAppUrl}?appid={corp}&redirect_uri={back}&response_type=code&scope=snsapi_base&state={state}&agentid={agent}#wechat_redirect"
            : $"{weCom.Options.ScanUrl}?login_type=CorpApp&appid={corp}&agentid={agent}&redirect_uri={back}&state={state}";
    }

    /// <summary>The member's userid; null for somebody whom WeCom knows, but not as a member of the company.</summary>
    /// <exception cref="ConnectorException">WeCom did not say; <c>wecom.errcode-40029</c> for a code that is over or was used.</exception>
    public async Task<string?> WhoAsync(string code, CancellationToken ct)
    {
        // Document path 91023: members have a userid, everybody else an openid.
        var reply = await weCom.GetAsync<IdentityReply>(WeComSecret.App, "auth/getuserinfo", $"&code={Uri.EscapeDataString(code)}", [], ct);
        return string.IsNullOrWhiteSpace(reply.Userid) ? null : reply.Userid;
    }
}

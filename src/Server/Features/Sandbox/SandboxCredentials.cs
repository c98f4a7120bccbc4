using System.Security.Cryptography;
using HrBpm.Activities.Connectors.DingTalk;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Server.Platform;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Sandbox;

/// <summary>Credentials between the connectors and their stand-ins, where none are configured: made anew by each process, so nobody else can call the stand-ins.</summary>
/// <remarks>Whoever sees a stand-in's page may scan as anybody, so it is offered only together with the demo, whose passwords everybody knows as well.</remarks>
internal sealed class SandboxCredentials(DemoOptions demo) : IPostConfigureOptions<WeComOptions>, IPostConfigureOptions<DingTalkOptions>, IPostConfigureOptions<ScimOptions>, IPostConfigureOptions<PayrollOptions>
{
    private const int SandboxAgent = 1000002;

    public void PostConfigure(string? name, WeComOptions options)
    {
        if (options.BaseUrl.Length > 0) return;
        if (options.CorpId.Length == 0) options.CorpId = "ww-sandbox";
        if (options.ContactSecret.Length == 0) options.ContactSecret = New();
        if (options.AppSecret.Length == 0) options.AppSecret = New();
        if (options.AgentId == 0) options.AgentId = SandboxAgent;
        (options.SignIn, options.ScanUrl, options.InAppUrl) = (demo.Seed, "/sandbox/wecom/scan", "/sandbox/wecom/scan");
    }

    public void PostConfigure(string? name, DingTalkOptions options)
    {
        if (options.BaseUrl.Length > 0) return;
        if (options.ClientId.Length == 0) options.ClientId = "ding-sandbox";
        if (options.ClientSecret.Length == 0) options.ClientSecret = New();
        (options.SignIn, options.SignInUrl) = (demo.Seed, "/sandbox/dingtalk/scan");
    }

    public void PostConfigure(string? name, ScimOptions options)
    {
        if (options.BaseUrl.Length == 0 && options.Token.Length == 0) options.Token = New();
    }

    public void PostConfigure(string? name, PayrollOptions options)
    {
        if (options.BaseUrl.Length == 0 && options.Token.Length == 0) options.Token = New();
    }

    /// <summary>Compares without telling by its duration how much was right.</summary>
    public static bool Match(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(given), System.Text.Encoding.UTF8.GetBytes(expected));

    /// <summary>A fresh random secret.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(48, lowercase: true);
}

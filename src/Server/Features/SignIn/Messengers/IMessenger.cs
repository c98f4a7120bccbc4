using HrBpm.Activities.Connectors.DingTalk;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Server.Features.Org;

namespace HrBpm.Server.Features.SignIn.Messengers;

/// <summary>A messenger by which people sign in: they scan a code with it, or come from its own browser.</summary>
internal interface IMessenger
{
    /// <summary>Its part of the address, for example <c>wecom</c>.</summary>
    string Key { get; }

    /// <summary>Its name in Chinese and English.</summary>
    (string Chinese, string English) Name { get; }

    /// <summary>Whether the settings offer it.</summary>
    bool IsOffered { get; }

    /// <summary>What the code is called in the address that browsers come back with.</summary>
    string CodeParameter { get; }

    /// <summary>Where the browser goes.</summary>
    string AddressFor(HttpRequest request, string redirectUri, string state);

    /// <summary>The messenger's id of whoever scanned; null for somebody who is not of the company there.</summary>
    /// <exception cref="Activities.Connectors.ConnectorException">It did not say.</exception>
    Task<string?> WhoAsync(string code, CancellationToken ct);

    /// <summary>The people who have this id.</summary>
    IQueryable<PersonRecord> Having(IQueryable<PersonRecord> people, string id);
}

/// <inheritdoc />
internal sealed class WeComMessenger(WeComSignIn weCom) : IMessenger
{
    // What WeCom's own browser says of itself (document path 91022).
    private const string OwnBrowser = "wxwork";

    public string Key => "wecom";

    public (string, string) Name => ("企业微信", "WeCom");

    public bool IsOffered => weCom.IsOffered;

    public string CodeParameter => "code";

    public string AddressFor(HttpRequest request, string redirectUri, string state) =>
        weCom.AddressFor(redirectUri, state, isInApp: request.Headers.UserAgent.ToString().Contains(OwnBrowser, StringComparison.OrdinalIgnoreCase));

    public Task<string?> WhoAsync(string code, CancellationToken ct) => weCom.WhoAsync(code, ct);

    // WeCom compares user ids without regard to case.
#pragma warning disable CA1304, CA1311, CA1862 // Done by the database.
    public IQueryable<PersonRecord> Having(IQueryable<PersonRecord> people, string id)
    {
        var lower = id.ToLowerInvariant();
        return people.Where(p => p.WeComUserId != null && p.WeComUserId.ToLower() == lower);
    }
#pragma warning restore CA1304, CA1311, CA1862
}

/// <inheritdoc />
internal sealed class DingTalkMessenger(DingTalkClient dingTalk) : IMessenger
{
    public string Key => "dingtalk";

    public (string, string) Name => ("钉钉", "DingTalk");

    public bool IsOffered => dingTalk.IsOffered;

    public string CodeParameter => "authCode";

    public string AddressFor(HttpRequest request, string redirectUri, string state) => dingTalk.AddressFor(redirectUri, state);

    public async Task<string?> WhoAsync(string code, CancellationToken ct) => await dingTalk.WhoAsync(code, ct);

    public IQueryable<PersonRecord> Having(IQueryable<PersonRecord> people, string id) => people.Where(p => p.DingTalkUnionId == id);
}

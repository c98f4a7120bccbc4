using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors.DingTalk;

/// <summary>Says who has scanned a code with DingTalk, or consented within it: authorization code, the person's token, their unionId.</summary>
/// <remarks>The code is good once. The token belongs to the person and serves for one call, so it is not kept.</remarks>
public sealed class DingTalkClient
{
    private const string TokenHeader = "x-acs-dingtalk-access-token";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly ConnectorWire _wire;
    private readonly DingTalkOptions _options;

    private sealed record TokenReply(string? AccessToken);

    private sealed record PersonReply(string? UnionId);

    private sealed record Refusal(string? Code);

    /// <summary>Made by the client factory.</summary>
    public DingTalkClient(HttpClient http, ConnectorCalls calls, IConnectorEndpoints endpoints, IOptions<DingTalkOptions> options)
    {
        _wire = new ConnectorWire(http, calls, endpoints, ConnectorSystems.DingTalk);
        _options = options.Value;
    }

    /// <summary>Whether the settings let people sign in by DingTalk.</summary>
    public bool IsOffered => _options.SignIn;

    /// <summary>Where the browser goes, DingTalk's own as well.</summary>
    /// <param name="redirectUri">Where it comes back to, with <c>authCode</c> and <c>state</c>; it has to be entered at DingTalk.</param>
    /// <param name="state">Comes back as it is.</param>
    public string AddressFor(string redirectUri, string state) =>
        $"{_options.SignInUrl}?client_id={Uri.EscapeDataString(_options.ClientId)}&redirect_uri={Uri.EscapeDataString(redirectUri)}&response_type=code&scope=openid&prompt=consent&state={Uri.EscapeDataString(state)}";

    /// <summary>The person's unionId, which is the same in all applications of the company.</summary>
    /// <exception cref="ConnectorException">DingTalk did not say.</exception>
    public async Task<string> WhoAsync(string authCode, CancellationToken ct)
    {
        const string redeem = "oauth2/userAccessToken", read = "contact/users/me";
        var token = Read<TokenReply>(await _wire.SendAsync(HttpMethod.Post, "/v1.0/oauth2/userAccessToken", redeem, request => request.Content = Body(authCode), ct), redeem).AccessToken;
        if (string.IsNullOrEmpty(token)) throw _wire.Garbled(redeem, "an accessToken");
        var unionId = Read<PersonReply>(await _wire.SendAsync(HttpMethod.Get, "/v1.0/contact/users/me", read, request => request.Headers.Add(TokenHeader, token), ct), read).UnionId;
        return string.IsNullOrWhiteSpace(unionId) ? throw _wire.Garbled(read, "a unionId") : unionId;
    }

    private StringContent Body(string authCode) =>
        new(JsonSerializer.Serialize(new { clientId = _options.ClientId, clientSecret = _options.ClientSecret, code = authCode, grantType = "authorization_code" }, Json), Encoding.UTF8, "application/json");

    private T Read<T>(WireAnswer answer, string action)
    {
        if (!answer.IsSuccess)
        {
            var why = Parse<Refusal>(answer.Body)?.Code;
            throw _wire.Permanent("refused", Redaction.Of($"DingTalk {action}: expected success, but it answered HTTP {answer.Status}{(why is null ? "" : $" ({why[..Math.Min(why.Length, 100)]})")}.", Secrets.Of(_options)));
        }

        return Parse<T>(answer.Body) ?? throw _wire.Garbled(action, "a JSON object");
    }

    private static T? Parse<T>(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

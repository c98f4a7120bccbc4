using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>One exchange with WeCom: JSON in, JSON with an errcode out. Knows nothing of tokens' lives or of retries.</summary>
public sealed class WeComWire
{
    private readonly ConnectorWire _wire;
    private readonly WeComOptions _options;

    /// <summary>Made by the client factory.</summary>
    public WeComWire(HttpClient http, ConnectorCalls calls, IConnectorEndpoints endpoints, IOptions<WeComOptions> options)
    {
        _wire = new ConnectorWire(http, calls, endpoints, ConnectorSystems.WeCom);
        _options = options.Value;
    }

    internal int AgentId => _options.AgentId;

    internal WeComOptions Options => _options;

    internal async Task<(string Token, TimeSpan ValidFor)> FetchTokenAsync(WeComSecret secret, CancellationToken ct)
    {
        var corpSecret = secret == WeComSecret.Contacts ? _options.ContactSecret : _options.AppSecret;
        var reply = await ExchangeAsync<TokenReply>(HttpMethod.Get,
            $"/gettoken?corpid={Uri.EscapeDataString(_options.CorpId)}&corpsecret={Uri.EscapeDataString(corpSecret)}", "gettoken", null, ct);
        if (reply.Errcode != 0) throw Refused("gettoken", reply);
        if (reply.AccessToken.Length == 0 || reply.ExpiresIn <= 0) throw _wire.Garbled("gettoken", "an access_token with its expires_in");
        return (reply.AccessToken, TimeSpan.FromSeconds(reply.ExpiresIn));
    }

    internal async Task<TReply> ExchangeAsync<TReply>(HttpMethod method, string path, string action, object? body, CancellationToken ct) where TReply : WeComReply
    {
        var answer = await _wire.SendAsync(method, path, action, request =>
        {
            if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body, WeComJson.Options), Encoding.UTF8, "application/json");
        }, ct);
        if (!answer.IsSuccess) throw _wire.Permanent("refused", $"WeCom {action}: expected HTTP 200, but it answered HTTP {answer.Status}.");
        return Read<TReply>(answer.Body, action);
    }

    internal ConnectorException Garbled(string action, string expected) => _wire.Garbled(action, expected);

    /// <summary>The exception for an errcode that the caller does not expect.</summary>
    internal ConnectorException Refused(string action, WeComReply reply)
    {
        var said = Redaction.Of($"WeCom {action}: expected errcode 0, but it answered {reply.Errcode} ({reply.Errmsg[..Math.Min(reply.Errmsg.Length, 200)]}).", Secrets.Of(_options));
        return reply.Errcode switch
        {
            WeComErrors.TooFrequent or WeComErrors.TooManyAtOnce => _wire.Transient("rate-limited", said, TimeSpan.FromMinutes(1)),
            { } code when WeComErrors.IsToken(code) => _wire.Transient("token-refused", said),
            { } code when WeComErrors.IsTransient(code) => _wire.Transient("busy", said),
            WeComErrors.UnknownMember => _wire.Permanent("unknown-member", said),
            _ => _wire.Permanent($"errcode-{reply.Errcode}", said),
        };
    }

    private TReply Read<TReply>(string body, string action) where TReply : WeComReply
    {
        try
        {
            return JsonSerializer.Deserialize<TReply>(body, WeComJson.Options) is { Errcode: not null } reply ? reply : throw _wire.Garbled(action, "a JSON object with an errcode");
        }
        catch (JsonException e)
        {
            throw _wire.Garbled(action, "a JSON object with an errcode", e);
        }
    }
}

using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>Whom a provider has vouched for.</summary>
/// <param name="Subject">The provider's name for them.</param>
/// <param name="Named">What the configured claim holds; null when there is none.</param>
/// <param name="IsEmailUnverified">Whether the provider says that it has not verified the e-mail address.</param>
/// <param name="HasSecondFactor">Whether the provider says that they gave a second factor.</param>
internal sealed record Vouched(string Subject, string? Named, bool IsEmailUnverified, bool HasSecondFactor);

/// <summary>The authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1), with Microsoft's protocol library: the one below ASP.NET Core's own handler.</summary>
internal sealed class OidcExchange(ProviderDirectory directory, IHttpClientFactory clients)
{
    // Asymmetric ones only: with others, whoever knows the client secret could sign.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly string[] SecondFactors = ["mfa", "otp", "hwk", "fpt", "face", "iris", "sms", "tel", "sc"];
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);
    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    private static readonly OpenIdConnectProtocolValidator Protocol = new() { RequireTimeStampInNonce = false, RequireStateValidation = false };

    /// <summary>Where the browser has to go.</summary>
    /// <exception cref="ProviderException">The provider cannot be reached, or what it says is not usable.</exception>
    public async Task<string> AddressAsync(IdentityProvider provider, BrowserStates.Begun begun, string redirectUri, CancellationToken ct)
    {
        var said = await directory.ReadAsync(provider, ct);
        var message = new OpenIdConnectMessage
        {
            IssuerAddress = said.AuthorizationEndpoint, ClientId = provider.ClientId, ResponseType = OpenIdConnectResponseType.Code, RedirectUri = redirectUri,
            Scope = ScopesOf(said), State = begun.State, Nonce = begun.Nonce, EnableTelemetryParameters = false,
        };
        message.SetParameter("code_challenge", Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(begun.Verifier))));
        message.SetParameter("code_challenge_method", "S256");
        return message.CreateAuthenticationRequestUrl();
    }

    /// <summary>Whom the provider vouches for by this code.</summary>
    /// <exception cref="ProviderException">It vouches for nobody, or not in a way that counts.</exception>
    public async Task<Vouched> RunAsync(IdentityProvider provider, string secret, BrowserStates.Begun begun, string code, string redirectUri, CancellationToken ct)
    {
        var said = await directory.ReadAsync(provider, ct);
        var answer = await RedeemAsync(provider, said, secret, begun, code, redirectUri, ct);
        var token = await CheckAsync(provider, said, answer, begun.Nonce, ct);
        var claims = Claims(token);
        if (claims[provider.Claim] is null && said.UserInfoEndpoint is { Length: > 0 }) await AddUserInfoAsync(claims, said, answer, token.Subject, ct);
        return new Vouched(token.Subject, Text(claims[provider.Claim]), claims["email_verified"]?.ToString() is "false" or "False", HasSecondFactor(claims));
    }

    // Some providers refuse scopes that they do not know.
    private static string ScopesOf(OpenIdConnectConfiguration said) =>
        string.Join(' ', ((string[])["profile", "email"]).Where(s => said.ScopesSupported.Count == 0 || said.ScopesSupported.Contains(s)).Prepend("openid"));

    private async Task<OpenIdConnectMessage> RedeemAsync(IdentityProvider provider, OpenIdConnectConfiguration said, string secret, BrowserStates.Begun begun, string code, string redirectUri, CancellationToken ct)
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirectUri, ["code_verifier"] = begun.Verifier };
        using var request = new HttpRequestMessage(HttpMethod.Post, said.TokenEndpoint);
        // Basic is what a provider speaks that does not say (OpenID Connect Discovery 1.0, 3).
        if (said.TokenEndpointAuthMethodsSupported.Count == 0 || said.TokenEndpointAuthMethodsSupported.Contains("client_secret_basic"))
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(secret)}")));
        else (fields["client_id"], fields["client_secret"]) = (provider.ClientId, secret);
        request.Content = new FormUrlEncodedContent(fields);
        var (status, body) = await SendAsync(request, "the token endpoint", ct);
        return Parse(body) is { } message && status is >= 200 and < 300 && !string.IsNullOrEmpty(message.IdToken) && !string.IsNullOrEmpty(message.AccessToken)
            ? message
            : throw new ProviderException("identity-providers.code.refused", $"Expected the provider to give an ID token for the code, but it answered HTTP {status}{(Parse(body)?.Error is { Length: > 0 and < 60 } error ? $" ({error})" : "")}.");
    }

    private async Task<JsonWebToken> CheckAsync(IdentityProvider provider, OpenIdConnectConfiguration said, OpenIdConnectMessage answer, string nonce, CancellationToken ct)
    {
        var result = await ValidateAsync(provider, said, answer.IdToken);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider may have changed its key since.
            directory.Forget(provider);
            result = await ValidateAsync(provider, await directory.ReadAsync(provider, ct), answer.IdToken);
        }

        if (!result.IsValid) throw Refused(result.Exception);
        var token = (JsonWebToken)result.SecurityToken;
        try
        {
            Protocol.ValidateTokenResponse(new OpenIdConnectProtocolValidationContext
            {
                ClientId = provider.ClientId, Nonce = nonce, ProtocolMessage = answer, ValidatedIdToken = new JwtSecurityToken(answer.IdToken),
            });
        }
        catch (OpenIdConnectProtocolException e)
        {
            throw Refused(e);
        }

        return token;
    }

    private static Task<TokenValidationResult> ValidateAsync(IdentityProvider provider, OpenIdConnectConfiguration said, string token) => Tokens.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = said.Issuer, ValidAudience = provider.ClientId, IssuerSigningKeys = said.SigningKeys, ValidAlgorithms = Algorithms,
        RequireSignedTokens = true, RequireExpirationTime = true, ClockSkew = ClockSkew,
    });

    private async Task AddUserInfoAsync(JsonObject claims, OpenIdConnectConfiguration said, OpenIdConnectMessage answer, string subject, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, said.UserInfoEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", answer.AccessToken);
        var (status, body) = await SendAsync(request, "the userinfo endpoint", ct);
        // OpenID Connect Core 1.0, 5.3.2: what is about somebody else does not count.
        if (status != StatusCodes.Status200OK || ParseObject(body) is not { } more || Text(more["sub"]) != subject)
            throw new ProviderException("identity-providers.userinfo.refused", $"Expected the userinfo endpoint to tell about the same person, but it answered HTTP {status} or about somebody else.");
        foreach (var (name, value) in more.Where(m => !claims.ContainsKey(m.Key)).ToList()) claims[name] = value?.DeepClone();
    }

    private async Task<(int Status, string Body)> SendAsync(HttpRequestMessage request, string what, CancellationToken ct)
    {
        try
        {
            using var response = await clients.CreateClient(ProviderDirectory.ClientName).SendAsync(request, ct);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new ProviderException("identity-providers.unreachable", $"Expected {what} to answer, but {(e is HttpRequestException { InnerException: Activities.Connectors.Http.AddressForbiddenException guard } ? guard.Message : "no answer came.")}", e);
        }
    }

    private static ProviderException Refused(Exception e) => new("identity-providers.token.refused", $"Expected an ID token of the provider, for us, valid now and for this sign-in, but it is not ({e.GetType().Name}).", e);

    private static JsonObject Claims(JsonWebToken token) => ParseObject(Base64UrlEncoder.Decode(token.EncodedPayload))!;

    private static bool HasSecondFactor(JsonObject claims) => claims["amr"] is JsonArray amr && amr.Any(a => Text(a) is { } way && SecondFactors.Contains(way));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? value.ToString() is { Length: > 0 } text ? text : null : null;

    private static OpenIdConnectMessage? Parse(string body) => ParseObject(body) is null ? null : new OpenIdConnectMessage(body);

    private static JsonObject? ParseObject(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

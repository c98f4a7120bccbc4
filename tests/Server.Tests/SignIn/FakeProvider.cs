using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>An OpenID Connect provider that says whatever a test wants it to. The test itself is the browser, so it shows no pages.</summary>
internal sealed class FakeProvider : IDisposable
{
    public const string ClientId = "hrbpm-at-fake", Secret = "fake secret: with/strange+signs";
    private readonly WireMockServer server = WireMockServer.Start();
    private readonly RSA key = RSA.Create(2048);
    private int said;

    public FakeProvider()
    {
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.ExportParameters(false)) { KeyId = "k1" });
        server.Given(Request.Create().WithPath("/.well-known/openid-configuration")).RespondWith(Response.Create().WithBodyAsJson(new
        {
            issuer = Issuer, authorization_endpoint = $"{Issuer}/authorize", token_endpoint = $"{Issuer}/token", jwks_uri = $"{Issuer}/keys", userinfo_endpoint = $"{Issuer}/userinfo",
        }));
        server.Given(Request.Create().WithPath("/keys")).RespondWith(Response.Create().WithBodyAsJson(new { keys = new[] { new { kty = jwk.Kty, kid = jwk.Kid, n = jwk.N, e = jwk.E, use = "sig" } } }));
    }

    public string Issuer => server.Url!;

    /// <summary>What came to the token endpoint last.</summary>
    public (string Authorization, Dictionary<string, string> Fields) Redeemed
    {
        get
        {
            var last = server.LogEntries.Last(e => e.RequestMessage!.Path == "/token").RequestMessage!;
            var fields = HttpUtility.ParseQueryString(last.Body!);
            return (last.Headers!["Authorization"].Single(), fields.AllKeys.ToDictionary(k => k!, k => fields[k]!));
        }
    }

    /// <summary>The next codes are answered with this.</summary>
    public void Answer(int status, string body) => Say("/token", status, body);

    /// <summary>The next codes are answered with this ID token.</summary>
    public void Give(string idToken) => Answer(200, $$"""{"access_token":"at","token_type":"Bearer","expires_in":60,"id_token":"{{idToken}}"}""");

    /// <summary>What the userinfo endpoint says.</summary>
    public void Tell(string body) => Say("/userinfo", 200, body);

    /// <summary>A token in order, but for what the test changes.</summary>
    /// <param name="nonce">Of the sign-in.</param>
    /// <param name="claims">More claims; they replace those that are there.</param>
    /// <param name="signing">Another key than the provider's.</param>
    public string Token(string nonce, Dictionary<string, object?> claims, SigningCredentials? signing = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var all = new Dictionary<string, object?>
        {
            ["iss"] = Issuer, ["aud"] = ClientId, ["sub"] = "subject-1", ["nonce"] = nonce, ["iat"] = now.ToUnixTimeSeconds(), ["nbf"] = now.ToUnixTimeSeconds(), ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in claims) all[name] = value;
        var payload = System.Text.Json.JsonSerializer.Serialize(all.Where(c => c.Value is not null).ToDictionary());
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(payload, signing ?? Own);
    }

    public SigningCredentials Own => new(new RsaSecurityKey(key) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256);

    /// <summary>The same token, not signed.</summary>
    public static string Unsigned(string token) => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}.";

    /// <summary>Signs with the client's secret, as a provider for old clients may.</summary>
    public static SigningCredentials BySecret => new(new SymmetricSecurityKey(SHA256.HashData(Encoding.UTF8.GetBytes(Secret))), SecurityAlgorithms.HmacSha256);

    /// <summary>A key that the provider does not name.</summary>
    public static SigningCredentials Stranger { get; } = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k2" }, SecurityAlgorithms.RsaSha256);

    public void Dispose()
    {
        server.Dispose();
        key.Dispose();
    }

    // The newest mapping wins.
    private void Say(string path, int status, string body) => server.Given(Request.Create().WithPath(path)).AtPriority(-++said)
        .RespondWith(Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json").WithBody(body));
}

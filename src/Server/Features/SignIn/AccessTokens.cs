using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.DataProtection;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Tokens for clients that cannot carry a cookie, such as Elsa Studio on another address. Each names a session, as a cookie does: what ends the session ends the token.</summary>
/// <remarks>They have the three parts of a JWT, because Elsa's clients read the first two. The third is no JWT signature: it is sealed with the server's own key ring, which also rotates its keys.</remarks>
internal sealed class AccessTokens(IDataProtectionProvider protection, SignInOptions options)
{
    public const string Scheme = "AccessToken";
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HrBpm","typ":"JWT"}"""u8);
    private readonly IDataProtector seal = protection.CreateProtector("HrBpm.AccessTokens.v2");

    private readonly IDataProtector refreshSeal = protection.CreateProtector("HrBpm.RefreshTokens.v1");

    private sealed record Sealed(string Sha256, Guid Session, long Expires);

    private sealed record Refresh(Guid Session, long Expires);

    // Sessions live in real time, whatever the sandbox's clock says.
    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>A token for a session.</summary>
    public string Issue(SignInSession session, CurrentUser.Identity person)
    {
        var expires = Now + (long)options.SessionLife.TotalSeconds;
        string[] permissions = person.Rights.Has(Permission.WorkflowsManage) ? ["*"] : person.Rights.Has(Permission.WorkflowsRead) ? ["read:*"] : [];
        var claims = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { sub = session.AccountId, name = person.UserName, permissions, exp = expires, iss = "HrBpm" }));
        var content = $"{Header}.{claims}";
        var proof = seal.Protect(JsonSerializer.SerializeToUtf8Bytes(new Sealed(HashOf(content), session.Id, expires)));
        return $"{content}.{Base64Url.EncodeToString(proof)}";
    }

    /// <summary>Whom a token stands for; null when it is forged, damaged or over.</summary>
    public ClaimsPrincipal? Read(string token)
    {
        var end = token.LastIndexOf('.');
        if (end < 0) return null;
        try
        {
            var proof = JsonSerializer.Deserialize<Sealed>(seal.Unprotect(Base64Url.DecodeFromChars(token.AsSpan(end + 1))));
            return proof is not null && proof.Expires > Now && proof.Sha256 == HashOf(token[..end]) ? Session.PrincipalOf(proof.Session, Scheme) : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A token that a new access token is asked for with, while the session lasts. It signs no request in.</summary>
    public string IssueRefresh(SignInSession session) =>
        Base64Url.EncodeToString(refreshSeal.Protect(JsonSerializer.SerializeToUtf8Bytes(new Refresh(session.Id, Now + (long)options.SessionAtMost.TotalSeconds))));

    /// <summary>The session that a refresh token stands for; null when it is forged, damaged or over.</summary>
    public Guid? ReadRefresh(string token)
    {
        try
        {
            return JsonSerializer.Deserialize<Refresh>(refreshSeal.Unprotect(Base64Url.DecodeFromChars(token))) is { } known && known.Expires > Now ? known.Session : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HrBpm.Server.Database;
using Microsoft.AspNetCore.DataProtection;

namespace HrBpm.Server.Features.SignIn;

/// <summary>What the server has to know again when a browser comes back from a sign-in elsewhere. The browser keeps it in a cookie, sealed; the address that it comes back with only names it.</summary>
/// <remarks>An answer that another browser began does not count here, so nobody can be signed in as somebody else by a link (RFC 6749, 10.12).</remarks>
internal sealed class BrowserStates(IDataProtectionProvider protection, SignInOptions options)
{
    private const string CookieName = "hrbpm-sign-in", Path = "/sign-in";
    private const int RandomBytes = 32;

    private readonly IDataProtector seal = protection.CreateProtector("HrBpm.BrowserStates.v1");

    /// <param name="Use">What the sign-in is by, and where; the answer counts for that alone.</param>
    /// <param name="State">What has to come back.</param>
    /// <param name="Nonce">What a token has to say.</param>
    /// <param name="Verifier">Secret of PKCE (RFC 7636).</param>
    /// <param name="Return">Where to go on afterwards.</param>
    /// <param name="MadeUtc">When it began, by the machine's clock.</param>
    internal sealed record Begun(string Use, string State, string Nonce, string Verifier, string Return, DateTime MadeUtc);

    /// <summary>Begins a sign-in in this browser.</summary>
    /// <param name="http">The request of the browser.</param>
    /// <param name="use">What it is by, for example <c>wecom</c>.</param>
    /// <param name="back">Where to go on afterwards; has to be ours.</param>
    public Begun Begin(HttpContext http, string use, string back)
    {
        var begun = new Begun(use, New(), New(), New(), back, UtcDateTimeConverter.ToStored(LiveSessions.NowUtc));
        var cookie = Convert.ToHexStringLower(seal.Protect(JsonSerializer.SerializeToUtf8Bytes(begun)));
        http.Response.Cookies.Append(CookieName, cookie, Cookie(http, options.ChallengeLife));
        return begun;
    }

    /// <summary>What this browser began and the answer belongs to; null when it began none such, or too long ago. It counts once.</summary>
    public Begun? End(HttpContext http, string use, string state)
    {
        http.Response.Cookies.Delete(CookieName, Cookie(http, null));
        return http.Request.Cookies[CookieName] is { } cookie && Open(cookie) is { } begun && begun.Use == use && begun.MadeUtc + options.ChallengeLife > LiveSessions.NowUtc && Same(begun.State, state)
            ? begun
            : null;
    }

    // Lax, because the browser comes back from another site; it opens nothing by itself.
    private static CookieOptions Cookie(HttpContext http, TimeSpan? life) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps || !http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment(), Path = Path, MaxAge = life, IsEssential = true };

    private Begun? Open(string cookie)
    {
        try
        {
            return JsonSerializer.Deserialize<Begun>(seal.Unprotect(Convert.FromHexString(cookie)));
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    private static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
}

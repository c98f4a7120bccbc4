using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.SignIn;

/// <summary>
/// Refuses what pages of other sites send with the session of whoever looks at them (CSRF). A browser says where a request comes from, and no page can make it say anything else:
/// <c>Sec-Fetch-Site</c>, and <c>Origin</c> in older browsers and over plain HTTP. Who says neither is no browser, and has no one's cookie but their own.
/// </summary>
/// <remarks>Together with the cookie's <c>SameSite=Strict</c>; see decision 0016. Requests with a bearer token are not asked: a browser does not add one by itself.</remarks>
internal static class SameOrigin
{
    public static void UseSameOrigin(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (WhyNot(http.Request) is { } problem) await Problems.Forbidden("request.other-site.forbidden", problem).ExecuteAsync(http);
        else await next(http);
    });

    /// <summary>Why the request is not served; null when it is.</summary>
    public static string? WhyNot(HttpRequest request)
    {
        if (IsHarmless(request) || AccessTokenHandler.TokenOf(request) is not null) return null;
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site is "same-origin" or "none" ? null : "Expected a request of this site's own pages, but a page of another site sent it.";
        if (request.Headers.Origin.ToString() is not { Length: > 0 } origin) return null;
        // The scheme is not compared: behind a proxy that ends TLS the server sees another one than the browser.
        return Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, AuthorityOf(request, from), StringComparison.OrdinalIgnoreCase)
            ? null
            : "Expected a request of this site's own pages, but its Origin is another one.";
    }

    // Flows answer outside callers by design; each says itself who may call it, and its session cookie is SameSite=Strict.
    private static bool IsHarmless(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) && !request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase))
        // Code, secret or refresh token count there, and no cookie does.
        || request.Path.Equals("/connect/token", StringComparison.OrdinalIgnoreCase)
        || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method)
        || (request.Path.StartsWithSegments("/workflows", StringComparison.OrdinalIgnoreCase) && !request.Headers.ContainsKey("Cookie"));

    // Default ports are left out by browsers, and by Uri.Authority.
    private static string AuthorityOf(HttpRequest request, Uri from) =>
        request.Host.Port is null || request.Host.Port == (from.Scheme == Uri.UriSchemeHttps ? 443 : 80) ? request.Host.Host : request.Host.Value!;
}

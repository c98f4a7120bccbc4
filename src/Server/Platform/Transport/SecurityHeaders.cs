namespace HrBpm.Server.Platform.Transport;

/// <summary>Metadata of an endpoint that serves a page: what the page may load beyond nothing, and why.</summary>
internal sealed record ContentPolicy(string Policy, string Reason);

/// <summary>Headers that tell browsers what not to do with an answer. An endpoint that sets one itself keeps its own.</summary>
internal static class SecurityHeaders
{
    /// <summary>For everything that is no page: data that a browser was led to opens, runs and embeds nothing.</summary>
    public const string Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Name, string Value)[] Always =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ];

    /// <summary>Gives the endpoint's page a policy of its own.</summary>
    /// <param name="policy">The whole policy but for what nothing is allowed: <c>default-src</c>, <c>base-uri</c>, <c>form-action</c>, <c>frame-ancestors</c>.</param>
    /// <param name="why">Why the page needs it.</param>
    public static TBuilder AllowsContent<TBuilder>(this TBuilder route, string policy, string why) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new ContentPolicy(policy, why));

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        // Remembered here, because after an error the endpoint is forgotten; then the strict policy is right.
        http.Response.OnStarting(() =>
        {
            Add(http);
            return Task.CompletedTask;
        });
        return next(http);
    });

    private static void Add(HttpContext http)
    {
        var headers = http.Response.Headers;
        foreach (var (name, value) in Always) headers.TryAdd(name, value);
        headers.TryAdd("Content-Security-Policy", http.GetEndpoint()?.Metadata.GetMetadata<ContentPolicy>() is { } own ? own.Policy : Nothing);
        // People's data stays out of caches of browsers and proxies. Elsa's API says itself what Studio may keep, by entity tags.
        if (http.Request.Path.StartsWithSegments("/api")) headers.TryAdd("Cache-Control", "no-store");
    }
}

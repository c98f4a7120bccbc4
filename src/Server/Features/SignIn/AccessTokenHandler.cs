using System.Text.Encodings.Web;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Signs a request in by its access token.</summary>
internal sealed class AccessTokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens, IIdentities identities)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    /// <summary>The token of a request; null when it has none. A browser cannot send headers with a WebSocket, so SignalR puts it into the query of a hub's address, and only there it counts.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        if (request.Headers.Authorization.ToString() is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        return request.Path.StartsWithSegments("/elsa/hubs", StringComparison.Ordinal) && request.Query["access_token"].ToString() is { Length: > 0 } query ? query : null;
    }

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TokenOf(Request) is not { } token) return AuthenticateResult.NoResult();
        if (tokens.Read(token) is not { } principal || await identities.OfAsync(principal, Context.RequestAborted) is not { } person)
            return AuthenticateResult.Fail("The access token is not valid any more.");
        Session.Enter(Context.RequestServices, person);
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }
}

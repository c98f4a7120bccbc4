using System.Security.Cryptography;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>What kind of program a client is.</summary>
internal enum OAuthClientKind
{
    /// <summary>Runs where others can read it, such as a page or a phone; has no secret.</summary>
    App,

    /// <summary>Runs on a server and keeps a secret; people sign in to it.</summary>
    Website,

    /// <summary>Runs on a server and keeps a secret; nobody signs in, it acts for one person.</summary>
    Service,
}

/// <summary>Makes a client of the caller's company. Nobody gives a client more than they may do themselves.</summary>
internal static class MakeOAuthClient
{
    private const int SecretBytes = 32, LongestName = 100;

    /// <param name="Name">What people are shown when they are asked to consent.</param>
    /// <param name="Kind">What kind of program it is.</param>
    /// <param name="RedirectUris">Where codes may be sent; exactly these. None for a service.</param>
    /// <param name="PostLogoutRedirectUris">Where people may be sent after signing out.</param>
    /// <param name="Scopes">The scopes that it may ask for, besides <c>openid</c>, <c>profile</c> and <c>offline_access</c>.</param>
    /// <param name="ActsForPersonId">For a service: the person whose rights it has, within its scopes.</param>
    internal sealed record Request(string Name, OAuthClientKind Kind, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris, IReadOnlyList<string> Scopes, Guid? ActsForPersonId = null);

    /// <param name="ClientId">What the client calls itself.</param>
    /// <param name="ClientSecret">Its secret, which is never shown again; null for an app.</param>
    internal sealed record Response(string ClientId, string? ClientSecret);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        if (WhyNot(request, user) is { } refusal) return refusal.ToProblem();
        if (request.ActsForPersonId is { } person && !await db.Users.AnyAsync(a => a.PersonId == person && a.CompanyId == user.CompanyId && a.DisabledUtc == null, ct))
            return Problems.Invalid("oauth.person.invalid", $"Expected a person of your company with an account, but {person} is none.");
        var secret = request.Kind == OAuthClientKind.App ? null : NewSecret();
        var descriptor = Describe(request);
        await writes.RunAsync(async (scope, token) =>
        {
            var clients = scope.GetRequiredService<OpenIddictApplicationManager<OAuthClient>>();
            var client = new OAuthClient { CompanyId = user.CompanyId, ActsForPersonId = request.ActsForPersonId };
            await clients.PopulateAsync(client, descriptor, token);
            await (secret is null ? clients.CreateAsync(client, token) : clients.CreateAsync(client, secret, token));
            var data = new { descriptor.ClientId, request.Name, request.Kind, request.RedirectUris, request.Scopes, request.ActsForPersonId };
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(user.CompanyId, user.Actor, "oauth.client-made", $"oauth-client:{descriptor.ClientId}", data));
            return client.Id;
        }, ct);
        return TypedResults.Ok(new Response(descriptor.ClientId!, secret));
    }

    /// <summary>A new secret of 256 bits.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    private static Refusal? WhyNot(Request request, CurrentUser user)
    {
        var isService = request.Kind == OAuthClientKind.Service;
        if (request.Name.Trim() is not { Length: > 0 and <= LongestName }) return new("oauth.name.invalid", $"Expected a name of 1 to {LongestName} characters, but it has {request.Name.Trim().Length}.");
        if (request.Scopes.FirstOrDefault(s => !OAuthScopes.All.ContainsKey(s)) is { } unknown) return new("oauth.scope.invalid", $"Expected one of {string.Join(", ", OAuthScopes.All.Keys.Order())}, but got '{unknown}'.");
        if (OAuthScopes.PermissionsOf(request.Scopes).Order().Where(p => !user.Has(p)).ToList() is { Count: > 0 } beyond) return new("oauth.scope.forbidden", $"Expected scopes within your own permissions, but these go beyond: {string.Join(", ", beyond)}.");
        if (isService != request.ActsForPersonId is not null) return new("oauth.person.invalid", "Expected a person to act for exactly when the client is a service.");
        if (isService == request.RedirectUris.Count > 0) return new("oauth.redirect.invalid", "Expected at least one redirect address, or none for a service.");
        return request.RedirectUris.Concat(request.PostLogoutRedirectUris).FirstOrDefault(u => !IsRedirect(u)) is { } wrong
            ? new("oauth.redirect.invalid", $"Expected an address with https, with http on this machine, or with a scheme of an app's own (com.example.app:/path), and without a fragment, but got '{wrong}'.")
            : null;
    }

    // RFC 8252, 7: apps have a private scheme with a dot, or listen on the loopback interface.
    private static bool IsRedirect(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) || uri.Scheme.Contains('.', StringComparison.Ordinal));

    private static OpenIddictApplicationDescriptor Describe(Request request)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = Guid.CreateVersion7().ToString("N"),
            ClientType = request.Kind == OAuthClientKind.App ? ClientTypes.Public : ClientTypes.Confidential,
            ConsentType = ConsentTypes.Explicit,
            DisplayName = request.Name.Trim(),
        };
        descriptor.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.Endpoints.Revocation]);
        if (request.Kind != OAuthClientKind.App) descriptor.Permissions.Add(Permissions.Endpoints.Introspection);
        descriptor.Permissions.UnionWith(request.Kind == OAuthClientKind.Service
            ? [Permissions.GrantTypes.ClientCredentials]
            : [Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile]);
        descriptor.Permissions.UnionWith(request.Scopes.Select(s => Permissions.Prefixes.Scope + s));
        if (request.Kind != OAuthClientKind.Service) descriptor.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        descriptor.RedirectUris.UnionWith(request.RedirectUris.Select(u => new Uri(u)));
        descriptor.PostLogoutRedirectUris.UnionWith(request.PostLogoutRedirectUris.Select(u => new Uri(u)));
        return descriptor;
    }
}

/// <summary>The clients of the caller's company. Secrets are not among what it says: only their hashes are stored.</summary>
internal static class ListOAuthClients
{
    /// <param name="ClientId">What the client calls itself.</param>
    /// <param name="Name">What people are shown.</param>
    /// <param name="HasSecret">Whether it has to prove itself by a secret.</param>
    /// <param name="ActsForPersonId">For a service: whose rights it has.</param>
    internal sealed record Response(string ClientId, string Name, bool HasSecret, Guid? ActsForPersonId);

    public static async Task<Ok<List<Response>>> HandleAsync(AppDbContext db, CancellationToken ct) => TypedResults.Ok(await db.OAuthClients.OrderBy(c => c.DisplayName)
        .Select(c => new Response(c.ClientId!, c.DisplayName!, c.ClientSecret != null, c.ActsForPersonId)).ToListAsync(ct));
}

/// <summary>Gives a client a new secret; the old one is good no more.</summary>
internal static class RenewOAuthSecret
{
    public static async Task<Results<Ok<MakeOAuthClient.Response>, ProblemHttpResult>> HandleAsync(string clientId, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var secret = MakeOAuthClient.NewSecret();
        var done = await writes.RunAsync(async (scope, token) =>
        {
            var clients = scope.GetRequiredService<OpenIddictApplicationManager<OAuthClient>>();
            if (await clients.FindByClientIdAsync(clientId, token) is not { ClientSecret: not null } client || client.CompanyId != user.CompanyId) return false;
            await clients.UpdateAsync(client, secret, token);
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(user.CompanyId, user.Actor, "oauth.secret-renewed", $"oauth-client:{clientId}", new { }));
            return true;
        }, ct);
        return done ? TypedResults.Ok(new MakeOAuthClient.Response(clientId, secret)) : Problems.NotFound("oauth.client.unknown", $"Expected a client '{clientId}' of your company with a secret, but there is none.");
    }
}

/// <summary>Removes a client with everything that it was given: its tokens are good no more.</summary>
internal static class RemoveOAuthClient
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string clientId, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var done = await writes.RunAsync(async (scope, token) =>
        {
            var clients = scope.GetRequiredService<OpenIddictApplicationManager<OAuthClient>>();
            if (await clients.FindByClientIdAsync(clientId, token) is not { } client || client.CompanyId != user.CompanyId) return false;
            await clients.DeleteAsync(client, token);
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(user.CompanyId, user.Actor, "oauth.client-removed", $"oauth-client:{clientId}", new { }));
            return true;
        }, ct);
        return done ? TypedResults.NoContent() : Problems.NotFound("oauth.client.unknown", $"Expected a client '{clientId}' of your company, but there is none.");
    }
}

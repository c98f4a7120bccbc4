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
    private const int SecretBytes = 32;

    /// <param name="Name">What people are shown when they are asked to consent.</param>
    /// <param name="Kind">What kind of program it is.</param>
    /// <param name="RedirectUris">Where codes may be sent; exactly these. None for a service.</param>
    /// <param name="PostLogoutRedirectUris">Where people may be sent after signing out.</param>
    /// <param name="Scopes">The scopes that it may ask for, besides <c>openid</c>, <c>profile</c> and <c>offline_access</c>.</param>
    /// <param name="ActsForPersonId">For a service: the person whose rights it has, within its scopes. Somebody other than the caller has to consent first.</param>
    internal sealed record Request(string Name, OAuthClientKind Kind, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris, IReadOnlyList<string> Scopes, Guid? ActsForPersonId = null);

    /// <param name="ClientId">What the client calls itself.</param>
    /// <param name="ClientSecret">Its secret, which is never shown again; null for an app.</param>
    /// <param name="AwaitsConsent">The person whom it acts for has to consent before it gets a token.</param>
    internal sealed record Response(string ClientId, string? ClientSecret, bool AwaitsConsent);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, ClientRights rights, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var terms = new ClientTerms(request.Name, request.RedirectUris, request.PostLogoutRedirectUris, request.Scopes);
        if ((terms.WhyNot(request.Kind) ?? ClientRights.WhyNotScopes(user, request.Scopes)) is { } refusal) return refusal.ToProblem();
        if (request.Kind == OAuthClientKind.Service != request.ActsForPersonId is not null) return Problems.Invalid("oauth.person.invalid", "Expected a person to act for exactly when the client is a service.");
        var (atMost, wider) = await RightsAsync(request, db, rights, user, ct);
        if (wider is not null) return wider.ToProblem();
        var client = new OAuthClient
        {
            CompanyId = user.CompanyId, MadeById = user.PersonId, ActsForPersonId = request.ActsForPersonId, RightsAtMost = atMost,
            ConsentedUtc = request.ActsForPersonId == user.PersonId ? LiveSessions.NowUtc : null,
        };
        var (id, secret) = await AddAsync(client, terms, request, user, writes, ct);
        return TypedResults.Ok(new Response(id, secret, request.ActsForPersonId is not null && client.ConsentedUtc is null));
    }

    /// <summary>A new secret of 256 bits.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    private static async Task<(string? AtMost, Refusal? Refusal)> RightsAsync(Request request, AppDbContext db, ClientRights rights, CurrentUser user, CancellationToken ct)
    {
        if (request.ActsForPersonId is not { } person) return (null, null);
        if (!await db.Users.AnyAsync(a => a.PersonId == person && a.CompanyId == user.CompanyId && a.DisabledUtc == null, ct))
            return (null, new("oauth.person.invalid", $"Expected a person of your company with an account, but {person} is none."));
        var (held, refusal) = await rights.OfServiceAsync(user, person, request.Scopes, ct);
        return (held is null ? null : RightsText.Write(held), refusal);
    }

    private static async Task<(string Id, string? Secret)> AddAsync(OAuthClient client, ClientTerms terms, Request request, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var secret = request.Kind == OAuthClientKind.App ? null : NewSecret();
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = Guid.CreateVersion7().ToString("N"),
            ClientType = request.Kind == OAuthClientKind.App ? ClientTypes.Public : ClientTypes.Confidential,
            ConsentType = ConsentTypes.Explicit,
        };
        terms.WriteTo(descriptor, request.Kind);
        await writes.RunAsync(async (scope, token) =>
        {
            var clients = scope.GetRequiredService<OpenIddictApplicationManager<OAuthClient>>();
            await clients.PopulateAsync(client, descriptor, token);
            await (secret is null ? clients.CreateAsync(client, token) : clients.CreateAsync(client, secret, token));
            var data = new { descriptor.ClientId, request.Name, request.Kind, request.RedirectUris, request.Scopes, request.ActsForPersonId };
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(user.CompanyId, user.Actor, "oauth.client-made", $"oauth-client:{descriptor.ClientId}", data));
            return client.Id;
        }, ct);
        return (descriptor.ClientId, secret);
    }
}

/// <summary>Gives a client a new secret; the old one is good no more.</summary>
internal static class RenewOAuthSecret
{
    /// <param name="ClientId">What the client calls itself.</param>
    /// <param name="ClientSecret">Its new secret, which is never shown again.</param>
    internal sealed record Response(string ClientId, string ClientSecret);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(string clientId, CurrentUser user, WriteAttempts writes, CancellationToken ct)
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
        return done ? TypedResults.Ok(new Response(clientId, secret)) : Problems.NotFound("oauth.client.unknown", $"Expected a client '{clientId}' of your company with a secret, but there is none.");
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

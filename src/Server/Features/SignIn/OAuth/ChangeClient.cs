using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>Changes a client; its id and its secret stay. Where its scopes change, it begins anew: its tokens are good no more, and people are asked again.</summary>
internal static class ChangeOAuthClient
{
    /// <param name="Name">What people are shown.</param>
    /// <param name="RedirectUris">Where codes may be sent; exactly these. None for a service.</param>
    /// <param name="PostLogoutRedirectUris">Where people may be sent after signing out.</param>
    /// <param name="Scopes">The scopes that it may ask for.</param>
    internal sealed record Request(string Name, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris, IReadOnlyList<string> Scopes);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string clientId, Request request, ClientRights rights, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var refusal = await writes.RunAsync((scope, token) => ChangeAsync(scope, clientId, request, rights, user, token), ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static async Task<Refusal?> ChangeAsync(IServiceProvider scope, string clientId, Request request, ClientRights rights, CurrentUser user, CancellationToken ct)
    {
        var clients = scope.GetRequiredService<OpenIddictApplicationManager<OAuthClient>>();
        if (await clients.FindByClientIdAsync(clientId, ct) is not { } client || client.CompanyId != user.CompanyId)
            return new("oauth.client.unknown", $"Expected a client '{clientId}' of your company, but there is none.");
        var terms = new ClientTerms(request.Name, request.RedirectUris, request.PostLogoutRedirectUris, request.Scopes);
        var before = ListOAuthClients.ScopesOf(client);
        var isSame = before.ToHashSet().SetEquals(request.Scopes);
        if ((terms.WhyNot(client.Kind) ?? ClientRights.WhyNotScopes(user, request.Scopes.Except(before))) is { } refusal) return refusal;
        if (!isSame && await BeginAnewAsync(scope, client, request.Scopes, rights, user, ct) is { } wider) return wider;
        var descriptor = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(descriptor, client, ct);
        terms.WriteTo(descriptor, client.Kind);
        await clients.UpdateAsync(client, descriptor, ct);
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(user.CompanyId, user.Actor, "oauth.client-changed", $"oauth-client:{clientId}", new { request.Name, request.RedirectUris, request.Scopes, scopesBefore = before }));
        return null;
    }

    private static async Task<Refusal?> BeginAnewAsync(IServiceProvider scope, OAuthClient client, IReadOnlyList<string> scopes, ClientRights rights, CurrentUser user, CancellationToken ct)
    {
        if (client.ActsForPersonId is { } person)
        {
            var (held, wider) = await rights.OfServiceAsync(user, person, scopes, ct);
            if (held is null) return wider;
            (client.RightsAtMost, client.ConsentedUtc) = (RightsText.Write(held), person == user.PersonId ? LiveSessions.NowUtc : null);
        }

        await GivenAccess.RevokeAsync(scope, client, null, ct);
        return null;
    }
}

/// <summary>What people have given to a client: their consent, and the tokens that grew from it.</summary>
internal static class GivenAccess
{
    /// <summary>Takes it back.</summary>
    /// <param name="scope">Services of the transaction.</param>
    /// <param name="client">The client.</param>
    /// <param name="subject">Whose; everybody's when null.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task RevokeAsync(IServiceProvider scope, OAuthClient client, string? subject, CancellationToken ct)
    {
        var (authorizations, tokens) = (scope.GetRequiredService<OpenIddictAuthorizationManager<OAuthAuthorization>>(), scope.GetRequiredService<OpenIddictTokenManager<OAuthToken>>());
        var id = client.Id.ToString("D");
        await authorizations.RevokeAsync(subject, id, null, null, ct);
        await tokens.RevokeAsync(subject, id, null, null, ct);
    }
}

using HrBpm.Workflows;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>What whoever manages clients decides about one, when it is made and later.</summary>
/// <param name="Name">What people are shown.</param>
/// <param name="RedirectUris">Where codes may be sent.</param>
/// <param name="PostLogoutRedirectUris">Where people may be sent after signing out.</param>
/// <param name="Scopes">What it may ask for.</param>
internal sealed record ClientTerms(string Name, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris, IReadOnlyList<string> Scopes)
{
    private const int LongestName = 100;

    /// <summary>Why a client of this kind cannot have them; null when it can. Who may give the scopes is asked elsewhere (<see cref="ClientRights"/>).</summary>
    public Refusal? WhyNot(OAuthClientKind kind)
    {
        if (Name.Trim() is not { Length: > 0 and <= LongestName }) return new("oauth.name.invalid", $"Expected a name of 1 to {LongestName} characters, but it has {Name.Trim().Length}.");
        if (kind == OAuthClientKind.Service == RedirectUris.Count > 0) return new("oauth.redirect.invalid", "Expected at least one redirect address, or none for a service.");
        return RedirectUris.Concat(PostLogoutRedirectUris).FirstOrDefault(u => !IsRedirect(u)) is { } wrong
            ? new("oauth.redirect.invalid", $"Expected an address with https, with http on this machine, or with a scheme of an app's own (com.example.app:/path), and without a fragment, but got '{wrong}'.")
            : null;
    }

    /// <summary>Puts them into OpenIddict's terms, in the place of those that were there.</summary>
    public void WriteTo(OpenIddictApplicationDescriptor descriptor, OAuthClientKind kind)
    {
        descriptor.DisplayName = Name.Trim();
        descriptor.Permissions.Clear();
        descriptor.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.Endpoints.Revocation]);
        if (kind != OAuthClientKind.App) descriptor.Permissions.Add(Permissions.Endpoints.Introspection);
        descriptor.Permissions.UnionWith(kind == OAuthClientKind.Service
            ? [Permissions.GrantTypes.ClientCredentials]
            : [Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile]);
        descriptor.Permissions.UnionWith(Scopes.Select(s => Permissions.Prefixes.Scope + s));
        if (kind != OAuthClientKind.Service) descriptor.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        descriptor.RedirectUris.Clear();
        descriptor.RedirectUris.UnionWith(RedirectUris.Select(u => new Uri(u)));
        descriptor.PostLogoutRedirectUris.Clear();
        descriptor.PostLogoutRedirectUris.UnionWith(PostLogoutRedirectUris.Select(u => new Uri(u)));
    }

    // RFC 8252, 7: apps have a private scheme with a dot, or listen on the loopback interface.
    private static bool IsRedirect(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) || uri.Scheme.Contains('.', StringComparison.Ordinal));
}

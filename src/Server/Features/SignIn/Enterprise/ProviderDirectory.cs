using System.Collections.Concurrent;
using HrBpm.Activities.Connectors.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>What providers say about themselves (OpenID Connect Discovery 1.0): read once, and again now and then or when a token has an unknown key.</summary>
internal sealed class ProviderDirectory(IHttpClientFactory clients)
{
    /// <summary>Name of the HTTP client that providers are called with: public addresses only.</summary>
    public const string ClientName = "HrBpm.IdentityProviders";

    private readonly ConcurrentDictionary<(Guid Company, string Issuer), ConfigurationManager<OpenIdConnectConfiguration>> known = new();

    /// <summary>What the provider says now.</summary>
    /// <exception cref="ProviderException">It cannot be reached, or what it says is not usable.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(IdentityProvider provider, CancellationToken ct)
    {
        try
        {
            return Check(provider, await ManagerOf(provider).GetConfigurationAsync(ct));
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or ArgumentException && !ct.IsCancellationRequested)
        {
            throw new ProviderException("identity-providers.unreachable", $"Expected '{provider.Issuer}/.well-known/openid-configuration' to describe a provider, but {Why(e)}", e);
        }
    }

    /// <summary>The next <see cref="ReadAsync"/> asks the provider anew, at most once in some minutes.</summary>
    public void Forget(IdentityProvider provider) => ManagerOf(provider).RequestRefresh();

    /// <summary>Asks the provider whatever was read before, for an administrator who tries it.</summary>
    /// <exception cref="ProviderException">It cannot be reached, or what it says is not usable.</exception>
    public Task<OpenIdConnectConfiguration> TryAsync(IdentityProvider provider, CancellationToken ct)
    {
        known.TryRemove(KeyOf(provider), out _);
        return ReadAsync(provider, ct);
    }

    private static (Guid, string) KeyOf(IdentityProvider provider) => (provider.CompanyId, provider.Issuer);

    private ConfigurationManager<OpenIdConnectConfiguration> ManagerOf(IdentityProvider provider) => known.GetOrAdd(KeyOf(provider), key => new(
        $"{key.Issuer}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(clients.CreateClient(ClientName)) { RequireHttps = key.Issuer.StartsWith("https:", StringComparison.Ordinal) }));

    private static OpenIdConnectConfiguration Check(IdentityProvider provider, OpenIdConnectConfiguration said)
    {
        if (said.Issuer?.TrimEnd('/') != provider.Issuer)
            throw new ProviderException("identity-providers.issuer.refused", $"Expected the provider to call itself '{provider.Issuer}', but it says '{said.Issuer}'.");
        foreach (var (name, address) in new[] { ("authorization_endpoint", said.AuthorizationEndpoint), ("token_endpoint", said.TokenEndpoint) })
            if (!IsAddress(address, provider)) throw new ProviderException("identity-providers.endpoint.refused", $"Expected {name} to be an address as safe as the issuer's, but it is '{address}'.");
        return said.SigningKeys.Count > 0 ? said : throw new ProviderException("identity-providers.keys.refused", "Expected the provider to name keys that it signs with, but it names none.");
    }

    private static bool IsAddress(string? address, IdentityProvider provider) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && provider.Issuer.StartsWith("http:", StringComparison.Ordinal)));

    private static string Why(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressForbiddenException) return inner.Message;
            if (inner is HttpRequestException http) return http.InnerException is AddressForbiddenException guard ? guard.Message : $"the connection failed ({http.HttpRequestError}).";
            if (inner is TaskCanceledException) return "no answer came in time.";
        }
        return "what came is no such document.";
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Activities.Connectors.Http;

/// <summary>Clients for addresses that people of a company enter.</summary>
public static class PublicAddresses
{
    /// <summary>
    /// Lets the client reach public addresses, and those of <c>Connectors:Http:AllowedNetworks</c>. It follows no redirection, keeps no cookie, and goes past proxies, which would resolve the name themselves.
    /// Others fail with an <see cref="AddressForbiddenException"/> inside of the <see cref="HttpRequestException"/>.
    /// </summary>
    public static IHttpClientBuilder OnlyToPublicAddresses(this IHttpClientBuilder client) => client.ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = provider.GetRequiredService<AddressGuard>().ConnectAsync,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });
}

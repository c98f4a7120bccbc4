using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors.Http;

internal static class HttpRequestServices
{
    /// <summary>Adds what the HTTP requests of flows need, with its limits from <c>Connectors:Http</c>.</summary>
    public static void AddHttpRequests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HttpOptions>().Bind(configuration.GetSection("Connectors:Http")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AddressGuard>();
        services.AddHttpClient<HttpCaller>((provider, http) => http.Timeout = TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<HttpOptions>>().Value.TimeoutSeconds))
            .RemoveAllLoggers() // The calls are kept, redacted, by RecordCalls.
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                // A redirection would carry the flow's own headers to an address that the flow did not name.
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false, // A proxy would resolve the name itself, past the guard.
                AutomaticDecompression = DecompressionMethods.All,
                ConnectCallback = provider.GetRequiredService<AddressGuard>().ConnectAsync,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .AddHttpMessageHandler(provider => new RecordCalls(HttpCaller.System, provider.GetRequiredService<TimeProvider>(), () => [],
                provider.GetRequiredService<IOptions<HttpOptions>>().Value.LargestAnswerBytes));
    }
}

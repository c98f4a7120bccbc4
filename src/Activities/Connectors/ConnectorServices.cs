using System.Net;
using HrBpm.Activities.Connectors.DingTalk;
using HrBpm.Activities.Connectors.Http;
using HrBpm.Activities.Connectors.Mail;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Activities.Connectors.Tasks;
using HrBpm.Activities.Connectors.WeCom;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors;

/// <summary>Registers the connectors.</summary>
public static class ConnectorServices
{
    /// <summary>Adds every connector with its options from <c>Connectors:*</c>. A host may register its own <see cref="IConnectorEndpoints"/> before or after.</summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IConnectorEndpoints, ConfiguredEndpoints>();
        services.AddScoped<ConnectorCalls>();
        services.AddSingleton<WeComTokens>();
        services.AddScoped<WeComClient>();
        services.AddScoped<SmtpRelay>();
        services.AddScoped<Letters>();
        services.AddSystem<WeComWire, WeComOptions>(configuration, ConnectorSystems.WeCom);
        services.AddScoped<WeComSignIn>();
        services.AddSystem<DingTalkClient, DingTalkOptions>(configuration, ConnectorSystems.DingTalk);
        services.AddSystem<ScimClient, ScimOptions>(configuration, ConnectorSystems.Scim);
        services.AddSystem<PayrollClient, PayrollOptions>(configuration, ConnectorSystems.Payroll);
        services.AddSystem<TaskReceiver, TaskOptions>(configuration, ConnectorSystems.Tasks);
        services.AddHttpRequests(configuration);
        services.AddSettings<MailOptions>(configuration, ConnectorSystems.Mail);
        return services;
    }

    private static void AddSystem<TClient, TOptions>(this IServiceCollection services, IConfiguration configuration, string system)
        where TClient : class where TOptions : HttpConnectorOptions
    {
        services.AddSettings<TOptions>(configuration, system);
        services.AddHttpClient<TClient>((provider, http) => http.Timeout = TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<TOptions>>().Value.TimeoutSeconds))
            .RemoveAllLoggers() // The calls are kept, redacted, by RecordCalls; a log line would hold the address with its token.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Proxy = new OwnMachineDirectly(), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .AddHttpMessageHandler(provider => new RecordCalls(system, provider.GetRequiredService<TimeProvider>(),
                () => Secrets.Of(provider.GetRequiredService<IOptions<TOptions>>().Value)));
    }

    private static void AddSettings<TOptions>(this IServiceCollection services, IConfiguration configuration, string system) where TOptions : class =>
        services.AddOptions<TOptions>().Bind(configuration.GetSection($"Connectors:{system}")).ValidateDataAnnotations().ValidateOnStart();
}

/// <summary>The machine's proxy, except for the machine itself: a proxy elsewhere cannot reach this server's sandbox.</summary>
internal sealed class OwnMachineDirectly : IWebProxy
{
    public ICredentials? Credentials
    {
        get => HttpClient.DefaultProxy.Credentials;
        set => HttpClient.DefaultProxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : HttpClient.DefaultProxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || HttpClient.DefaultProxy.IsBypassed(host);
}

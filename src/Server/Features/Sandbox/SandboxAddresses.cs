using HrBpm.Activities.Connectors;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HrBpm.Server.Features.Sandbox;

/// <summary>Sends the connectors of systems that have no address to this server's own stand-ins.</summary>
internal sealed class SandboxAddresses(IConfiguration configuration, IServer server, IHostApplicationLifetime lifetime) : IConnectorEndpoints
{
    private static readonly Dictionary<string, string> StandIns = new()
    {
        [ConnectorSystems.WeCom] = "/sandbox/wecom/cgi-bin",
        [ConnectorSystems.DingTalk] = "/sandbox/dingtalk",
        [ConnectorSystems.Scim] = "/sandbox/scim/v2",
        [ConnectorSystems.Payroll] = "/sandbox/payroll",
    };

    /// <exception cref="ConnectorException">The server has not begun to listen yet.</exception>
    public Uri? BaseAddress(string system) => !StandIns.TryGetValue(system, out var path) ? null
        : configuration[$"Connectors:{system}:BaseUrl"] is { Length: > 0 } configured ? new Uri(configured)
        : new Uri(Own(system), path);

    private Uri Own(string system)
    {
        // Before Kestrel has bound its ports, the list holds what was asked for (port 0), not what there is.
        var addresses = lifetime.ApplicationStarted.IsCancellationRequested ? server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [] : [];
        var own = addresses.Select(BindingAddress.Parse).OrderBy(a => a.Scheme, StringComparer.Ordinal).FirstOrDefault()
            ?? throw new ConnectorException($"{system.ToLowerInvariant()}.starting", $"{system}: expected the sandbox to listen, but the server is still starting.", isTransient: true);
        var host = own.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : own.Host;
        return new UriBuilder(own.Scheme, host, own.Port).Uri;
    }
}

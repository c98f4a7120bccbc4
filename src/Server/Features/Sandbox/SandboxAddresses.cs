using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Activities.Connectors.WeCom;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Sandbox;

/// <summary>Sends the connectors of systems that have no address to this server's own stand-ins.</summary>
internal sealed class SandboxAddresses(IOptions<WeComOptions> weCom, IOptions<ScimOptions> scim, IOptions<PayrollOptions> payroll, IServer server, IHostApplicationLifetime lifetime) : IConnectorEndpoints
{
    /// <exception cref="ConnectorException">The server has not begun to listen yet.</exception>
    public Uri? BaseAddress(string system) => system switch
    {
        ConnectorSystems.WeCom => Choose(weCom.Value.BaseUrl, system, "/sandbox/wecom/cgi-bin"),
        ConnectorSystems.Scim => Choose(scim.Value.BaseUrl, system, "/sandbox/scim/v2"),
        ConnectorSystems.Payroll => Choose(payroll.Value.BaseUrl, system, "/sandbox/payroll"),
        _ => null,
    };

    private Uri Choose(string configured, string system, string path) => configured.Length > 0 ? new Uri(configured) : new Uri(Own(system), path);

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

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors.Http;

/// <summary>Lets flows reach public addresses only: whoever writes a flow must not see into the company's network through the server's eyes.</summary>
/// <remarks>The address is checked when the connection is opened, after the name was resolved, so that a name which changes its address gains nothing.</remarks>
internal sealed class AddressGuard(IOptions<HttpOptions> options)
{
    // What is not reached over the public internet, by the special-purpose registries of IANA.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private readonly List<IPNetwork> _allowed = [.. options.Value.AllowedNetworks.Select(IPNetwork.Parse)];

    /// <summary>True for an address that a flow may reach.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _allowed.Exists(n => n.Contains(plain)) || !Array.Exists(NotPublic, n => n.Contains(plain));
    }

    /// <summary>Opens a connection to the first allowed address of the host.</summary>
    /// <exception cref="AddressForbiddenException">The host has no address that a flow may reach.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host;
        var allowed = (await Dns.GetHostAddressesAsync(host, ct)).Where(Allows).ToArray();
        if (allowed.Length == 0) throw new AddressForbiddenException(host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Somebody entered an address that the server may not reach for them.</summary>
/// <param name="host">Name or address of the host.</param>
public sealed class AddressForbiddenException(string host)
    : Exception($"Expected '{host}' to have a public address, but it has none; Connectors:Http:AllowedNetworks lists the others that may be reached.");

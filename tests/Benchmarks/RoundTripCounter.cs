using System.Net;
using System.Net.Sockets;

namespace HrBpm.Benchmarks;

/// <summary>A wire between a client and its PostgreSQL server that counts round trips: each time the client speaks after the server did.</summary>
/// <remarks>Counted on the wire, because no statement, batch or transaction of a driver says how often it really went there and back.</remarks>
internal sealed class RoundTripCounter : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;
    private int trips;

    public RoundTripCounter(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to instead of the server.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Round trips of all connections so far.</summary>
    public int Trips => Volatile.Read(ref trips);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var wires = new List<Task>();
        try
        {
            while (true) wires.Add(ConnectAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(wires);
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(host, port, stop.Token);
            var hasAnswered = 1;
            // Whoever ends first, ends both: a client that leaves lets its server go, and the other way round.
            await Task.WhenAny(
                PumpAsync(near.GetStream(), far.GetStream(), () => { if (Interlocked.Exchange(ref hasAnswered, 0) == 1) Interlocked.Increment(ref trips); }),
                PumpAsync(far.GetStream(), near.GetStream(), () => Volatile.Write(ref hasAnswered, 1)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test or the benchmark is over.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Action heard)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, stop.Token) is > 0 and var length)
            {
                heard();
                await to.WriteAsync(buffer.AsMemory(0, length), stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One of the two has hung up.
        }
    }
}

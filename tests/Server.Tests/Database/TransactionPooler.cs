using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace HrBpm.Server.Tests.Database;

/// <summary>A pooler such as PgBouncer with <c>pool_mode=transaction</c>: between two transactions, a session belongs to nobody, and the next one gets what was used last.</summary>
internal sealed class TransactionPooler : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Stack<Stream> idle = [];
    private readonly NpgsqlConnectionStringBuilder target;

    public TransactionPooler(string connectionString)
    {
        target = new NpgsqlConnectionStringBuilder(connectionString);
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The way through the pooler.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(target.ConnectionString) { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, SslMode = SslMode.Disable }.ConnectionString;

    public void Dispose()
    {
        listener.Dispose();
        while (idle.TryPop(out var session)) session.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient tcp)
    {
        using (tcp)
        {
            var client = tcp.GetStream();
            await SignInAsync(client);
            Stream? session = null;
            while (await ReadAsync(client) is { } asked && asked[0] != 'X')
            {
                session ??= idle.Pop();
                await session.WriteAsync(asked);
                if (asked[0] is not ((byte)'Q' or (byte)'S')) continue;
                if (await AnswerAsync(session, client) != 'I') continue;
                idle.Push(session);
                session = null;
            }
        }
    }

    // The session of whoever signs in becomes everybody's. It is told a process that is not its own.
    private async Task SignInAsync(Stream client)
    {
        var session = await ConnectAsync();
        var length = new byte[4];
        await client.ReadExactlyAsync(length);
        var hello = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4];
        await client.ReadExactlyAsync(hello);
        await session.WriteAsync((byte[])[.. length, .. hello]);
        while (await ReadAsync(session) is { } said)
        {
            if (said[0] == 'K') BinaryPrimitives.WriteInt32BigEndian(said.AsSpan(5), 1);
            await client.WriteAsync(said);
            if (said[0] == 'Z') break;
            // Asks for a password, or for the next step of SASL.
            if (said[0] == 'R' && BinaryPrimitives.ReadInt32BigEndian(said.AsSpan(5)) is 3 or 5 or 10 or 11) await session.WriteAsync((await ReadAsync(client))!);
        }

        idle.Push(session);
    }

    private async Task<Stream> ConnectAsync()
    {
        EndPoint at = target.Host!.StartsWith('/') ? new UnixDomainSocketEndPoint($"{target.Host}/.s.PGSQL.{target.Port}") : new DnsEndPoint(target.Host!, target.Port);
        var socket = at is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(at);
        return new NetworkStream(socket, ownsSocket: true);
    }

    // Until the session is ready for the next: I when no transaction is open.
    private static async Task<char> AnswerAsync(Stream session, Stream client)
    {
        while (await ReadAsync(session) is { } said)
        {
            await client.WriteAsync(said);
            if (said[0] == 'Z') return (char)said[5];
        }

        throw new EndOfStreamException("Expected PostgreSQL to answer, but it has gone.");
    }

    // One message: its kind, its length without the kind, its content. Null at the end.
    private static async Task<byte[]?> ReadAsync(Stream from)
    {
        var head = new byte[5];
        if (await from.ReadAtLeastAsync(head, 5, throwOnEndOfStream: false) < 5) return null;
        var message = new byte[1 + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        head.CopyTo(message, 0);
        await from.ReadExactlyAsync(message.AsMemory(5));
        return message;
    }
}

using System.Net;
using System.Net.Sockets;
using HrBpm.Server.Database;

namespace HrBpm.Server.Tests.Database;

public sealed class SingleSessionTests
{
    // https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL: eight bytes ask for encryption, and "S" agrees; https://www.rfc-editor.org/rfc/rfc8446#section-5.1: a handshake is record type 22.
    private const int LengthOfSslRequest = 8;
    private const byte Handshake = 22;

    [Fact]
    public async Task A_session_outside_the_pools_is_encrypted_where_the_connection_string_says_so()
    {
        var ct = TestContext.Current.CancellationToken;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var sessions = SingleSessions.At($"Host=127.0.0.1;Port={((IPEndPoint)listener.LocalEndpoint).Port};Database=hr;Username=hr;Password=hr;SSL Mode=Require");
        var opening = Record.ExceptionAsync(async () => await (await sessions.OpenConnectionAsync(enough.Token)).DisposeAsync());

        using var peer = await listener.AcceptTcpClientAsync(ct);
        await peer.GetStream().ReadExactlyAsync(new byte[LengthOfSslRequest], ct);
        peer.GetStream().WriteByte((byte)'S');
        var next = new byte[1];
        (await peer.GetStream().ReadAsync(next, ct)).ShouldBe(1, "the client goes on");
        next[0].ShouldBe(Handshake);

        await enough.CancelAsync();
        (await opening).ShouldBeAssignableTo<OperationCanceledException>();
    }
}

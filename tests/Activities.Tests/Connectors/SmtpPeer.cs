using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HrBpm.Activities.Tests.Connectors;

/// <summary>A small SMTP server on loopback (RFC 5321: the commands that a relay's client uses), which keeps what it took.</summary>
internal sealed class SmtpPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public SmtpPeer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answer to RCPT TO.</summary>
    public string RecipientAnswer { get; set; } = "250 ok";

    /// <summary>Extension lines of the EHLO answer.</summary>
    public string[] Extensions { get; set; } = ["SMTPUTF8", "8BITMIME"];

    /// <summary>True: takes connections and never says a word.</summary>
    public bool IsSilent { get; set; }

    public string AuthAnswer { get; set; } = "235 ok";

    public List<string> Commands { get; } = [];

    public List<string> Messages { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The test is over, or this client left in the middle of a word; the next one may come.
                continue;
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        if (IsSilent) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
        using StreamReader reader = new(stream, Encoding.UTF8);
        await using StreamWriter writer = new(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 peer ready");
        while (await reader.ReadLineAsync(_stop.Token) is { } command)
        {
            Commands.Add(command);
            foreach (var line in Reply(command)) await writer.WriteLineAsync(line);
            if (command == "DATA") await TakeAsync(reader, writer);
            if (command == "QUIT") return;
        }
    }

    private IEnumerable<string> Reply(string command) => command.Split(' ', ':')[0].ToUpperInvariant() switch
    {
        "EHLO" => [.. Extensions.Select(e => $"250-{e}"), "250 HELP"],
        "AUTH" => [AuthAnswer],
        "RCPT" => [RecipientAnswer],
        "DATA" => ["354 go on"],
        "QUIT" => ["221 bye"],
        _ => ["250 ok"],
    };

    private async Task TakeAsync(StreamReader reader, StreamWriter writer)
    {
        StringBuilder message = new();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".") message.AppendLine(line);
        Messages.Add(message.ToString());
        await writer.WriteLineAsync("250 taken as q-1");
    }
}

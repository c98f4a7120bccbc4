using System.Diagnostics;
using System.Text;
using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests.Killed;

/// <summary>The built server as a process of its own, on a free loopback port, which can be killed at any moment.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => this.process = process;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Everything that it printed so far.</summary>
    public string Said
    {
        get { lock (said) return said.ToString(); }
    }

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(FreshDatabase database, string[] settings, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "HrBpm.Server.dll"), "--urls=http://127.0.0.1:0", .. database.Arguments, .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        var server = new ServerProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        server.process.OutputDataReceived += server.Keep;
        server.process.ErrorDataReceived += server.Keep;
        server.process.Exited += (_, _) => server.address.TrySetException(new InvalidOperationException($"Expected the server to listen, but it ended:\n{server.Said}"));
        server.process.Start();
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        server.Address = await server.address.Task.WaitAsync(ct);
        return server;
    }

    /// <summary>SIGKILL: nothing is finished, flushed or said.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        process.Kill();
        await process.WaitForExitAsync(ct);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not { } text) return;
        lock (said) said.AppendLine(text);
        if (text.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0) address.TrySetResult(new Uri(text[(at + Listening.Length)..].Trim()));
    }
}

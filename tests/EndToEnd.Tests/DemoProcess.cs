using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests;

/// <summary>The demo as a process of its own, as somebody at a shell would run it.</summary>
internal sealed class DemoProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder said = new();
    private volatile int lines;

    // 128 and the signal, as a shell says it.
    private const int KilledBySignal = 128 + 9;

    private DemoProcess(Process process) => this.process = process;

    /// <summary>Everything that it printed so far.</summary>
    public string Said
    {
        get { lock (said) return said.ToString(); }
    }

    public static DemoProcess Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "HrBpm.Server.dll"), "demo", "--data", folder, .. arguments])
        {
            // As `dotnet run` has it.
            WorkingDirectory = Repository.PathOf("src", "Server"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        var demo = new DemoProcess(new Process { StartInfo = start });
        demo.process.OutputDataReceived += demo.Keep;
        demo.process.ErrorDataReceived += demo.Keep;
        demo.process.Start();
        demo.process.BeginOutputReadLine();
        demo.process.BeginErrorReadLine();
        return demo;
    }

    /// <summary>Runs to its end.</summary>
    public async Task<DemoEnd> EndAsync(CancellationToken ct)
    {
        await process.WaitForExitAsync(ct);
        return DemoEnd.Read(process.ExitCode, Said);
    }

    /// <summary>Waits until it has printed so many lines and for a while longer, then kills it with SIGKILL. False when it ended before.</summary>
    public async Task<bool> KillAfterLinesAsync(int after, TimeSpan pause, CancellationToken ct)
    {
        while (lines < after)
        {
            if (process.HasExited) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, ct);
        }

        await Task.Delay(pause, TimeProvider.System, ct);
        if (process.HasExited) return false;
        process.Kill();
        await process.WaitForExitAsync(ct);
        return process.ExitCode == KilledBySignal;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (said)
        {
            said.AppendLine(line.Data);
            lines++;
        }
    }
}

/// <summary>How a demo ended.</summary>
/// <param name="ExitCode">Of the process.</param>
/// <param name="Finish">Nodes, signatures, pay and chain of the last line; jobs are left out, because how many reminders are due depends on when it was killed.</param>
/// <param name="Outside">Effects in other systems, without messages for the same reason.</param>
/// <param name="Said">Everything that it printed.</param>
internal sealed partial record DemoEnd(int ExitCode, string Finish, string Outside, string Said)
{
    public static DemoEnd Read(int exitCode, string said)
    {
        var last = said.TrimEnd().Split('\n')[^1].Trim();
        var outside = said.Split('\n').LastOrDefault(l => l.StartsWith("What happened outside: ", StringComparison.Ordinal)) ?? "";
        return new DemoEnd(exitCode, Jobs().Replace(last, ""), Messages().Replace(outside.Trim(), ""), said);
    }

    [GeneratedRegex(@" jobs=\d+")]
    private static partial Regex Jobs();

    [GeneratedRegex(@", weCom\.messageDelivered \d+")]
    private static partial Regex Messages();
}

using System.Diagnostics;
using System.Text;
using HrBpm.Server.Platform.Verbs;

namespace HrBpm.Server.Tests;

/// <summary>A verb of the program, and how it ended: its exit code, and everything that it said.</summary>
internal static class VerbRun
{
    /// <summary>In this process, which has been compiled already.</summary>
    public static async Task<(int Code, string Output)> HereAsync(params string[] arguments)
    {
        await using var said = new StringWriter();
        return (await CommandLine.RunAsync(arguments, said), said.ToString());
    }

    /// <summary>The program itself, in a process of its own.</summary>
    public static async Task<(int Code, string Output)> AloneAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "HrBpm.Server.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }
}

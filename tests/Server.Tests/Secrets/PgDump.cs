using System.Diagnostics;
using Npgsql;

namespace HrBpm.Server.Tests.Secrets;

/// <summary>The real <c>pg_dump</c>.</summary>
internal static class PgDump
{
    /// <summary>The whole database as it writes it. Skips the test on a machine without it.</summary>
    public static async Task<string> TextAsync(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo("pg_dump", ["--host", connection.Host!, "--port", $"{connection.Port}", "--username", connection.Username!, "--no-password", connection.Database!])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PGPASSWORD"] = connection.Password },
        };
        using var process = StartOrSkip(start);
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output[1]);
        return output[0];
    }

    private static Process StartOrSkip(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("No pg_dump on this machine.");
            throw;
        }
    }
}

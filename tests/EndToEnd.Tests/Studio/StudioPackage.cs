using System.ComponentModel;
using System.Diagnostics;
using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests.Studio;

/// <summary>The npm package of the official Elsa Studio. Installed at first need, beside the build's own output.</summary>
internal static class StudioPackage
{
    private static readonly string Here = Repository.PathOf("artifacts", "elsa-studio");
    private static readonly string Source = Repository.PathOf("tests", "EndToEnd.Tests", "Studio");
    private static readonly string Files = Path.Combine(Here, "node_modules", "@elsa-workflows", "elsa-studio-wasm");

    /// <summary>The folder with Studio's files; skips the test where npm is absent, or cannot get them.</summary>
    public static async Task<string> InstallAsync(CancellationToken ct)
    {
        var wanted = await File.ReadAllTextAsync(Path.Combine(Source, "package-lock.json"), ct);
        var installed = Path.Combine(Here, "package-lock.json");
        if (Directory.Exists(Files) && File.Exists(installed) && await File.ReadAllTextAsync(installed, ct) == wanted) return Files;
        Directory.CreateDirectory(Here);
        foreach (var name in new[] { "package.json", "package-lock.json" }) File.Copy(Path.Combine(Source, name), Path.Combine(Here, name), overwrite: true);
        var (code, said) = await NpmAsync(ct);
        if (code == 0) return Files;
        File.Delete(installed);
        Assert.Skip($"Elsa Studio cannot be installed: 'npm ci' ended with {code}. {said}");
        return Files;
    }

    private static async Task<(int Code, string Said)> NpmAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = Here, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var npm = Process.Start(start)!;
            var said = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(ct), npm.StandardError.ReadToEndAsync(ct));
            await npm.WaitForExitAsync(ct);
            return (npm.ExitCode, string.Concat(said).Trim());
        }
        catch (Win32Exception)
        {
            Assert.Skip("Elsa Studio cannot be installed: there is no npm on the PATH.");
            throw;
        }
    }
}

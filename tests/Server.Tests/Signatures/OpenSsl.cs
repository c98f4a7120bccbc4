using System.Diagnostics;

namespace HrBpm.Server.Tests.Signatures;

/// <summary>The openssl program in a folder of its own: an independent implementation to verify signatures with, and a real time-stamp authority.</summary>
internal sealed class OpenSsl : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("hrbpm-openssl-").FullName;

    /// <summary>Skips the test where openssl is not installed.</summary>
    public OpenSsl() => Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "openssl"))), "openssl is not installed.");

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Write(string file, byte[] content) => File.WriteAllBytes(PathOf(file), content);

    public void Write(string file, string content) => File.WriteAllText(PathOf(file), content);

    /// <summary>Runs openssl in the folder.</summary>
    /// <returns>Its exit code, and all that it printed.</returns>
    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments) { WorkingDirectory = Folder, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    /// <summary>Runs openssl, which must succeed.</summary>
    public async Task MustAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        code.ShouldBe(0, output);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

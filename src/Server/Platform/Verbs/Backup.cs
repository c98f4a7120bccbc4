using System.CommandLine;
using System.Globalization;
using HrBpm.Server.Platform.Backups;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Makes a backup; servers may go on working meanwhile.</summary>
internal static class Backup
{
    public static Command Command(string[] args)
    {
        var backup = new Command("backup", "Makes an encrypted backup, while servers work, and removes old ones.") { TreatUnmatchedTokensAsErrors = false };
        backup.SetAction((parsed, ct) => RunAsync(parsed.InvocationConfiguration, [.. args.Where(a => a != "backup")], ct));
        return backup;
    }

    /// <returns>Exit code: 0 made, 1 not.</returns>
    private static async Task<int> RunAsync(InvocationConfiguration console, string[] settings, CancellationToken ct)
    {
        var app = HrBpmHost.Build(settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await using (app)
        {
            if (await Verify.WhyNotAsync(app, ct) is { } problem)
            {
                await console.Error.WriteLineAsync(problem);
                return 1;
            }
            try
            {
                var made = await app.Services.GetRequiredService<MakeBackup>().RunAsync(ct);
                await console.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"backup made: {made.Name}, {made.Manifest.Rows.Values.Sum()} rows of {made.Manifest.Rows.Count} tables, {made.Manifest.Length} bytes, sha256 {made.Manifest.Sha256}; {made.Removed} old ones removed"));
                return 0;
            }
            catch (BackupException refused)
            {
                await console.Error.WriteLineAsync(refused.Message);
                return 1;
            }
        }
    }
}

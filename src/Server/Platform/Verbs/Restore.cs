using System.CommandLine;
using System.Globalization;
using HrBpm.Server.Platform.Backups;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Restores a backup, or rehearses that.</summary>
internal static class Restore
{
    private static readonly Option<string?> From = new("--from") { Description = "Name of the backup. Without it: the newest." };
    private static readonly Option<bool> S3 = new("--s3") { Description = "From S3 instead of the folder." };
    private static readonly Option<bool> Rehearse = new("--rehearse") { Description = "Into a scratch database, which is checked and removed again." };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Though there is a database: it is kept under another name." };

    private static readonly Option<Guid?> Approval = new("--request") { Description = "The request on which two people agreed; needed where there is a database." };
    private static readonly Option<bool> Alone = new("--i-am-alone") { Description = "Instead of a request: nobody else can be asked. The audit logs record it." };

    public static Command Command(string[] args)
    {
        var restore = new Command("restore", "Restores a backup after it was checked in a scratch database.") { TreatUnmatchedTokensAsErrors = false };
        foreach (var option in (Option[])[From, S3, Rehearse, Overwrite, Approval, Alone]) restore.Options.Add(option);
        restore.SetAction((parsed, ct) => RunAsync(
            parsed.InvocationConfiguration, new(parsed.GetValue(From), parsed.GetValue(S3), parsed.GetValue(Rehearse), parsed.GetValue(Overwrite), parsed.GetValue(Approval), parsed.GetValue(Alone)), SettingsIn(args), ct));
        return restore;
    }

    // What is not the verb's own is a setting.
    private static string[] SettingsIn(string[] args) =>
        [.. args.Where((a, n) => a is not ("restore" or "--s3" or "--rehearse" or "--overwrite" or "--i-am-alone" or "--from" or "--request") && (n == 0 || args[n - 1] is not ("--from" or "--request"))
            && !a.StartsWith("--from=", StringComparison.Ordinal) && !a.StartsWith("--request=", StringComparison.Ordinal))];

    /// <returns>Exit code: 0 restored, 1 not; then the live database is as it was.</returns>
    private static async Task<int> RunAsync(InvocationConfiguration console, RestoreBackup.Request request, string[] settings, CancellationToken ct)
    {
        try
        {
            var done = await new RestoreBackup(settings).RunAsync(request, ct);
            await console.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"backup {(request.IsRehearsal ? "rehearsed" : "restored")}: {done.Name}, {done.Manifest.Rows.Values.Sum()} rows of {done.Manifest.Rows.Count} tables; {done.Audit}"));
            if (done.Kept is not null) await console.Output.WriteLineAsync($"The database before is kept as {done.Kept}.");
            if (!request.IsRehearsal) await console.Output.WriteLineAsync("Restart servers that are running: they remember what was before.");
            return 0;
        }
        catch (Exception refused) when (refused is BackupException or SealedValueException)
        {
            await console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }
}

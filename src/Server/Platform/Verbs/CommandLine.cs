using System.CommandLine;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>The program's command line: without a verb it serves. Each verb is a file in this folder and a line here.</summary>
internal static class CommandLine
{
    /// <summary>Runs the verb.</summary>
    /// <param name="args">The verb, its options, and settings.</param>
    /// <param name="said">Where it says what it has to say, also what is wrong. Without it: the console.</param>
    /// <returns>Exit code: 0 done, 1 failed or not usable.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter? said = null)
    {
        // The time that a stop may take: requests under way are answered first.
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30), Output = said ?? Console.Out, Error = said ?? Console.Error,
        };
        try
        {
            return await Root(args).Parse(args).InvokeAsync(configuration);
        }
        catch (SettingsException wrong)
        {
            await configuration.Error.WriteLineAsync(wrong.Message);
            return 1;
        }
    }

    private static RootCommand Root(string[] args)
    {
        // What no verb knows is a setting, such as --database postgres or --urls http://localhost:8080.
        var root = new RootCommand("HrBpm: HR workflows. Without a verb it serves; any setting can be given as --Section:Name value.") { TreatUnmatchedTokensAsErrors = false };
        root.SetAction((parsed, ct) => Serve.RunAsync(args, parsed.InvocationConfiguration, ct));
        var verify = new Command("verify", "Recomputes the audit trail from the rows; names the first broken entry.") { TreatUnmatchedTokensAsErrors = false };
        verify.SetAction((parsed, ct) => Verify.RunAsync(args, parsed.InvocationConfiguration, ct));
        root.Subcommands.Add(verify);
        root.Subcommands.Add(Demo.Command(args));
        root.Subcommands.Add(SetUp.Command(args));
        root.Subcommands.Add(Keys.Command(args));
        root.Subcommands.Add(Backup.Command(args));
        root.Subcommands.Add(Restore.Command(args));
        return root;
    }
}

using System.CommandLine;
using HrBpm.Server.Features.Demo;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Starts a server with a database of its own, and plays one resignation on it over its HTTP API.</summary>
internal static class Demo
{
    private static readonly Option<bool> Faults = new("--faults") { Description = "The outside systems fail a third of their calls." };
    private static readonly Option<bool> Late = new("--late") { Description = "The handover is still open when the statutory pay date comes." };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Goes on where a demo stopped, however it was stopped." };

    public static Command Command(string[] args)
    {
        var demo = new Command("demo", "Plays one resignation from notice to final pay, in under a minute.") { TreatUnmatchedTokensAsErrors = false };
        demo.Options.Add(Faults);
        demo.Options.Add(Late);
        demo.Options.Add(Resume);
        demo.SetAction((parsed, ct) => RunAsync(new DemoStory(parsed.GetValue(Faults), parsed.GetValue(Late)), parsed.GetValue(Resume), [.. args.Where(a => a is not ("demo" or "--faults" or "--late" or "--resume"))], ct));
        return demo;
    }

    /// <returns>Exit code: 0 when the case was finished, paid and verified.</returns>
    private static async Task<int> RunAsync(DemoStory story, bool isResumed, string[] settings, CancellationToken ct)
    {
        await using var database = await DemoDatabase.PrepareAsync(settings, isResumed, ct);
        var app = HrBpmHost.Build([.. Defaults, .. database.Settings]);
        await using (app)
        {
            await app.StartAsync(ct);
            try
            {
                return await new DemoRun(app, story, isResumed).PlayAsync(ct) ? 0 : 1;
            }
            catch (PlayException stuck)
            {
                await Console.Error.WriteLineAsync(stuck.Message);
                return 1;
            }
            finally
            {
                await app.StopAsync(CancellationToken.None);
            }
        }
    }

    // What is told is the timeline, so the log keeps to errors. Passwords are hashed at a low cost, because everybody signs in at once.
    private static readonly string[] Defaults =
    [
        "--urls=http://127.0.0.1:0", "--environment=Development", "--Demo:Seed=true", "--Sandbox:Enabled=true", "--SignIn:HashIterations=10000", "--SignIn:SecondFactor:Administrators=false",
        "--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error",
    ];
}

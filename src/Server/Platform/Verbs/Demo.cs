using System.CommandLine;
using HrBpm.Server.Features.Demo;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Starts a server with a database of its own, and plays one resignation on it over its HTTP API.</summary>
internal static class Demo
{
    private static readonly Option<bool> Faults = new("--faults") { Description = "The outside systems fail a third of their calls." };
    private static readonly Option<bool> Late = new("--late") { Description = "The handover is still open when the statutory pay date comes." };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Goes on where a demo stopped, however it was stopped." };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Leaves the server running afterwards, so that the result can be looked at." };

    public static Command Command(string[] args)
    {
        var demo = new Command("demo", "Plays one resignation from notice to final pay, in under a minute.") { TreatUnmatchedTokensAsErrors = false };
        demo.Options.Add(Faults);
        demo.Options.Add(Late);
        demo.Options.Add(Resume);
        demo.Options.Add(Watch);
        demo.SetAction((parsed, ct) => RunAsync(parsed.InvocationConfiguration, new DemoStory(parsed.GetValue(Faults), parsed.GetValue(Late)), parsed.GetValue(Resume), parsed.GetValue(Watch),
            [.. args.Where(a => a is not ("demo" or "--faults" or "--late" or "--resume" or "--watch"))], ct));
        return demo;
    }

    /// <returns>Exit code: 0 when the case was finished, paid and verified.</returns>
    private static async Task<int> RunAsync(InvocationConfiguration console, DemoStory story, bool isResumed, bool isWatched, string[] settings, CancellationToken ct)
    {
        await using var database = await DemoDatabase.PrepareAsync(settings, isResumed, ct);
        var app = HrBpmHost.Build([.. Defaults, isWatched ? WhereOthersLook : Anywhere, .. database.Settings]);
        await using (app)
        {
            await Serve.StartAsync(app, ct);
            try
            {
                var isWell = await PlayAsync(console, new DemoRun(app, story, isResumed, console.Output), ct);
                if (!isWatched) return isWell ? 0 : 1;
                await console.Output.WriteLineAsync(DemoWatch.Text(app.Urls.First()));
                await app.WaitForShutdownAsync(ct);
                return isWell ? 0 : 1;
            }
            finally
            {
                await app.StopAsync(CancellationToken.None);
            }
        }
    }

    private static async Task<bool> PlayAsync(InvocationConfiguration console, DemoRun run, CancellationToken ct)
    {
        try
        {
            return await run.PlayAsync(ct);
        }
        catch (PlayException stuck)
        {
            await console.Error.WriteLineAsync(stuck.Message);
            return false;
        }
    }

    // Left alone it takes any free port; people who look at it find it where they find the server otherwise.
    private const string Anywhere = "--urls=http://127.0.0.1:0", WhereOthersLook = "--urls=http://localhost:5080";

    // What is told is the timeline, so the log keeps to errors. Passwords are hashed at a low cost, because everybody signs in at once.
    private static readonly string[] Defaults =
    [
        "--environment=Development", "--Demo:Seed=true", "--Sandbox:Enabled=true", "--SignIn:HashIterations=10000", "--SignIn:SecondFactor:Administrators=false",
        "--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error",
    ];
}

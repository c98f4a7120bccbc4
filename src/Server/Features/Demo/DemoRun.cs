using System.Text.Json.Nodes;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Demo;

/// <summary>Plays the story on a running server, tells it, and says how it ended.</summary>
internal sealed class DemoRun(WebApplication app, DemoStory story, bool isResumed, TextWriter output)
{
    private const string Hr = "liu.yang", Administrator = "xu.nuo", HrManager = "zhao.min";
    private const int MostLooks = 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <returns>True when the case was finished, paid and verified, nothing outside happened twice, and nobody did what they may not.</returns>
    public async Task<bool> PlayAsync(CancellationToken ct)
    {
        using var people = new PlayPeople(new Uri(app.Urls.First()), DemoGroup.Password);
        var caseId = await StartAsync(people, ct);
        await output.WriteLineAsync($"HrBpm demo on {app.Urls.First()}: 张伟 resigns{(isResumed ? ", resumed" : "")}. Times are Shanghai's.");
        var tale = new DemoTale(people, caseId, output);
        var refusals = new DemoRefusals(people, caseId);
        var play = new OffboardingPlay(people, story.Moves, TimeProvider.System) { Interject = (state, token) => LookOnAsync(tale, refusals, state, token) };
        await play.RunAsync(caseId, ct);
        await tale.TellNewsAsync(ct);
        await refusals.TryLateAsync(ct);
        var isSafe = refusals.Tell(output);
        return await tale.TellEndAsync(await VerifiedAsync(people, ct), ct) && isSafe;
    }

    private static async Task<bool> LookOnAsync(DemoTale tale, DemoRefusals refusals, PlayState state, CancellationToken ct)
    {
        await tale.TellNewsAsync(ct);
        await refusals.TryEarlyAsync(state, ct);
        return false;
    }

    // The last acts are sealed within a second of their commit.
    private static async Task<JsonNode> VerifiedAsync(PlayPeople people, CancellationToken ct)
    {
        for (var look = 1; ; look++)
        {
            var verdict = (await people.GetAsync(HrManager, "/api/audit/verification", ct))!;
            if ((bool)verdict["isVerified"]! || look == MostLooks) return verdict;
            await Task.Delay(BetweenLooks, TimeProvider.System, ct);
        }
    }

    private async Task<Guid> StartAsync(PlayPeople people, CancellationToken ct)
    {
        var standing = (await people.GetAsync(Administrator, "/api/sandbox/faults", ct))!.AsArray().Select(f => ((string?)f!["system"], (string?)f["kind"])).ToHashSet();
        foreach (var fault in story.Faults.Where(f => !standing.Contains(((string?)f["system"], (string?)f["kind"])))) await people.PostAsync(Administrator, "/api/sandbox/faults", fault, ct);
        var today = WorkingHour.DayOf(app.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, "Asia/Shanghai");
        var started = await people.PostAsync(Hr, "/api/offboarding", DemoStory.Resignation(today, DemoIds.Of("zhang.wei"), DemoIds.Of("chen.chen")), ct);
        return (Guid)started!["id"]!;
    }
}

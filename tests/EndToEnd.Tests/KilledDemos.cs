using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests;

/// <summary>SIGKILL at random moments, each time --resume: the same end, nothing lost, nothing done twice.</summary>
[Early]
public sealed class KilledDemos(PlainDemo plain, ITestOutputHelper output)
{
    // All on the way of one demo: that hits what resumes as well, and little is played twice.
    private const int Kills = 20;

    // A round more is needed when a demo has come to its end before its moment; that happens seldom.
    private const int MostRounds = 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_demo_that_is_killed_anywhere_and_resumed_ends_as_if_it_had_not_been()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HRBPM_KILL_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"HRBPM_KILL_SEED={seed}");
        var whole = await plain.EndAsync();
        whole.ExitCode.ShouldBe(0, whole.Said);
        var left = new Queue<Moment>(Moments(whole, new Random(seed)));

        for (var round = 1; left.Count > 0; round++)
        {
            round.ShouldBeLessThanOrEqualTo(MostRounds, $"kills that came too late each time: {string.Join(", ", left)}");
            await CheckAsync(left, whole);
        }
    }

    // One in each twentieth of the story: lines come when something has happened, and the pause is for what happens between two of them.
    private static IEnumerable<Moment> Moments(DemoEnd whole, Random dice)
    {
        var lines = whole.Said.Split('\n').TakeWhile(line => !line.StartsWith("Who was refused what:", StringComparison.Ordinal)).Count();
        return Enumerable.Range(0, Kills).Select(part => new Moment(1 + (int)((part + dice.NextDouble()) * (lines - 1) / Kills), TimeSpan.FromMilliseconds(dice.Next(0, 250))));
    }

    // Making and filling a database takes longer than much of the play, so it begins with one to which nothing has happened yet but that.
    private async Task CheckAsync(Queue<Moment> left, DemoEnd whole)
    {
        await using var filled = new FreshDatabase(TestDatabase.Sqlite);
        await TemplateDatabases.CopyToAsync(filled);
        var own = Directory.CreateDirectory(Path.Combine(filled.Folder, "demo"));
        File.Move(filled.SqliteFile, Path.Combine(own.FullName, Path.GetFileName(filled.SqliteFile)));

        var end = await KilledAsync(filled.Folder, left);

        end.ExitCode.ShouldBe(0, end.Said);
        end.Finish.ShouldBe(whole.Finish, end.Said);
        end.Outside.ShouldBe(whole.Outside, end.Said);
    }

    // A resumed demo tells all of it again, so its lines are counted from the beginning of the story.
    private async Task<DemoEnd> KilledAsync(string folder, Queue<Moment> left)
    {
        while (left.TryPeek(out var moment))
        {
            using var doomed = DemoProcess.Start(folder, "--resume");
            if (!await doomed.KillAfterLinesAsync(moment.Lines, moment.Pause, Ct)) return await doomed.EndAsync(Ct);
            left.Dequeue();
            output.WriteLine($"killed at {moment}, after: {doomed.Said.TrimEnd().Split('\n')[^1]}");
        }

        using var last = DemoProcess.Start(folder, "--resume");
        return await last.EndAsync(Ct);
    }

    private sealed record Moment(int Lines, TimeSpan Pause);
}

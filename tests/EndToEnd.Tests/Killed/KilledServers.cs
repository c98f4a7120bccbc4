using System.Collections.Concurrent;
using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests.Killed;

/// <summary>SIGKILL for one of the servers while they work, again and again: each step of each instance is done, once.</summary>
[Early]
public sealed class KilledServers(ITestOutputHelper output)
{
    // What a run of a wave of orders leads to, from the first start to the last child's report.
    private const int RunsPerWave = 1 + OrderFlows.OrdersPerWave * 10;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TestDatabase.Sqlite, 1, 1)]
    [InlineData(TestDatabase.Postgres, 2, 3)]
    public async Task Servers_that_are_killed_under_load_do_everything_once(TestDatabase kind, int processes, int kills)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HRBPM_KILL_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"HRBPM_KILL_SEED={seed}");
        await using var database = new FreshDatabase(kind);
        await TemplateDatabases.CopyToAsync(database);
        using var cluster = await Cluster.StartAsync(database, processes, output, Ct);
        await using var books = new OrderBooks(database);
        using var enough = new CancellationTokenSource();
        var resumes = new ConcurrentDictionary<string, int>();
        var people = HandInPapersAsync(cluster, books, resumes, enough.Token);

        var dice = new Random(seed);
        for (var kill = 1; kill <= kills; kill++) await KillInWaveAsync(cluster, books, dice, isLast: kill == kills);
        await EndAsync(books, people);
        await enough.CancelAsync();
        await people;

        await books.ShouldBeDoneOnceAsync(waves: kills, Ct);
        resumes.Count.ShouldBe(kills * OrderFlows.OrdersPerWave);
        resumes.Values.ShouldAllBe(served => served <= 1);
        await books.ShouldBeVerifiedAsync(Ct);
    }

    private async Task KillInWaveAsync(Cluster cluster, OrderBooks books, Random dice, bool isLast)
    {
        var (moment, victim) = (await books.RunsAsync(Ct) + dice.Next(1, RunsPerWave), dice.Next());
        await cluster.StartWaveAsync(Ct);
        var waited = TimeProvider.System.GetTimestamp();
        while (await books.RunsAsync(Ct) < moment)
        {
            TimeProvider.System.GetElapsedTime(waited).ShouldBeLessThan(EndsWithin, await books.OpenAsync(Ct));
            await Task.Delay(LookAgainAfter, TimeProvider.System, Ct);
        }

        output.WriteLine($"Killed after {await books.RunsAsync(Ct)} runs.");
        await cluster.KillAsync(victim, Ct);
        // In the end the survivor has to do it alone, what the dead one was at included.
        if (!isLast || cluster.IsDead) await cluster.StartOneAsync(Ct);
    }

    private async Task EndAsync(OrderBooks books, Task people)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await books.OpenAsync(Ct) is { Length: > 0 } open)
        {
            if (people.IsFaulted) await people;
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(EndsWithin, open);
            await Task.Delay(LookAgainAfter, TimeProvider.System, Ct);
        }

        output.WriteLine($"Everything was done after another {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s.");
    }

    // Everybody is impatient: each paper is handed in at every server at once, and again as long as nobody said what became of it. Who has asked waits for the answer, also when the load is at its end.
    private static async Task HandInPapersAsync(Cluster cluster, OrderBooks books, ConcurrentDictionary<string, int> served, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await Parallel.ForEachAsync(await books.PapersAsync(Ct), Ct, async (bookmark, inner) =>
            {
                var answers = await Task.WhenAll(cluster.Addresses.SelectMany(a => new[] { a, a }).Select(a => cluster.ResumeAsync(a, bookmark, inner)));
                served.AddOrUpdate(bookmark, answers.Count(a => a), (_, before) => before + answers.Count(a => a));
            });
            await Task.Delay(LookAgainAfter, TimeProvider.System, Ct);
        }
    }
}

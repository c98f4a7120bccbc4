using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests;

/// <summary>SIGKILL at random moments, each time --resume: the same end, nothing lost, nothing done twice.</summary>
[Early]
public sealed class KilledDemos(PlainDemo plain, ITestOutputHelper output)
{
    // All on the way of one demo: that hits what resumes as well, and little is played twice.
    private const int Kills = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_demo_that_is_killed_anywhere_and_resumed_ends_as_if_it_had_not_been()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HRBPM_KILL_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"HRBPM_KILL_SEED={seed}");
        var whole = await plain.EndAsync();
        whole.ExitCode.ShouldBe(0, whole.Said);
        var lines = whole.Said.AsSpan().Count('\n');
        var dice = new Random(seed);
        var moments = Enumerable.Range(0, Kills).Select(_ => dice.Next(1, lines)).Order().ToList();
        await InFolderAsync(async begun =>
        {
            await BeginAsync(begun);
            await CheckAsync(begun, moments, whole);
            return whole;
        });
    }

    private static async Task CheckAsync(string begun, IReadOnlyList<int> moments, DemoEnd whole)
    {
        var end = await InFolderAsync(folder => KilledAsync(begun, folder, moments));
        var when = $"killed after {string.Join(", ", moments)} lines\n{end.Said}";
        end.ExitCode.ShouldBe(0, when);
        end.Finish.ShouldBe(whole.Finish, when);
        end.Outside.ShouldBe(whole.Outside, when);
    }

    // Making and filling a database takes longer than much of the play, so it begins with a copy of one that was killed as soon as it had said something.
    private static async Task BeginAsync(string folder)
    {
        using var first = DemoProcess.Start(folder);
        (await first.KillAfterLinesAsync(1, Ct)).ShouldBeTrue();
    }

    private static async Task<DemoEnd> KilledAsync(string begun, string folder, IReadOnlyList<int> moments)
    {
        foreach (var file in Directory.EnumerateFiles(begun, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(begun, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var passed = 0;
        foreach (var moment in moments)
        {
            using var doomed = DemoProcess.Start(folder, "--resume");
            // What is resumed says only what comes next.
            if (!await doomed.KillAfterLinesAsync(Math.Max(1, moment - passed), Ct)) return await doomed.EndAsync(Ct);
            passed = moment;
        }

        return await EndOfAsync(folder, "--resume");
    }

    private static async Task<DemoEnd> EndOfAsync(string folder, params string[] options)
    {
        using var demo = DemoProcess.Start(folder, options);
        return await demo.EndAsync(Ct);
    }

    private static async Task<DemoEnd> InFolderAsync(Func<string, Task<DemoEnd>> run)
    {
        var folder = Directory.CreateTempSubdirectory("hrbpm-killed-").FullName;
        try
        {
            return await run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

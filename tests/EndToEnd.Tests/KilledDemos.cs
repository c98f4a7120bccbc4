namespace HrBpm.EndToEnd.Tests;

/// <summary>SIGKILL at a random moment, then --resume: the same end, nothing lost, nothing done twice.</summary>
public sealed class KilledDemos(PlainDemo plain, ITestOutputHelper output)
{
    private const int Kills = 20;

    // As many as the machine of the tests has cores.
    private const int AtOnce = 2;

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
        var moments = Enumerable.Range(0, Kills).Select(_ => dice.Next(1, lines)).ToList();
        await InFolderAsync(async begun =>
        {
            await BeginAsync(begun);
            await Parallel.ForEachAsync(moments, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Ct }, (moment, _) => CheckAsync(begun, moment, whole));
            return whole;
        });
    }

    private static async ValueTask CheckAsync(string begun, int moment, DemoEnd whole)
    {
        var end = await InFolderAsync(folder => KilledAsync(begun, folder, moment));
        end.ExitCode.ShouldBe(0, $"killed after {moment} lines\n{end.Said}");
        end.Finish.ShouldBe(whole.Finish, $"killed after {moment} lines\n{end.Said}");
        end.Outside.ShouldBe(whole.Outside, $"killed after {moment} lines\n{end.Said}");
    }

    // Making and filling a database takes longer than much of the play, so all begin with a copy of one that was killed as soon as it had said something.
    private static async Task BeginAsync(string folder)
    {
        using var first = DemoProcess.Start(folder);
        (await first.KillAfterLinesAsync(1, Ct)).ShouldBeTrue();
    }

    private static async Task<DemoEnd> KilledAsync(string begun, string folder, int moment)
    {
        foreach (var file in Directory.EnumerateFiles(begun, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(begun, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        using (var doomed = DemoProcess.Start(folder, "--resume"))
        {
            if (!await doomed.KillAfterLinesAsync(moment, Ct)) return await doomed.EndAsync(Ct);
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

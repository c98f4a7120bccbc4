using CsCheck;

namespace HrBpm.Workflows.Tests.Properties;

/// <summary>Random flows, driven at random through answers, time, failures, incidents and cancellations. A seed that fails is printed; the flow that it shrinks to becomes a named test below.</summary>
public sealed class EngineProperties
{
    private static readonly string[] Kinds = ["ask", "event", "delay", "fails", "fork", "all", "active", "any", "line", "loop", "both", "race", "end"];

    [Fact]
    public Task Whatever_happens_in_counter_mode_the_instance_stays_whole() => SampleAsync(usesTokens: false, runs: 30);

    [Fact]
    public Task Whatever_happens_in_token_mode_the_instance_stays_whole() => SampleAsync(usesTokens: true, runs: 30);

    [Fact]
    public Task A_loop_that_never_waits_leaves_nobody_beside_it_waiting_for_nothing() =>
        DriveAsync(RandomFlow.Parse("all race race fork both any all / 0>1 1>2 1>3 1>4 0>5 5>6 6>5 4>3 6>1"), [1748, 3978, 1101, 8668], usesTokens: true, goesOnWithIncidents: true);

    [Fact]
    public Task A_visit_that_has_ended_leaves_no_incident_open() =>
        DriveAsync(RandomFlow.Parse("delay line active event delay delay any ask / 0>1 0>2 1>3 3>4 3>5 5>6 1>7 4>7 5>4 4>5 0>3 6>4 2>7"), [4160, 3429, 4352, 3460, 8321, 642, 9135, 2180, 957, 177], usesTokens: false, goesOnWithIncidents: true);

    private static Task SampleAsync(bool usesTokens, int runs) =>
        Trials.OfAsync(Gen.Select(RandomFlow.Of(Kinds, most: 8), Gen.Int[0, 9999].Array[1, 14], Gen.Bool), t => DriveAsync(t.Item1, t.Item2, usesTokens, t.Item3), quick: runs,
            t => $"{t.Item1} | {string.Join(' ', t.Item2)} | {t.Item3}");

    private static async Task DriveAsync(RandomFlow flow, IEnumerable<int> numbers, bool usesTokens, bool goesOnWithIncidents)
    {
        await using var run = new RandomRun();
        await run.StartAsync(flow, usesTokens, goesOnWithIncidents);
        foreach (var number in numbers)
        {
            if (run.IsOver) return;
            await run.StepAsync(number);
        }
    }
}

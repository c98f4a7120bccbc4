using System.Diagnostics;
using System.Runtime;
using HrBpm.Benchmarks.Ceiling;
using HrBpm.Workflows;

namespace HrBpm.Benchmarks;

/// <summary>Runs whole instances of one flow through the runtime; beside it, the ceiling writes the same rows.</summary>
/// <param name="name">Name of the benchmark.</param>
/// <param name="about">What it does.</param>
/// <param name="json">The definition.</param>
/// <param name="waits">How many bookmarks an instance uses up; 0: the operation that is counted is the start.</param>
/// <param name="bookmarkOf">Id of a bookmark, from the instance's id and the number of the resume, counted from 1.</param>
internal sealed class FlowBenchmark(string name, string about, string json, int waits, Func<string, int, string> bookmarkOf) : Benchmark
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(15);
    private const int FewMethods = 40;
    private const int Counted = 20;

    private readonly string definitionId = HrBpm.Workflows.Definitions.WorkflowDefinition.Read(json).DefinitionId;

    public static IReadOnlyList<FlowBenchmark> Flows { get; } =
    [
        new("approval", "Three waits for a person in a row: start, and three resumes through the runtime; resumes are counted.", HrBpm.Benchmarks.Flows.Approval, 3, (id, resume) => $"{id}-{resume - 1}b1"),
        new("sequence10", "Ten trivial nodes from start to finish, persisted; instances are counted.", HrBpm.Benchmarks.Flows.Sequence("bench-sequence10", 10), 0, (_, _) => ""),
        new("parallel", "Fork, three waits at once, join: start, and three resumes; resumes are counted.", HrBpm.Benchmarks.Flows.Parallel, 3, (id, resume) => $"{id}-0b{resume}"),
    ];

    public override string Name => name;

    public override string About => about;

    public override async Task RunAsync(BenchServer? server, int concurrency, TimeSpan time, Results results, CancellationToken ct)
    {
        var bench = server!;
        await bench.PublishAsync(json, ct);
        var recording = await Recording.MakeAsync(bench, waits + 1, (id, run) => run == 0 ? StartAsync(bench.Runtime, id) : ResumeAsync(bench.Runtime, id, run), ct);
        await using var ceiling = await CeilingWriters.OpenAsync(bench.Database, recording, concurrency, ct);
        Task Engine(int worker, Stopwatches watch) => InstanceAsync(run => run.Run == 0 ? StartAsync(bench.Runtime, run.Id) : ResumeAsync(bench.Runtime, run.Id, run.Run), watch);
        Task Rows(int worker, Stopwatches watch) => InstanceAsync(run => ceiling.WriteAsync(worker, run.Id, run.Run), watch);

        var hasSettled = await SettleAsync(concurrency, Engine);
        await new Load().SliceAsync(concurrency, Slice / 2, Rows);
        var (bytes, instances) = await bench.Database.KeptAsync(ct);
        var (engine, rows, written) = (new Load(), new Load(), 0.0);
        // Turn by turn, so that what disturbs the machine disturbs both.
        while (engine.Elapsed < time)
        {
            var before = await bench.Database.BytesWrittenAsync(ct);
            await engine.SliceAsync(concurrency, Slice, Engine);
            written += await bench.Database.BytesWrittenAsync(ct) - before;
            await rows.SliceAsync(concurrency, Slice, Rows);
        }

        results.Add(new Result(name, bench.DatabaseName, concurrency, engine.PerSecond, rows.PerSecond, engine.PerSecond / rows.PerSecond,
            engine.Percentile(0.5), engine.Percentile(0.95), engine.Percentile(0.99), await RoundTripsAsync(bench), written / engine.Operations, (double)engine.Allocated / engine.Operations));
        if (!hasSettled) results.Note($"code was still being compiled after {SettlesWithin.TotalSeconds:0} s of warming up: the figures are those of a server that has just been started");
        var kept = await bench.Database.KeptAsync(ct);
        results.Note($"processor time in this process per operation: {engine.Processor.TotalMicroseconds / engine.Operations:0} µs, of the ceiling {rows.Processor.TotalMicroseconds / rows.Operations:0} µs; kept per instance, with indexes: {(kept.Bytes - bytes) / (kept.Instances - instances) / 1024:0.0} KB");
    }

    // A new process compiles for the first seconds beside its work: plainly, then instrumented, then with what was learnt. What is measured is a server that runs.
    private static async Task<bool> SettleAsync(int concurrency, Func<int, Stopwatches, Task> engine)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < SettlesWithin)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            await new Load().SliceAsync(concurrency, 2 * Slice, engine);
            if (JitInfo.GetCompiledMethodCount() - compiled < FewMethods) return true;
        }

        return false;
    }

    private async Task InstanceAsync(Func<(string Id, int Run), Task> run, Stopwatches watch)
    {
        var id = NewId();
        if (waits == 0) await watch.TimeAsync(() => run((id, 0)));
        else await run((id, 0));
        for (var resume = 1; resume <= waits; resume++)
        {
            var number = resume;
            await watch.TimeAsync(() => run((id, number)));
        }
    }

    private async Task<double> RoundTripsAsync(BenchServer bench)
    {
        var ids = Enumerable.Range(0, Counted).Select(_ => NewId()).ToList();
        var trips = await bench.CountRoundTripsAsync(
            async runtime =>
            {
                // The first runs read the definition and prepare statements.
                for (var i = 0; i < 10; i++) await InstanceAsync(run => run.Run == 0 ? StartAsync(runtime, run.Id) : ResumeAsync(runtime, run.Id, run.Run), new Stopwatches());
                if (waits > 0) foreach (var id in ids) await StartAsync(runtime, id);
            },
            async runtime =>
            {
                foreach (var id in ids)
                {
                    if (waits == 0) await StartAsync(runtime, id);
                    for (var resume = 1; resume <= waits; resume++) await ResumeAsync(runtime, id, resume);
                }
            });
        return (double)trips / Counted / Math.Max(1, waits);
    }

    private static string NewId() => Guid.CreateVersion7().ToString("N");

    private async Task StartAsync(WorkflowRuntime runtime, string id)
    {
        var result = await runtime.StartAsync(new StartCommand(definitionId) { TenantId = BenchServer.Company, Actor = "initiator", InstanceId = id }, CancellationToken.None);
        if (result.Refusal is { } refusal) throw new InvalidOperationException(refusal.Message);
    }

    private async Task ResumeAsync(WorkflowRuntime runtime, string id, int resume)
    {
        var answer = new Dictionary<string, object?> { ["outcome"] = "Approved", ["comment"] = "同意" };
        if (await runtime.ResumeAsync(new ResumeCommand(bookmarkOf(id, resume)) { Actor = "approver", Input = answer }, CancellationToken.None) is { } refusal) throw new InvalidOperationException(refusal.Message);
    }
}

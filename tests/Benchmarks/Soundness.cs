using System.Diagnostics;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Soundness;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Benchmarks;

/// <summary>The proof that a large flow is sound, as a publish asks for it.</summary>
internal sealed class Soundness : Benchmark
{
    private const int Branches = 15, Decisions = 11;

    public override string Name => "soundness";

    public override string About => "The proof that a flow is sound, on one core: flows of 500 nodes (15 parallel branches of 11 decisions each) are read, compiled and explored; the check is to take less than a second.";

    public override bool NeedsDatabase => false;

    public override async Task RunAsync(BenchServer? server, int concurrency, TimeSpan time, Results results, CancellationToken ct)
    {
        await using var services = new ServiceCollection().AddLogging().AddWorkflows(Type.EmptyTypes).BuildServiceProvider();
        var (compiler, check) = (services.GetRequiredService<DefinitionCompiler>(), services.GetRequiredService<SoundnessCheck>());
        var json = Flows.Branches("bench-soundness", Branches, Decisions);
        void CheckOnce()
        {
            var report = check.Explore(compiler.Compile("bench", 1, WorkflowDefinition.Read(json)));
            if (!report.IsSound) throw new InvalidOperationException($"Expected the flow to be sound, but {report.Findings.Count} things were found in {report.States} states.");
        }

        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1);) CheckOnce();
        var taken = new List<double>();
        var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            ct.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            CheckOnce();
            taken.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        taken.Sort();
        results.Add(new Result(Name, "none", 1, taken.Count / seconds, null, null, At(0.5), At(0.95), At(0.99), 0, 0, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / taken.Count));

        double At(double share) => taken[(int)(share * (taken.Count - 1))];
    }
}

using System.Diagnostics;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Benchmarks;

/// <summary>The loop alone: no database, no JSON. One worker; what it visits is counted.</summary>
internal sealed class Memory : Benchmark
{
    private const int Nodes = 1000;

    public override string Name => "memory";

    public override string About => "The loop without a database, on one core: visits of nodes are counted (a sequence, then a flowchart, of 1,000 trivial nodes).";

    public override bool NeedsDatabase => false;

    public override async Task RunAsync(BenchServer? server, int concurrency, TimeSpan time, Results results, CancellationToken ct)
    {
        await MeasureAsync("memory", Flows.Sequence("bench-memory", Nodes), time, results, ct);
        await MeasureAsync("memory-chart", Flows.Chain("bench-memory-chart", Nodes), time, results, ct);
    }

    private static async Task MeasureAsync(string name, string json, TimeSpan time, Results results, CancellationToken ct)
    {
        await using var services = new ServiceCollection().AddLogging().AddWorkflows(Type.EmptyTypes).BuildServiceProvider();
        var surroundings = new RunSurroundings(services.GetRequiredService<NodeCatalog>(), services.GetRequiredService<ExpressionEvaluator>(), services, new Dictionary<int, string>());
        var graph = services.GetRequiredService<DefinitionCompiler>().Compile("bench", 1, WorkflowDefinition.Read(json));
        var engine = services.GetRequiredService<Engine>();
        var command = new StartCommand(graph.Definition.DefinitionId) { InstanceId = "bench", Actor = "initiator" };
        Stopwatches watch = new();
        async Task InstanceAsync()
        {
            var instance = new Instance();
            await engine.StartAsync(new Run(instance, graph, surroundings, "initiator", DateTime.UnixEpoch, ct), command);
            if (instance.SubStatus != InstanceSubStatus.Finished) throw new InvalidOperationException($"Expected the instance to finish, but it is {instance.SubStatus}.");
            watch.Count(Nodes);
        }

        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1);) await InstanceAsync();
        watch = new();
        var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        while (Stopwatch.GetElapsedTime(start) < time) await InstanceAsync();
        var perSecond = watch.Operations / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var perVisit = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / watch.Operations;
        results.Add(new Result(name, "none", 1, perSecond, null, null, null, null, null, 0, 0, perVisit));
    }
}

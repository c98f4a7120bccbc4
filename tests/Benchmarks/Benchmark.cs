namespace HrBpm.Benchmarks;

/// <summary>One thing that is measured.</summary>
internal abstract class Benchmark
{
    /// <summary>Every benchmark, in the order in which <c>all</c> runs them.</summary>
    public static IReadOnlyList<Benchmark> All { get; } = [new Memory(), new Soundness(), .. FlowBenchmark.Flows, new ImportBenchmark(), new KilledImportBenchmark(), new PeopleSearchBenchmark(), new ExportBenchmark()];

    /// <summary>Its name on the command line and in results.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, for the help.</summary>
    public abstract string About { get; }

    public virtual bool NeedsDatabase => true;

    /// <summary>False for what is measured only when it is named.</summary>
    public virtual bool IsAmongAll => true;

    /// <summary>Measures once and reports.</summary>
    /// <param name="server">The server; null when no database is needed.</param>
    /// <param name="concurrency">How many work at once.</param>
    /// <param name="time">How long; the ceiling gets as much again.</param>
    /// <param name="results">Where the figures go.</param>
    /// <param name="ct">Cancels.</param>
    public abstract Task RunAsync(BenchServer? server, int concurrency, TimeSpan time, Results results, CancellationToken ct);
}

using System.CommandLine;
using System.Globalization;
using HrBpm.Benchmarks;
using HrBpm.Server.Database;

// What is printed is for logs and documents: the same on every machine.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// The program starts itself as this.
if (args is [ImportProcess.Verb, ..]) return await ImportProcess.BeAsync(args, CancellationToken.None);

var database = new Option<DatabaseProvider[]>("--database") { Description = "sqlite or postgres; both when absent.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
var concurrency = new Option<int[]>("--concurrency") { Description = "How many work at once; 1, 8 and 32 one after the other when absent.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
var seconds = new Option<int>("--seconds") { Description = "Seconds of each measurement, and as many again for its ceiling.", DefaultValueFactory = _ => 4 };
var json = new Option<FileInfo?>("--json") { Description = "Appends each result to this file, as a line of JSON." };

var root = new RootCommand("Measures the engine, each time beside its ceiling: the same rows, written by hand-prepared statements without an engine.");
foreach (var option in new Option[] { database, concurrency, seconds, json })
{
    option.Recursive = true;
    root.Options.Add(option);
}

foreach (var benchmark in Benchmark.All)
{
    var command = new Command(benchmark.Name, benchmark.About);
    command.SetAction((parsed, ct) => RunAsync(parsed, [benchmark], ct));
    root.Subcommands.Add(command);
}

var all = new Command("all", "All of them, one after the other.");
all.SetAction((parsed, ct) => RunAsync(parsed, [.. Benchmark.All.Where(b => b.IsAmongAll)], ct));
root.Subcommands.Add(all);
var help = new Command("help", "Lists the benchmarks and the options.");
help.SetAction((_, ct) => root.Parse("--help").InvokeAsync(cancellationToken: ct));
root.Subcommands.Add(help);
return await root.Parse(args).InvokeAsync();

async Task<int> RunAsync(ParseResult parsed, IReadOnlyList<Benchmark> chosen, CancellationToken ct)
{
    var results = new Results(Console.Out, parsed.GetValue(json));
    var load = TimeSpan.FromSeconds(parsed.GetValue(seconds));
    int[] atOnce = parsed.GetValue(concurrency) is { Length: > 0 } given ? given : [1, 8, 32];
    foreach (var benchmark in chosen.Where(b => !b.NeedsDatabase)) await benchmark.RunAsync(null, 1, load, results, ct);
    if (!chosen.Any(b => b.NeedsDatabase)) return 0;
    foreach (var provider in parsed.GetValue(database) is { Length: > 0 } named ? named : [DatabaseProvider.Sqlite, DatabaseProvider.Postgres])
    {
        await using var bench = await BenchServer.StartAsync(provider, ct);
        foreach (var benchmark in chosen.Where(b => b.NeedsDatabase))
            foreach (var workers in atOnce) await benchmark.RunAsync(bench, workers, load, results, ct);
    }

    return 0;
}

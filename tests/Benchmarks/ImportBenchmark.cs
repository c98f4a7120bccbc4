using System.Diagnostics;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Benchmarks;

/// <summary>Imports 100,000 people from a CSV file: a dry run, the import, and the same file once more.</summary>
internal sealed class ImportBenchmark : Benchmark
{
    public override string Name => "import";

    public override string About => "100,000 people from a CSV file: dry run, import into an empty company, and the same file again; rows are counted.";

    public override async Task RunAsync(BenchServer? server, int concurrency, TimeSpan time, Results results, CancellationToken ct)
    {
        // An import has its company to itself; more at once would only be more companies.
        if (concurrency != 1) return;
        var company = new BenchCompany();
        await company.AddAsync(server!.Services, ct);
        var file = BenchCompany.File();
        await MeasureAsync("import-check", server, company, file, ImportState.Checking, ImportState.Checked, results, ct);
        await MeasureAsync("import", server, company, file, ImportState.Applying, ImportState.Applied, results, ct);
        await MeasureAsync("import-again", server, company, file, ImportState.Applying, ImportState.Applied, results, ct);
    }

    private static async Task MeasureAsync(string name, BenchServer server, BenchCompany company, byte[] file, ImportState state, ImportState end, Results results, CancellationToken ct)
    {
        var import = await company.ImportAsync(server.Services, file, state, ct);
        var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
        var (most, worked) = (0L, Environment.CpuUsage.TotalTime);
        await using (var watch = TimeProvider.System.CreateTimer(_ => most = Math.Max(most, Environment.WorkingSet), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100)))
        {
            await server.Services.GetRequiredService<RunImport>().RunAsync(import, ct);
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await using var scope = server.Services.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<AppDbContext>().PeopleImports.AsNoTracking().SingleAsync(i => i.Id == import.Id, ct);
        if (stored.State != end || stored.Rows != BenchCompany.People || stored.Rejected > 0) throw new InvalidOperationException($"Expected all rows to be {end}, but the import is {stored.State} with {stored.Rejected} of {stored.Rows} rejected.");
        results.Add(new Result(name, server.DatabaseName, 1, stored.Rows / seconds, null, null, null, null, null, 0, 0, (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / stored.Rows));
        results.Note($"{seconds:0.0} s, {(Environment.CpuUsage.TotalTime - worked).TotalSeconds:0.0} s of them at work in this process; {stored.New} new, {stored.Changed} changed, {stored.Unchanged} unchanged; working set at most {most >> 20} MB, since the process began {Peak() >> 20} MB");
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}

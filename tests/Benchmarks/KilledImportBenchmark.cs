using System.Diagnostics;
using System.Globalization;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Benchmarks;

/// <summary>Imports 200,000 people in a process of its own, which is killed (SIGKILL) half-way while it checks them and again while it writes them; the next one goes on each time.</summary>
internal sealed class KilledImportBenchmark : Benchmark
{
    private const int People = 200_000;

    // Checking is halfway at 50; writing begins behind 40.
    private const int HalfChecked = 50, HalfWritten = 70;

    public override string Name => "import-killed";

    public override string About => "200,000 people from a CSV file, imported by processes that are killed half-way while they check and while they write; rows are counted.";

    // Its people have the names of those whom the others import.
    public override bool IsAmongAll => false;

    public override async Task RunAsync(BenchServer? server, int concurrency, TimeSpan time, Results results, CancellationToken ct)
    {
        if (concurrency != 1) return;
        var company = new BenchCompany();
        await company.AddAsync(server!.Services, ct);
        var file = BenchCompany.File(People);
        var import = await company.ImportAsync(server.Services, file, ImportState.Checking, ct);
        await MeasureAsync("import-killed-check", server, import.Id, HalfChecked, ImportState.Checked, results, ct);
        await InAsync(server, db => db.PeopleImports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Applying), ct));
        await MeasureAsync("import-killed", server, import.Id, HalfWritten, ImportState.Applied, results, ct);
        var (people, employments) = (await InAsync(server, db => db.People.CountAsync(p => p.CompanyId == company.Id, ct)), await InAsync(server, db => db.Employments.CountAsync(e => e.CompanyId == company.Id, ct)));
        // HR is there from the beginning.
        if (people != People + 1 || employments != People + 1) throw new InvalidOperationException($"Expected {People} people with one employment each, but there are {people - 1} with {employments - 1}.");
    }

    private static async Task MeasureAsync(string name, BenchServer server, Guid import, int killedAt, ImportState end, Results results, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var killed = await ImportProcess.RunAsync(server.Database, import, killedAt, ct);
        var half = Stopwatch.GetElapsedTime(began);
        var whole = await ImportProcess.RunAsync(server.Database, import, null, ct);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var stored = await InAsync(server, db => db.PeopleImports.AsNoTracking().SingleAsync(i => i.Id == import, ct));
        if (stored.State != end || stored.New != People || stored.Rejected > 0) throw new InvalidOperationException($"Expected {People} new rows to be {end}, but the import is {stored.State} with {stored.New} new and {stored.Rejected} rejected.");
        results.Add(new Result(name, server.DatabaseName, 1, People / seconds, null, null, null, null, null, 0, 0, 0));
        results.Note(string.Create(CultureInfo.InvariantCulture, $"killed at {killed.Percent} % after {half.TotalSeconds:0.0} s; the next process took {seconds - half.TotalSeconds:0.0} s for the rest, its start included; working set at most {whole.MostBytes >> 20} MB"));
    }

    private static async Task<T> InAsync<T>(BenchServer server, Func<AppDbContext, Task<T>> work)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }
}

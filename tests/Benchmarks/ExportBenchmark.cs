using System.Diagnostics;
using System.Globalization;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.WorkingTime;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Benchmarks;

/// <summary>Exports a list of 100,000 rows (shift assignments) through its route, as CSV and as a workbook.</summary>
internal sealed class ExportBenchmark : Benchmark
{
    private const int Rows = 100_000;

    public override string Name => "export";

    public override string About => "A list of 100,000 rows as CSV and as an Excel workbook, page by page through the list's own route; rows are counted.";

    public override async Task RunAsync(BenchServer? server, int concurrency, TimeSpan time, Results results, CancellationToken ct)
    {
        if (concurrency != 1) return;
        var company = new BenchCompany();
        await company.AddAsync(server!.Services, ct);
        await AddRowsAsync(server.Services, company, ct);
        await MeasureAsync("export-csv", "csv", server, company, results, ct);
        await MeasureAsync("export-xlsx", "xlsx", server, company, results, ct);
    }

    private static async Task AddRowsAsync(IServiceProvider services, BenchCompany company, CancellationToken ct)
    {
        var shift = new ShiftRow { CompanyId = company.Id, Name = "白班", Hours = "09:00-18:00", Breaks = "[]" };
        for (var page = 0; page < Rows / 10_000; page++)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            if (page == 0) db.Add(shift);
            db.AddRange(Enumerable.Range(page * 10_000, 10_000).Select(n => new ShiftAssignment { CompanyId = company.Id, ShiftId = shift.Id, PersonId = company.HrId, From = new DateOnly(1900, 1, 1).AddDays(n), Until = new DateOnly(1900, 1, 1).AddDays(n) }));
            await db.SaveChangesAsync(ct);
        }
    }

    private static async Task MeasureAsync(string name, string format, BenchServer server, BenchCompany company, Results results, CancellationToken ct)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CompanyScope>().Enter(company.Id);
        HeldRight[] rights = [new(Permission.OrgRead, Reach.Company), new(Permission.PeopleRead, Reach.Company)];
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Become(new CurrentUser.Identity(company.HrId, company.Id, null, "赵敏", "bench.hr", [OrgRoles.HrManager], new HeldRights(rights), [], new DateOnly(2026, 1, 1)));
        var route = server.Services.GetRequiredService<ExportRoutes>().Endpoints.OfType<RouteEndpoint>().Single(r => r.RoutePattern.RawText == "/api/shift-assignments/export");
        var file = Path.GetTempFileName();
        GC.Collect();
        var (began, allocated, before, most) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true), GC.GetTotalMemory(forceFullCollection: true), 0L);
        await using (var body = File.Create(file))
        await using (TimeProvider.System.CreateTimer(_ => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20)))
        {
            var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = ct };
            http.Request.QueryString = new QueryString("?format=" + format);
            http.Response.Body = body;
            server.Services.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
            await route.RequestDelegate!(http);
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (format == "csv" && await File.ReadLinesAsync(file, ct).CountAsync(ct) != Rows + 1) throw new InvalidOperationException($"Expected {Rows} rows and headings in {file}.");
        results.Add(new Result(name, server.DatabaseName, 1, Rows / seconds, null, null, null, null, null, 0, 0, (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / Rows));
        results.Note(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s; file of {new FileInfo(file).Length >> 10} KB; managed memory at most {(most - before) >> 20} MB above what was held before"));
        File.Delete(file);
    }
}

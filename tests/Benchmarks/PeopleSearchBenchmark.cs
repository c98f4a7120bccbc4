using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Benchmarks;

/// <summary>What HR types, among 100,000 people: the endpoint's handler, with the scope of somebody who may see everybody.</summary>
internal sealed class PeopleSearchBenchmark : Benchmark
{
    private static readonly (string Name, string[] Texts)[] Kinds =
    [
        ("search-name", ["张伟", "王芳", "李娜", "单一", "欧阳"]),
        ("search-pinyin", ["zhangwei", "wangf", "shanyi", "liuyang", "chenj"]),
        ("search-initials", ["zwf", "lxy", "zs", "wjg", "cm"]),
        ("search-number", ["B012345", "099999", "b0777"]),
        ("search-phone", ["8273", "0001", "91827"]),
        ("search-two", ["张 部门12", "zw 部门345", "wang 2345"]),
        ("search-dept", ["部门123", "部门499"]),
        ("search-broad", ["张", "z", "部门"]),
    ];

    private readonly Dictionary<string, BenchCompany> companies = [];

    public override string Name => "people-search";

    public override string About => "A search among 100,000 people as HR makes it, page and total; each kind of text by itself; searches are counted.";

    public override async Task RunAsync(BenchServer? server, int concurrency, TimeSpan time, Results results, CancellationToken ct)
    {
        if (!companies.TryGetValue(server!.DatabaseName, out var company))
        {
            companies[server.DatabaseName] = company = new BenchCompany();
            await company.AddAsync(server.Services, ct);
            await server.Services.GetRequiredService<RunImport>().RunAsync(await company.ImportAsync(server.Services, BenchCompany.File(), ImportState.Applying, ct), ct);
            await AnalyzeAsync(server, ct);
        }

        foreach (var (name, texts) in Kinds)
        {
            foreach (var text in texts) await SearchAsync(server, company, text, ct);
            var load = new Load();
            var next = 0;
            await load.SliceAsync(concurrency, time, (_, watch) => watch.TimeAsync(() => SearchAsync(server, company, texts[(uint)Interlocked.Increment(ref next) % texts.Length], ct)));
            results.Add(new Result(name, server.DatabaseName, concurrency, load.PerSecond, null, null, load.Percentile(0.5), load.Percentile(0.95), load.Percentile(0.99), 0, 0, (double)load.Allocated / load.Operations));
        }
    }

    // A running database does it by itself within a minute.
    private static async Task AnalyzeAsync(BenchServer server, CancellationToken ct)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.ExecuteSqlRawAsync(server.Database.IsPostgres ? "VACUUM ANALYZE" : "ANALYZE", ct);
    }

    private static async Task SearchAsync(BenchServer server, BenchCompany company, string text, CancellationToken ct)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CompanyScope>().Enter(company.Id);
        var user = scope.ServiceProvider.GetRequiredService<CurrentUser>();
        var rights = new HeldRights(ProductRoles.Find(OrgRoles.HrManager)!.Select(r => new HeldRight(r.Permission, r.Reach)));
        user.Become(new CurrentUser.Identity(company.HrId, company.Id, null, "赵敏", "bench.hr", [OrgRoles.Employee, OrgRoles.HrManager], rights, [], DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)));
        var answer = await SearchPeople.HandleAsync(text, null, null, new PeopleFilter(), scope.ServiceProvider.GetRequiredService<AppDbContext>(), scope.ServiceProvider.GetRequiredService<CompanyKeys>(), user, TimeProvider.System, ct);
        if (answer.Result is not Ok<SearchPeople.Response>) throw new InvalidOperationException($"Expected a page of people for '{text}', but it was refused.");
    }
}

using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Database;

public sealed class CompanyScopeTests
{
    private static readonly Guid Tech = DemoIds.Of("company:星河科技"), School = DemoIds.Of("company:星河实验学校");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_query_sees_the_rows_of_its_company_only(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);

        (await CompaniesSeenAsync(server, Tech)).ShouldBe([Tech]);
        (await CompaniesSeenAsync(server, School)).ShouldBe([School]);
        (await CompaniesSeenAsync(server, null)).ShouldBe([Tech, School], ignoreOrder: true);
    }

    [Fact]
    public async Task A_change_in_another_company_is_a_bug_that_does_not_get_through()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CompanyScope>().Enter(School);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();

        db.Add(new Position { CompanyId = Tech, Name = "间谍" });

        await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public void A_scope_stays_in_the_company_that_it_entered()
    {
        var scope = new CompanyScope();
        scope.Enter(Tech);
        scope.Enter(Tech);

        Should.Throw<InvalidOperationException>(() => scope.Enter(School));
    }

    private static async Task<List<Guid>> CompaniesSeenAsync(HrBpmServer server, Guid? company)
    {
        await using var scope = server.Services.CreateAsyncScope();
        if (company is { } one) scope.ServiceProvider.GetRequiredService<CompanyScope>().Enter(one);
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().People.Select(p => p.CompanyId).Distinct().ToListAsync();
    }
}

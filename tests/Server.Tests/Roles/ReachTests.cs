using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Payroll;
using HrBpm.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Roles;

/// <summary>How far roles reach.</summary>
public sealed class ReachTests(OneServer servers) : IClassFixture<OneServer>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task HR_of_a_branch_sees_the_pay_of_that_branch_and_nobody_elses(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        var (emma, wei) = (await PayAsync(server, "emma.jones"), await PayAsync(server, "zhang.wei"));
        var charlotte = await servers.AsAsync("charlotte.davies", database);

        var seen = (await charlotte.GetFromJsonAsync<JsonArray>("/api/payroll/statements"))!.Select(s => s!["id"]!.GetValue<Guid>()).ToList();

        seen.ShouldContain(emma);
        seen.ShouldNotContain(wei);
        (await charlotte.GetAsync($"/api/payroll/statements/{emma}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await charlotte.GetAsync($"/api/payroll/statements/{wei}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "payroll.statement.unknown");
        await (await charlotte.PostAsJsonAsync($"/api/payroll/statements/{wei}/early-release", new { requestId = Guid.NewGuid(), items = new[] { Guid.NewGuid() }, reason = "急" }))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "payroll.statement.unknown");
        (await (await servers.AsAsync("feng.xue", database)).GetAsync($"/api/payroll/statements/{wei}")).StatusCode.ShouldBe(HttpStatusCode.OK, "the payroll clerk sees the company's");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_leaver_keeps_what_is_theirs_and_no_office(TestDatabase database)
    {
        var leaver = await servers.AsAsync("luo.dan", database);

        (await leaver.GetFromJsonAsync<JsonObject>("/api/me"))!["roles"]!.AsArray().Select(r => (string)r!).ShouldBe(["Leaver"]);
        foreach (var open in (string[])["/api/offboarding", "/api/companies/current/ca.pem"])
            (await leaver.GetAsync(open)).StatusCode.ShouldNotBe(HttpStatusCode.Forbidden, open);
        foreach (var closed in (string[])["/api/tasks", "/api/people", "/api/org", "/api/instances", "/api/payroll/statements"])
            await (await leaver.GetAsync(closed)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Only_a_reach_as_wide_as_the_group_sees_more_than_one_company(TestDatabase database)
    {
        (await CountAsync("su.qing", database)).ShouldBe(DemoPeople.Tech.Count + DemoPeople.School.Count, "the group's administrator");
        var group = await servers.AsAsync("su.qing", database);
        // By name, pinyin, number, account and department, alone and together; a word that many have, too.
        foreach (var (text, userNames) in new[] { ("石磊", "shi.lei"), ("shilei", "shi.lei"), ("XX0006", "shi.lei"), ("mary.c", "mary.clark"), ("语文组 石", "shi.lei"), ("张伟", "zhang.wei"), ("sl", "shi.lei,sun.lei") })
            (await group.GetFromJsonAsync<JsonObject>($"/api/people?take=200&search={Uri.EscapeDataString(text)}"))!["items"]!.AsArray().Select(p => (string)p!["userName"]!).Order(StringComparer.Ordinal).ShouldBe(userNames.Split(','), Case.Sensitive, text);
        (await group.GetFromJsonAsync<JsonObject>("/api/people?search=2006"))!["items"]!.AsArray().ShouldBeEmpty("whoever sees no contacts finds nobody by them");
        (await (await servers.AsAsync("xu.nuo", database)).GetFromJsonAsync<JsonObject>("/api/people?search=shilei"))!["items"]!.AsArray().ShouldBeEmpty();
        (await CountAsync("xu.nuo", database)).ShouldBe(DemoPeople.Tech.Count, "the company's administrator");
        (await CountAsync("shi.lei", database)).ShouldBe(DemoPeople.School.Count, "the school's administrator");
        var flows = await (await servers.AsAsync("su.qing", database)).GetAsync("/api/instances");
        flows.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_right_about_the_whole_company_is_not_held_for_a_branch()
    {
        var london = await servers.AsAsync("harry.thomas");

        (await london.GetAsync("/api/instances")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await servers.AsAsync("sun.lei")).GetAsync("/api/instances")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Rights_cover_what_is_no_wider()
    {
        var (london, shanghai) = (Guid.NewGuid(), Guid.NewGuid());
        var company = new HeldRights([new(Permission.PayRead, Reach.Company)]);
        var branch = new HeldRights([new(Permission.PayRead, Reach.Branch, london)]);

        company.Cover(new(Permission.PayRead, Reach.Branch, london), true).ShouldBeTrue();
        company.Cover(new(Permission.PayRead, Reach.Company), true).ShouldBeTrue();
        company.Cover(new(Permission.PayRead, Reach.Company), false).ShouldBeFalse("in another company");
        company.Cover(new(Permission.PayRead, Reach.Group), true).ShouldBeFalse();
        company.Cover(new(Permission.PayRelease, Reach.Own), true).ShouldBeFalse("another permission");
        branch.Cover(new(Permission.PayRead, Reach.Branch, london), true).ShouldBeTrue();
        branch.Cover(new(Permission.PayRead, Reach.Branch, shanghai), true).ShouldBeFalse("another branch");
        branch.Cover(new(Permission.PayRead, Reach.DirectReports), true).ShouldBeFalse("reports may be elsewhere");
    }

    private async Task<int> CountAsync(string person, TestDatabase database) => (int)(await (await servers.AsAsync(person, database)).GetFromJsonAsync<JsonObject>("/api/people"))!["total"]!;

    private static Task<Guid> PayAsync(HrBpmServer server, string person) => server.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var statement = new StatementRow { Id = Guid.CreateVersion7(), CompanyId = OneServer.Tech, CaseId = Guid.CreateVersion7(), CaseNumber = "LZ-1", EmployeeId = DemoIds.Of(person), EmployeeNumber = person };
        statement.Items.Add(await services.GetRequiredService<PayAmounts>().SealAsync(new PayItem(Guid.CreateVersion7(), PayItemKind.Wage, 1_000_000, "CNY", PayState.Held), statement, position: 1, CancellationToken.None));
        statement.StatutoryPayUtc = DateTime.UnixEpoch;
        db.Add(statement);
        await db.SaveChangesAsync();
        return statement.Id;
    });
}

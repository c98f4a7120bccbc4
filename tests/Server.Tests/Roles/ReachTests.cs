using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Payroll;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Payroll;
using HrBpm.Server.Features.Signatures;
using HrBpm.Server.Platform;
using HrBpm.Server.Tests.Offboarding;
using Microsoft.EntityFrameworkCore;
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

    // Who sees what is about 张伟 of Shanghai, Emma of London and 金燕 of the school: + where it is answered, - where it does not exist for them, ! where the role has no such permission.
    private static readonly (string Person, string People, string Cases, string Tasks, string Pay, string Signatures)[] Sees =
    [
        ("he.jing", "---", "---", "---", "!!!", "---"),
        ("li.na", "+--", "+--", "+--", "!!!", "---"),
        ("wang.qiang", "++-", "++-", "++-", "!!!", "---"),
        ("charlotte.davies", "-+-", "-+-", "-+-", "-+-", "-+-"),
        ("liu.yang", "++-", "++-", "++-", "!!!", "++-"),
        ("feng.xue", "---", "---", "---", "++-", "---"),
        ("yu.hang", "++-", "++-", "++-", "!!!", "++-"),
        ("su.qing", "+++", "+++", "+++", "!!!", "+++"),
        ("shi.lei", "--+", "--+", "--+", "!!!", "--+"),
        ("luo.dan", "!!!", "---", "!!!", "!!!", "---"),
    ];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Each_kind_of_route_reaches_as_far_as_the_role_says(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        var about = new List<(string Person, Guid Case, Guid Task, Guid Pay, Guid Signature)>();
        foreach (var (person, by, receiver) in ((string, string, string)[])[("zhang.wei", "liu.yang", "chen.chen"), ("emma.jones", "charlotte.davies", "oliver.smith"), ("jin.yan", "zou.wen", "ye.zi")])
        {
            var id = await CaseAsync(database, person, by, receiver);
            about.Add((person, id, await TaskOfAsync(server, id), await PayAsync(server, person), await SignatureAsync(server, person)));
        }

        var wrong = new List<string>();
        foreach (var row in Sees)
        {
            var client = await servers.AsAsync(row.Person, database);
            async Task CheckAsync(string expected, Func<(string Person, Guid Case, Guid Task, Guid Pay, Guid Signature), string> address)
            {
                foreach (var (one, sign) in about.Zip(expected))
                {
                    var status = (await client.GetAsync(address(one))).StatusCode;
                    var means = sign switch { '+' => HttpStatusCode.OK, '-' => HttpStatusCode.NotFound, _ => HttpStatusCode.Forbidden };
                    if (status != means) wrong.Add($"{row.Person} GET {address(one)} about {one.Person}: expected {means}, but {status}");
                }
            }

            await CheckAsync(row.People, one => $"/api/people/{DemoIds.Of(one.Person)}");
            await CheckAsync(row.Cases, one => $"/api/offboarding/{one.Case}");
            await CheckAsync(row.Tasks, one => $"/api/tasks/{one.Task}");
            await CheckAsync(row.Pay, one => $"/api/payroll/statements/{one.Pay}");
            await CheckAsync(row.Signatures, one => $"/api/signatures/{one.Signature}");
        }

        wrong.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Horilla_733_a_leaver_cannot_complete_other_peoples_tasks(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        var id = await CaseAsync(database, "pan.yue", "liu.yang", "he.jing");
        var task = await TaskOfAsync(server, id);
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Employments.Where(e => e.PersonId == DemoIds.Of("pan.yue")).ExecuteUpdateAsync(set => set.SetProperty(e => e.Until, new DateOnly(2025, 12, 31))));
        var leaver = await servers.AsAsync("pan.yue", database);

        (await leaver.GetFromJsonAsync<JsonObject>("/api/me"))!["roles"]!.AsArray().Select(r => (string)r!).ShouldBe(["Leaver"]);
        (await leaver.GetAsync($"/api/offboarding/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK, "the case is their own");
        foreach (var (verb, body) in new (string, object)[] { ("complete", new { action = "approve" }), ("return", new { to = "initiator" }), ("transfer", new { to = DemoIds.Of("he.jing") }), ("delegate", new { to = DemoIds.Of("he.jing") }) })
            await (await leaver.PostAsJsonAsync($"/api/tasks/{task}/{verb}", body)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
        foreach (var address in (string[])[$"/api/tasks/{task}", "/api/tasks", $"/t/{task}"]) (await leaver.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, address);
        (await TaskOfAsync(server, id)).ShouldBe(task, "it waits as before");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Horilla_733_HR_of_a_branch_changes_nobody_outside_it(TestDatabase database)
    {
        var london = await servers.AsAsync("charlotte.davies", database);
        var (wei, emma) = (DemoIds.Of("wu.jing"), DemoIds.Of("emma.jones"));
        var person = DemoPeople.Tech.Single(p => p.UserName == "wu.jing");
        var terms = new { branchId = DemoIds.Of($"branch:星河科技/{person.Branch}"), departmentId = DemoIds.Of($"department:星河科技/{person.Department}"), positionId = DemoIds.Of($"position:星河科技/{person.Position}"), from = "2099-01-01" };
        var id = await CaseAsync(database, "wu.jing", "liu.yang", "he.jing");

        await (await london.PutAsJsonAsync($"/api/people/{wei}", new { name = "X", email = "x@example.com" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "people.unknown");
        await (await london.PostAsJsonAsync($"/api/people/{wei}/employments", terms)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "people.unknown");
        (await london.PutAsJsonAsync($"/api/people/{wei}/secrets", new { identity = (object?)null, bankAccount = new { bankName = "招商银行", number = "6225880212345678" }, version = 0 })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await london.PutAsJsonAsync($"/api/offboarding/{id}/custom", new { custom = new { } })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "offboarding.unknown");
        await (await london.PostAsJsonAsync("/api/people", new { name = "新人", employeeNumber = "XK9902", userName = "xin.ren", email = "xin.ren@xinghe.example", employment = terms })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "people.forbidden");
        (await london.PutAsJsonAsync($"/api/people/{emma}", new { name = "Emma Jones", email = "emma.jones@xinghe.example" })).StatusCode.ShouldBe(HttpStatusCode.OK, "the same, within the branch");
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

    private async Task<Guid> CaseAsync(TestDatabase database, string person, string by, string receiver)
    {
        var today = WorkingHour.DayOf((await servers.OnAsync(database)).Clock.GetUtcNow().UtcDateTime, "Asia/Shanghai");
        var body = new ScenarioStart(by, person, receiver, "resignation", "none", 0, 30, 20, 30, "个人发展").ToBody(Guid.NewGuid(), today, DemoIds.Of);
        var answer = await (await servers.AsAsync(by, database)).PostAsJsonAsync("/api/offboarding", body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<Guid>();
    }

    private static Task<Guid> TaskOfAsync(HrBpmServer server, Guid id) =>
        server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Tasks.Where(t => t.InstanceId == id.ToString("D") && t.ClosedUtc == null).Select(t => t.Id).SingleAsync());

    private static Task<Guid> SignatureAsync(HrBpmServer server, string person) => server.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var company = await db.People.Where(p => p.Id == DemoIds.Of(person)).Select(p => p.CompanyId).SingleAsync();
        var signature = new Signature { Id = Guid.CreateVersion7(), CompanyId = company, PersonId = DemoIds.Of(person), SignerName = person, SignedAtUtc = DateTime.UnixEpoch, DocumentTitle = "交接单", DocumentSha256 = new string('a', 64), SubjectKind = "task", SubjectId = "none" };
        db.Add(signature);
        await db.SaveChangesAsync();
        return signature.Id;
    });

    private static Task<Guid> PayAsync(HrBpmServer server, string person) => server.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var statement = new StatementRow { Id = Guid.CreateVersion7(), CompanyId = await db.People.Where(p => p.Id == DemoIds.Of(person)).Select(p => p.CompanyId).SingleAsync(), CaseId = Guid.CreateVersion7(), CaseNumber = "LZ-1", EmployeeId = DemoIds.Of(person), EmployeeNumber = person };
        statement.Items.Add(await services.GetRequiredService<PayAmounts>().SealAsync(new PayItem(Guid.CreateVersion7(), PayItemKind.Wage, 1_000_000, "CNY", PayState.Held), statement, position: 1, CancellationToken.None));
        statement.StatutoryPayUtc = DateTime.UnixEpoch;
        db.Add(statement);
        await db.SaveChangesAsync();
        return statement.Id;
    });
}

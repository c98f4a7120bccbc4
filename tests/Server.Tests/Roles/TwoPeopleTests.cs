using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Roles;

/// <summary>Roles are granted and changed by people who hold what they give; where a role is powerful, by two of them.</summary>
public sealed class TwoPeopleTests(OneServer servers) : IClassFixture<OneServer>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_role_counts_with_the_next_request_and_so_does_its_end(TestDatabase database)
    {
        var (hr, specialist) = (await servers.AsAsync("zhao.min", database), await servers.AsAsync("pan.yue", database));

        var granted = await JsonAsync(await GrantAsync(hr, "pan.yue", "It"), HttpStatusCode.Created);
        (await specialist.GetAsync("/api/instances")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await hr.PostAsJsonAsync($"/api/role-grants/{granted["id"]}/revoke", new { reason = "调岗" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await specialist.GetAsync("/api/instances")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var audited = await hr.GetFromJsonAsync<JsonArray>($"/api/audit/entries?subject=person:{DemoIds.Of("pan.yue")}");
        audited!.Select(e => (string)e!["action"]!).Where(a => a.StartsWith("role-grants", StringComparison.Ordinal)).ShouldBe(["role-grants.grant", "role-grants.revoke"]);
    }

    [Fact]
    public async Task A_role_counts_from_its_first_day_only()
    {
        var hr = await servers.AsAsync("zhao.min");
        await JsonAsync(await hr.PostAsJsonAsync("/api/role-grants", new { personId = DemoIds.Of("tian.yu"), role = "HrBp", from = "2099-01-01" }), HttpStatusCode.Created);

        (await (await servers.AsAsync("tian.yu")).GetFromJsonAsync<JsonObject>("/api/me"))!["roles"]!.AsArray().Select(r => (string)r!).ShouldBe(["Employee"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_powerful_role_waits_for_a_second_person_and_is_granted_once(TestDatabase database)
    {
        var (asker, second, holder) = (await servers.AsAsync("zhao.min", database), await servers.AsAsync("xu.nuo", database), await servers.AsAsync("dong.jie", database));
        var id = (string)(await JsonAsync(await GrantAsync(asker, "dong.jie", "PayrollClerk"), HttpStatusCode.Accepted))["requestId"]!;

        (await holder.GetAsync("/api/payroll/statements")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "nobody has consented");
        await (await ConsentAsync(asker, id)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "two-person.same-forbidden");
        await (await ConsentAsync(await servers.AsAsync("jia.ling", database), id)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "two-person.unknown");
        (await ConsentAsync(await servers.AsAsync("liu.yang", database), id)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ConsentAsync(second, id)));

        answers.Count(a => a.StatusCode == HttpStatusCode.NoContent).ShouldBe(1, "consented once");
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(3);
        (await holder.GetAsync("/api/payroll/statements")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await servers.OnAsync(database)).InScopeAsync(s => s.GetRequiredService<AppDbContext>().RoleGrants.CountAsync(g => g.PersonId == DemoIds.Of("dong.jie")))).ShouldBe(1);

        // It is taken back by two as well.
        var grant = await (await servers.OnAsync(database)).InScopeAsync(s => s.GetRequiredService<AppDbContext>().RoleGrants.Where(g => g.PersonId == DemoIds.Of("dong.jie")).Select(g => g.Id).SingleAsync());
        var back = (string)(await JsonAsync(await asker.PostAsJsonAsync($"/api/role-grants/{grant}/revoke", new { reason = "调岗" }), HttpStatusCode.Accepted))["requestId"]!;
        (await holder.GetAsync("/api/payroll/statements")).StatusCode.ShouldBe(HttpStatusCode.OK, "nobody has consented");
        await (await ConsentAsync(asker, back)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "two-person.same-forbidden");
        (await ConsentAsync(second, back)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await holder.GetAsync("/api/payroll/statements")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    // Each permission stands here once, so that a new one is thought about.
    [Fact]
    public void What_needs_two_people_is_said_of_each_permission()
    {
        Permission[] byOne =
        [
            Permission.SelfRead, Permission.OwnAccount, Permission.OrgRead, Permission.OrgWrite, Permission.PeopleRead, Permission.PeopleWrite, Permission.PeopleExport, Permission.ContactRead, Permission.IdentityRead,
            Permission.PerformanceRead, Permission.TasksRead, Permission.TasksComplete, Permission.TasksProxy, Permission.OffboardingStart, Permission.OffboardingRead, Permission.OffboardingManage, Permission.WorkflowsRead,
            Permission.SignaturesRead, Permission.FieldsManage,
        ];
        Permission[] byTwo =
        [
            Permission.IdentityReveal, Permission.PayRead, Permission.PayRelease, Permission.WorkflowsManage, Permission.AuditRead, Permission.RolesManage, Permission.ConsentGive, Permission.KeysManage,
            Permission.AccountsManage, Permission.ClientsManage, Permission.SignInManage, Permission.SandboxManage, Permission.PeopleImport, Permission.PrivacyManage, Permission.BackupsManage, Permission.CompaniesManage,
        ];

        byOne.Concat(byTwo).ShouldBe(Enum.GetValues<Permission>(), ignoreOrder: true);
        byOne.ShouldAllBe(p => !new Right(p, Reach.Company).IsPowerful && new Right(p, Reach.Group).IsPowerful);
        byTwo.ShouldAllBe(p => new Right(p, Reach.Branch).IsPowerful);
    }

    [Fact]
    public async Task A_request_that_was_refused_or_has_expired_is_not_done()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var (asker, second) = (await server.SignInAsync("zhao.min"), await server.SignInAsync("xu.nuo"));
        var refused = (string)(await JsonAsync(await GrantAsync(asker, "dong.jie", "Finance"), HttpStatusCode.Accepted))["requestId"]!;
        var grant = new { personId = DemoIds.Of("dong.jie"), role = "FinanceManager", reason = " 顶替产假 " };
        var expired = (string)(await JsonAsync(await asker.PostAsJsonAsync("/api/role-grants", grant), HttpStatusCode.Accepted))["requestId"]!;
        await (await asker.PostAsJsonAsync("/api/role-grants", grant with { reason = new string('长', 501) })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "roles.reason.invalid");
        (await second.GetFromJsonAsync<JsonArray>("/api/two-person-requests"))!.Count(r => (bool)r!["canConsent"]!).ShouldBe(2);
        (await asker.PostAsync($"/api/two-person-requests/{refused}/refuse", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await ConsentAsync(second, refused)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "two-person.decided");
        var said = (await second.GetFromJsonAsync<JsonArray>("/api/two-person-requests?all=true"))!.ToDictionary(r => (string)r!["id"]!, r => ((string?)r!["person"], (string?)r["reason"], (string?)r["decidedBy"], (string?)r["particulars"]!["role"]));
        (said[refused], said[expired]).ShouldBe((("董洁", null, "赵敏", "Finance"), ("董洁", "顶替产假", null, "FinanceManager")));
        server.Clock.Advance(TimeSpan.FromDays(8));

        await (await ConsentAsync(second, expired)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "two-person.expired");
        (await second.GetFromJsonAsync<JsonArray>("/api/two-person-requests"))!.ShouldBeEmpty();
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().RoleGrants.AnyAsync(g => g.PersonId == DemoIds.Of("dong.jie")))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("xu.nuo", "PayrollClerk", HttpStatusCode.Forbidden, "role-grants.wider-forbidden")]
    [InlineData("zhao.min", "CompanyAdministrator", HttpStatusCode.Forbidden, "role-grants.wider-forbidden")]
    [InlineData("xu.nuo", "GroupAdministrator", HttpStatusCode.Forbidden, "role-grants.wider-forbidden")]
    [InlineData("zhao.min", "Leaver", HttpStatusCode.BadRequest, "role-grants.role.invalid")]
    [InlineData("zhao.min", "King", HttpStatusCode.BadRequest, "role-grants.role.invalid")]
    [InlineData("jia.ling", "HrSpecialist", HttpStatusCode.NotFound, "people.unknown")]
    [InlineData("charlotte.davies", "HrSpecialist", HttpStatusCode.Forbidden, "request.forbidden")]
    public async Task Nobody_grants_more_than_they_hold(string by, string role, HttpStatusCode status, string code) =>
        await (await GrantAsync(await servers.AsAsync(by), "zeng.lin", role)).ShouldBeProblemAsync(status, code);

    [Fact]
    public async Task Nobody_grants_a_role_to_themselves_or_to_somebody_who_has_left()
    {
        var hr = await servers.AsAsync("zhao.min");

        await (await GrantAsync(hr, "zhao.min", "HrBp")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "role-grants.self-forbidden");
        await (await GrantAsync(hr, "luo.dan", "HrBp")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "role-grants.has-left");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_role_of_the_company_stands_in_place_of_the_products(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var (asker, second, it) = (await server.SignInAsync("xu.nuo"), await server.SignInAsync("zhao.min"), await server.SignInAsync("sun.lei"));
        (await it.GetAsync("/api/instances")).StatusCode.ShouldBe(HttpStatusCode.OK);
        object rights = new { rights = new[] { new { permission = "auditRead", reach = "company" } } };

        var id = (string)(await JsonAsync(await asker.PutAsJsonAsync("/api/roles/It", rights), HttpStatusCode.Accepted))["requestId"]!;
        (await it.GetAsync("/api/instances")).StatusCode.ShouldBe(HttpStatusCode.OK, "nobody has consented");
        (await ConsentAsync(second, id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await it.GetAsync("/api/instances")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await it.GetAsync("/api/audit/verification")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await server.SignInAsync("cui.jian")).GetAsync("/api/instances")).StatusCode.ShouldBe(HttpStatusCode.OK, "the other company has the product's role");
        var back = (string)(await JsonAsync(await asker.DeleteAsync("/api/roles/It"), HttpStatusCode.Accepted))["requestId"]!;
        (await ConsentAsync(second, back)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await it.GetAsync("/api/instances")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("It", "payRead", "company", HttpStatusCode.Forbidden, "roles.wider-forbidden")]
    [InlineData("It", "workflowsRead", "branch", HttpStatusCode.BadRequest, "roles.reach.invalid")]
    [InlineData("Employee", "tasksRead", "own", HttpStatusCode.BadRequest, "roles.rights.invalid")]
    [InlineData("a%20b", "tasksRead", "own", HttpStatusCode.BadRequest, "roles.name.invalid")]
    public async Task A_role_that_makes_no_sense_or_is_too_wide_is_refused(string name, string permission, string reach, HttpStatusCode status, string code) =>
        await (await (await servers.AsAsync("xu.nuo")).PutAsJsonAsync($"/api/roles/{name}", new { rights = new[] { new { permission, reach } } })).ShouldBeProblemAsync(status, code);

    private static Task<HttpResponseMessage> GrantAsync(HttpClient by, string person, string role) => by.PostAsJsonAsync("/api/role-grants", new { personId = DemoIds.Of(person), role });

    private static Task<HttpResponseMessage> ConsentAsync(HttpClient by, string id) => by.PostAsync($"/api/two-person-requests/{id}/consent", null);

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}

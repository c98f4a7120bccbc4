using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using HrBpm.Server.Tests.Inbox;
using HrBpm.Server.Tests.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Roles;

/// <summary>Which fields a role sees.</summary>
public sealed class FieldTests(OneServer servers) : IClassFixture<OneServer>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_HR_specialist_sees_the_person_and_not_the_pay_and_the_payroll_clerk_the_pay_and_not_the_performance(TestDatabase database)
    {
        var (hr, hrColumns) = await SightAsync("liu.yang", database);
        var (clerk, clerkColumns) = await SightAsync("feng.xue", database);

        hr("zhang.wei", "name").ShouldBeTrue();
        hr("zhang.wei", "identityNumber").ShouldBeTrue();
        hr("zhang.wei", "salary").ShouldBeFalse();
        hr("zhang.wei", "performanceNotes").ShouldBeFalse();
        hr("bai.xue", "name").ShouldBeFalse("of another company");
        clerk("zhang.wei", "salary").ShouldBeTrue();
        clerk("zhang.wei", "performanceNotes").ShouldBeFalse();
        clerk("zhang.wei", "identityNumber").ShouldBeFalse();
        hrColumns.ShouldContain("phone");
        hrColumns.ShouldNotContain("salary");
        clerkColumns.ShouldContain("salary");
        clerkColumns.ShouldNotContain("performanceNotes");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_field_is_seen_as_far_as_its_permission_reaches(TestDatabase database)
    {
        var (london, _) = await SightAsync("charlotte.davies", database);
        var (manager, _) = await SightAsync("li.na", database);

        london("emma.jones", "salary").ShouldBeTrue();
        london("zhang.wei", "salary").ShouldBeFalse();
        manager("zhang.wei", "performanceNotes").ShouldBeTrue();
        manager("zhang.wei", "salary").ShouldBeFalse();
        manager("emma.jones", "performanceNotes").ShouldBeFalse();
    }

    [Fact]
    public async Task Variables_of_flows_show_what_their_reader_may_see_wherever_they_are_shown()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var id = await StartAsync(server);
        var admin = await server.SignInAsync("xu.nuo");

        foreach (var text in await EverywhereAsync(admin, id))
        {
            text.ShouldContain("年假");
            text.ShouldNotContain("8123400");
            text.ShouldNotContain("拖延");
        }

        await server.InScopeAsync(s => GrantAsync(s.GetRequiredService<AppDbContext>(), "xu.nuo", OrgRoles.PayrollClerk));
        foreach (var text in await EverywhereAsync(admin, id))
        {
            text.ShouldContain("8123400");
            text.ShouldNotContain("拖延");
        }
    }

    [Theory]
    [InlineData("JavaScript", "getMonthlySalary() * 2 + 1")]
    [InlineData("JavaScript", "variables.monthlySalary * 2 + 1")]
    [InlineData("JavaScript", "variables['monthly' + 'Salary'] * 2 + 1")]
    [InlineData("Liquid", "{{ Variables.monthlySalary | times: 2 | plus: 1 }}")]
    public async Task What_a_flow_makes_of_a_salary_is_pay_under_any_name(string language, string expression)
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        static JsonObject Set(string id, string name, string language, string expression) => new()
        {
            ["id"] = $"set{name}",
            ["type"] = "Elsa.SetVariable",
            ["variable"] = new JsonObject { ["id"] = id, ["name"] = name, ["typeName"] = "Object" },
            ["value"] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = language, ["value"] = expression } },
        };
        var flow = JsonNode.Parse(TestFlow.Sequence("reviewed", Set("v4", "x1", language, expression), Set("v5", "x2", "JavaScript", "getX1()"), Set("v6", "x3", "JavaScript", "getReason() + '五天'"), TestFlow.Event("go")))!.AsObject();
        var id = await StartAsync(server, flow);
        var admin = await server.SignInAsync("xu.nuo");

        foreach (var text in await EverywhereAsync(admin, id)) text.ShouldNotContain("16246801");
        (await admin.GetStringAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={id}")).ShouldNotContain("16246801");
        (await EverywhereAsync(admin, id))[0].ShouldContain("年假五天");
        await server.InScopeAsync(s => GrantAsync(s.GetRequiredService<AppDbContext>(), "xu.nuo", OrgRoles.PayrollClerk));
        (await EverywhereAsync(admin, id))[0].ShouldContain("16246801");
    }

    [Fact]
    public async Task The_audit_trail_shows_amounts_to_those_who_may_see_pay_and_their_proof_to_nobody_else()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var id = await server.InScopeAsync(async services =>
        {
            services.GetRequiredService<IAuditTrail>().Record(new AuditFact(OneServer.Tech, "flow", "payroll.statement-prepared", "pay-statement:1", new { items = new[] { new { kind = "Wage", amountMinor = 8123400 } } }));
            await services.GetRequiredService<AppDbContext>().SaveChangesAsync();
            return await services.GetRequiredService<AppDbContext>().AuditEntries.Where(e => e.Subject == "pay-statement:1").Select(e => e.Id).SingleAsync();
        });
        var (admin, hr) = (await server.SignInAsync("xu.nuo"), await server.SignInAsync("zhao.min"));

        (await admin.GetStringAsync("/api/audit/entries?subject=pay-statement:1")).ShouldContain("Wage");
        (await admin.GetStringAsync("/api/audit/entries?subject=pay-statement:1")).ShouldNotContain("8123400");
        (await hr.GetStringAsync("/api/audit/entries?subject=pay-statement:1")).ShouldContain("8123400");
        await (await admin.GetAsync($"/api/audit/entries/{id}/proof")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "audit.entry-hidden-forbidden");
        (await hr.GetAsync($"/api/audit/entries/{id}/proof")).StatusCode.ShouldNotBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whoever_only_looks_at_a_task_sees_what_their_roles_show_and_whoever_has_it_sees_all()
    {
        var form = """[{"key":"bonus","label":"奖金","type":"number","required":true},{"key":"days","label":"天数","type":"number","required":true}]""";
        await using var leave = await InboxSituation.StartAsync(TestDatabase.Sqlite, new() { ["form"] = form });
        var task = await leave.TaskOfAsync("li.na");
        await leave.DoAsync("li.na", "complete", new { action = "approve", answers = new { bonus = 98765, days = 3 } });

        string Of(JsonObject shown) => shown["history"]![0]!["answers"]!.ToJsonString();
        Of(await leave.ReadAsync("li.na", task)).ShouldContain("98765", customMessage: "it was her task");
        Of(await leave.ReadAsync("zhao.min", task)).ShouldContain("98765", customMessage: "the HR manager sees pay");
        Of(await leave.ReadAsync("liu.yang", task)).ShouldNotContain("98765", customMessage: "the HR specialist does not");
        Of(await leave.ReadAsync("liu.yang", task)).ShouldContain("3");
    }

    [Theory]
    [InlineData("netPay", "Pay")]
    [InlineData("Salary", "Pay")]
    [InlineData("amountMinor", "Pay")]
    [InlineData("bonuses", "Pay")]
    [InlineData("月工资", "Pay")]
    [InlineData("performanceNotes", "Performance")]
    [InlineData("绩效评语", "Performance")]
    [InlineData("identity_number", "IdentityNumber")]
    [InlineData("IDNumber", "IdentityNumber")]
    [InlineData("phone-number", "Contact")]
    [InlineData("payThrough", null)]
    [InlineData("statutoryPayUtc", null)]
    [InlineData("caseNumber", null)]
    [InlineData("leaverName", null)]
    public void A_value_is_known_by_its_name(string name, string? kind) => (HiddenValues.KindOf(name)?.ToString()).ShouldBe(kind);

    private static async Task<List<string>> EverywhereAsync(HttpClient client, string id)
    {
        string[] places = [$"/api/instances/{id}", $"/elsa/api/workflow-instances/{id}", $"/elsa/api/workflow-instances/{id}/variables", $"/elsa/api/workflow-instances/{id}/export?IncludeActivityExecutionLog=true", $"/elsa/api/activity-executions/list?WorkflowInstanceId={id}"];
        var texts = new List<string>();
        foreach (var place in places[..3]) texts.Add(System.Text.RegularExpressions.Regex.Unescape(await client.GetStringAsync(place)));
        foreach (var place in places[3..]) System.Text.RegularExpressions.Regex.Unescape(await client.GetStringAsync(place)).ShouldNotContain("拖延");
        return texts;
    }

    private static Task<string> StartAsync(HrBpmServer server) => StartAsync(server, JsonNode.Parse(TestFlow.Sequence("reviewed", TestFlow.Event("go")))!.AsObject());

    private static async Task<string> StartAsync(HrBpmServer server, JsonObject flow)
    {
        flow["root"]!["variables"] = JsonNode.Parse("""
            [ { "id": "v1", "name": "monthlySalary", "typeName": "Int32", "value": "8123400" }, { "id": "v2", "name": "performanceNotes", "typeName": "String", "value": "拖延" }, { "id": "v3", "name": "reason", "typeName": "String", "value": "年假" },
              { "id": "v4", "name": "x1", "typeName": "Object" }, { "id": "v5", "name": "x2", "typeName": "Object" }, { "id": "v6", "name": "x3", "typeName": "Object" } ]
            """);
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportDefinitions>().PublishAsync(flow.ToJsonString(), "test", default);
        var input = new Dictionary<string, object?> { ["monthlySalary"] = 8123400, ["performanceNotes"] = "拖延", ["reason"] = "年假" };
        var started = await server.Services.GetRequiredService<WorkflowRuntime>().StartAsync(new StartCommand("reviewed") { TenantId = OneServer.Tech.ToString("D"), Actor = "starter", Input = input }, default);
        started.Refusal.ShouldBeNull();
        return started.InstanceId;
    }

    private static Task<int> GrantAsync(AppDbContext db, string person, string role)
    {
        db.RoleGrants.Add(new RoleGrant { CompanyId = OneServer.Tech, PersonId = DemoIds.Of(person), Role = role });
        return db.SaveChangesAsync();
    }

    private async Task<(Func<string, string, bool> Sees, IReadOnlyList<string> Columns)> SightAsync(string viewer, TestDatabase database) => await (await servers.OnAsync(database)).InScopeAsync(async services =>
    {
        var user = services.GetRequiredService<CurrentUser>();
        user.Become((await services.GetRequiredService<FindIdentity>().OfAsync(DemoIds.Of(viewer), default))!);
        Guid[] people = [.. new[] { "zhang.wei", "emma.jones", "bai.xue" }.Select(DemoIds.Of)];
        var sight = await FieldSight.OfAsync(services.GetRequiredService<AppDbContext>(), user, people, default);
        return ((Func<string, string, bool>)((person, field) => sight.Sees(DemoIds.Of(person), ProductFields.OfPerson, field)), FieldSight.ColumnsOf(ProductFields.OfPerson, user));
    });
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using HrBpm.Server.Database;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Tests.Workflows.ElsaApi;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Whom the rules of a flow find, for those who draw it.</summary>
public sealed class DryRunPeopleTests(ElsaServers servers) : IClassFixture<ElsaServers>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_rule_finds_for_a_sample_person_whom_a_running_flow_would_find(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        (await NamesAsync(elsa, "zhang.wei", "DirectManager")).ShouldBe(["李娜"]);
        (await NamesAsync(elsa, "zhang.wei", "ManagerChain", levels: 2)).ShouldBe(["李娜", "王强"]);
        (await NamesAsync(elsa, "zhang.wei", "Role", "HrBp")).ShouldBe(["蒋雯"]);
        (await NamesAsync(elsa, "emma.jones", "Role", "HrBp")).ShouldBe(["Charlotte Davies"], "who holds it for the branch comes first");
        (await NamesAsync(elsa, "zhang.wei", "Position", "会计")).ShouldBe(["吴静"]);
        (await NamesAsync(elsa, "zhang.wei", "Role", "Nothing")).ShouldBeEmpty();
        (await NamesAsync(elsa, "zhang.wei", "DottedLineManager")).ShouldBeEmpty("nobody is named");
        await NameAsync(elsa, "zhang.wei", "he.jing", "jiang.wen");
        (await NamesAsync(elsa, "zhang.wei", "DottedLineManager")).ShouldBe(["何静"]);
        (await NamesAsync(elsa, "zhang.wei", "HrBp")).ShouldBe(["蒋雯"]);
        await NameAsync(elsa, "zhang.wei", null, null);

        await (await elsa.Administrator.GetAsync(Address("zhang.wei", "FormField", "x"))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "dry-run.rule.invalid");
        await (await elsa.OtherCompany.GetAsync(Address("zhang.wei", "DirectManager"))).ShouldBeProblemAsync(HttpStatusCode.NotFound, "people.unknown");
        await (await elsa.OtherCompany.GetAsync($"/api/dry-runs/person?personId={DemoIds.Of("zhang.wei")}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "people.unknown");
        var london = (await elsa.Administrator.GetFromJsonAsync<JsonObject>($"/api/dry-runs/person?personId={DemoIds.Of("emma.jones")}"))!;
        (london["name"]!.ToString(), london["hours"]!["timeZoneId"]!.ToString(), london["hours"]!["week"]!.AsArray().Count).ShouldBe(("Emma Jones", "Europe/London", 7));
    }

    [Fact]
    public async Task A_rule_that_finds_nobody_is_a_warning_at_its_card()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var problems = (await ElsaServer.JsonAsync(await elsa.Administrator.PostAsJsonAsync("/api/definitions/validate", Flow("Nothing", "SchoolAdministrator", "Finance"))))["problems"]!.AsArray()
            .Where(problem => problem!["code"]!.ToString() == "inbox.rule-finds-nobody").ToList();

        problems.Select(problem => problem!["messageZhCn"]!.ToString()).ShouldBe(["「第 0 步」的规则“角色：Nothing”在公司里没有人，会转给管理员。", "「第 1 步」的规则“角色：学校管理员”在公司里没有人，会转给管理员。"]);
        problems.Select(problem => (problem!["node"]!.ToString(), problem["severity"]!.ToString())).ShouldBe([("a0", "warning"), ("a1", "warning")]);
    }

    private static async Task<List<string>> NamesAsync(ElsaServer elsa, string of, string by, string? value = null, int levels = 1) =>
        [.. (await ElsaServer.JsonAsync(await elsa.Administrator.GetAsync(Address(of, by, value, levels))))["people"]!.AsArray().Select(person => person!["name"]!.ToString())];

    private static Task<int> NameAsync(ElsaServer elsa, string of, string? dotted, string? hrBp) => elsa.Server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Employments.Where(e => e.PersonId == DemoIds.Of(of))
        .ExecuteUpdateAsync(set => set.SetProperty(e => e.DottedLineManagerId, dotted == null ? (Guid?)null : DemoIds.Of(dotted)).SetProperty(e => e.HrBpId, hrBp == null ? (Guid?)null : DemoIds.Of(hrBp))));

    private static string Address(string of, string by, string? value = null, int levels = 1) => $"/api/dry-runs/people?by={by}&of={DemoIds.Of(of)}&value={value}&levels={levels}";

    private static JsonObject Flow(params string[] roles) => new()
    {
        ["definitionId"] = "checked", ["root"] = new JsonObject
        {
            ["id"] = "flow", ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray([.. roles.Select((role, at) => new JsonObject
            {
                ["id"] = $"a{at}", ["type"] = "HrBpm.Approval", ["metadata"] = new JsonObject { ["displayText"] = $"第 {at} 步" },
                ["assignees"] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = $"[{{\"by\":\"Role\",\"value\":\"{role}\"}}]" } },
            })]),
            ["connections"] = new JsonArray(),
        },
    };
}

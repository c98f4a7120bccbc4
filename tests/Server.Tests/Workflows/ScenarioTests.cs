using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.DryRuns;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows.Scenarios;
using HrBpm.Server.Platform;
using HrBpm.Server.Tests.Workflows.ElsaApi;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Dry runs that are kept, and what they do to later versions.</summary>
public sealed class ScenarioTests(ElsaServers servers) : IClassFixture<ElsaServers>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_version_that_goes_another_way_is_published_only_when_that_is_accepted(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("scenario");
        await elsa.SaveAsync(ElsaServer.Flow(id, "one"), publish: true);
        await KeepAsync(elsa, id, "等到通知就结束");
        await elsa.SaveAsync(ElsaServer.Flow(id, "two"), publish: true);

        var refused = await elsa.SendAsync("/workflow-definitions", new { model = WithoutWait(id), publish = true });
        var problem = (await ElsaServer.JsonAsync(refused, HttpStatusCode.BadRequest))["validationErrors"]![0]!;
        problem["message"]!.ToString().ShouldBe("场景“等到通知就结束”走得不一样：原来到“wait”，现在到这里为止。");
        problem["activityId"]!.ToString().ShouldBe("wait");
        ((int)(await elsa.GetAsync($"/workflow-definitions/{id}"))["version"]!).ShouldBe(2, "nothing of it was saved");

        await elsa.PostAsync("/workflow-definitions", new { model = WithoutWait(id), publish = true, acceptScenarios = true });
        await elsa.SaveAsync(WithoutWait(id, "three"), publish: true);
        (await elsa.SendAsync("/workflow-definitions", new { model = ElsaServer.Flow(id, "four"), publish = true })).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "the scenario was renewed, so the old way is the other one now");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_scenario_belongs_to_its_company_and_what_is_none_is_refused(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("own");
        await elsa.SaveAsync(ElsaServer.Flow(id), publish: true);
        await KeepAsync(elsa, id, "走一遍");
        var scenarios = $"/api/definitions/{id}/scenarios";

        var kept = (await elsa.Administrator.GetFromJsonAsync<JsonArray>(scenarios))!.ShouldHaveSingleItem()!;
        (await elsa.OtherCompany.GetAsync(scenarios)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsa.OtherCompany.DeleteAsync($"{scenarios}/{kept["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsa.Reader.PostAsJsonAsync(scenarios, new { name = "x", scenario = new { } })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var wrong = await elsa.Administrator.PostAsJsonAsync(scenarios, new { name = "x", scenario = new { acts = 1 } });
        (await wrong.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.ToString().ShouldBe("scenarios.invalid");

        (await elsa.Administrator.DeleteAsync($"{scenarios}/{kept["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await elsa.SaveAsync(WithoutWait(id), publish: true);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Scenarios_hold_no_people_neither_new_ones_nor_those_that_were_kept_with_them(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("nobody");
        await elsa.SaveAsync(ElsaServer.Flow(id), publish: true);
        var (wang, li) = (DemoIds.Of("wang.qiang"), DemoIds.Of("li.na"));
        // As a dry run of before made it: the sample person by name, and somebody whom it was never told of.
        var old = new JsonObject
        {
            ["start"] = new JsonObject { ["atUtc"] = "2026-09-01T01:00:00Z", ["initiatorId"] = wang, ["input"] = new JsonObject { ["leaverId"] = wang, ["receiverId"] = li, ["reason"] = "王强要走" }, ["people"] = new JsonArray(new JsonObject { ["id"] = wang, ["name"] = "王强", ["department"] = "销售部", ["position"] = "销售总监" }) },
            ["acts"] = new JsonArray(new JsonObject { ["do"] = "reply", ["step"] = "wait", ["values"] = new JsonObject { ["by"] = li, ["said"] = "李娜已收到" } }),
            ["outcome"] = new JsonObject { ["visited"] = new JsonArray(), ["status"] = "Finished", ["waiting"] = new JsonArray(), ["variables"] = new JsonObject() },
        };
        await ElsaServer.JsonAsync(await elsa.Administrator.PostAsJsonAsync($"/api/definitions/{id}/scenarios", new { name = "新的", scenario = old }));
        await elsa.Server.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            db.Add(new FlowScenario { Id = Guid.CreateVersion7(), CompanyId = await db.People.Where(p => p.Id == wang).Select(p => p.CompanyId).SingleAsync(), DefinitionId = id, Name = "旧的", Json = old.ToJsonString(), UpdatedUtc = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) });
            await db.SaveChangesAsync();
            await services.GetServices<IStartupStep>().OfType<ConvertScenarios>().Single().RunAsync(CancellationToken.None);
            return 0;
        });

        var kept = await elsa.Server.InScopeAsync(services => services.GetRequiredService<AppDbContext>().FlowScenarios.AsNoTracking().Where(s => s.DefinitionId == id).Select(s => s.Json).ToListAsync());

        kept.Count.ShouldBe(2);
        kept.Distinct().ShouldHaveSingleItem("what is converted is as what is kept now");
        foreach (var personal in (string[])["王强", "李娜", wang.ToString("D"), li.ToString("D")]) kept[0].ShouldNotContain(personal);
        kept[0].ShouldContain("销售总监", Case.Sensitive, "conditions ask for the position");
    }

    private static async Task KeepAsync(ElsaServer elsa, string id, string name)
    {
        await using var run = await DryRun.BeginAsync(ElsaServer.Flow(id).ToJsonString(), new DryStart(new DateTime(2026, 9, 1, 1, 0, 0, DateTimeKind.Utc), Guid.NewGuid(), [], []));
        (await run.DoAsync(new DryAct.Reply("wait"))).ShouldBeNull();
        await ElsaServer.JsonAsync(await elsa.Administrator.PostAsJsonAsync($"/api/definitions/{id}/scenarios", new { name, scenario = JsonNode.Parse(DryScenario.Of(run, []).Write()) }));
    }

    private static JsonObject WithoutWait(string id, string text = "two")
    {
        var flow = ElsaServer.Flow(id, text);
        flow["root"]!["connections"] = new JsonArray();
        flow["root"]!["activities"]!.AsArray().RemoveAt(1);
        return flow;
    }
}

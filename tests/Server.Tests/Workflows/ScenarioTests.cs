using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.DryRuns;
using HrBpm.Server.Tests.Workflows.ElsaApi;

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

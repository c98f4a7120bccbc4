using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using HrBpm.Server.Tests.Companies;
using HrBpm.Server.Tests.Workflows.ElsaApi;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows.Variants;

/// <summary>Whatever starts a flow, a company runs what it has in the template's place; and what the group has locked stays.</summary>
public sealed class TemplateStartTests(ElsaServers servers) : IClassFixture<ElsaServers>
{
    private ElsaServer elsa = null!;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_a_request_and_a_timer_start_the_template_and_then_the_companys_variant(TestDatabase database)
    {
        elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("started");
        await elsa.ShipAsync(Triggered(id, "product"));
        await OfferAsync(id, Triggered(id, "group"));

        await StartAllAsync(id);
        (await TextsAsync(id, OtherCompany.School)).ShouldBe(["group", "group", "group"], "the group's template stands in the place of the product's, and nothing starts twice");
        (await TextsAsync(id, OtherCompany.Tech)).ShouldBe(["group"], "time starts it in every company, an event and a request in their own");

        await ElsaServer.JsonAsync(await elsa.OtherCompany.PutAsJsonAsync(Address(id), new { revision = 0, changes = new[] { Text("ours") } }));
        await ElsaServer.JsonAsync(await elsa.OtherCompany.PostAsJsonAsync(Address(id) + "/publish", new { }));
        await StartAllAsync(id);
        (await TextsAsync(id, OtherCompany.School)).ShouldBe(["group", "group", "group", "ours", "ours", "ours"]);
        (await TextsAsync(id, OtherCompany.Tech)).ShouldBe(["group", "group"]);
        await elsa.Server.InScopeAsync(services => services.GetRequiredService<AppDbContext>().WorkflowTriggers.Where(t => t.DefinitionId == id).ExecuteDeleteAsync());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_flow_that_starts_another_starts_the_companys_variant_of_it(TestDatabase database)
    {
        elsa = await servers.OnAsync(database);
        var (parent, child) = (ElsaServer.NewId("parent"), ElsaServer.NewId("child"));
        await elsa.ShipAsync(ElsaServer.Flow(child, "template"));
        await elsa.ShipAsync(JsonNode.Parse(TestFlow.Sequence(parent, TestFlow.Node("run", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", child), ("waitForCompletion", true))))!.AsObject());
        await ElsaServer.JsonAsync(await elsa.OtherCompany.PutAsJsonAsync(Address(child), new { revision = 0, changes = new[] { Text("ours") } }));
        await ElsaServer.JsonAsync(await elsa.OtherCompany.PostAsJsonAsync(Address(child) + "/publish", new { }));

        foreach (var company in new[] { elsa.OtherCompany, elsa.Administrator }) await ElsaServer.JsonAsync(await company.PostAsJsonAsync($"/elsa/api/workflow-definitions/{parent}/dispatch", new { }));
        await IdleAsync();

        (await TextsAsync(child, OtherCompany.School)).ShouldBe(["ours"]);
        (await TextsAsync(child, OtherCompany.Tech)).ShouldBe(["template"]);
        (await TakenAsync(elsa.OtherCompany, child, "qin.lan")).ShouldBe("variant 2 1 星河实验学校");
        (await TakenAsync(elsa.Administrator, child, "zhang.wei")).ShouldBe("product 1  ");
        await (await elsa.OtherCompany.GetAsync($"/api/definitions/{child}/taken?personId={DemoIds.Of("zhang.wei")}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "people.unknown");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_the_group_has_locked_no_company_changes_whatever_way_it_tries(TestDatabase database)
    {
        elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("locked");
        await elsa.ShipAsync(ElsaServer.Flow(id, "product"));
        await OfferAsync(id, ElsaServer.Flow(id, "group"));
        await ElsaServer.JsonAsync(await elsa.OtherCompany.PutAsJsonAsync(Address(id), new { revision = 0, changes = new[] { Text("ours") } }));
        var locked = ElsaServer.Flow(id, "law");
        locked["root"]!["activities"]![0]!["customProperties"] = JsonNode.Parse("""{"lock":["text"],"lockReason":"法定文本"}""");
        await OfferAsync(id, locked);

        var preview = await ElsaServer.JsonAsync(await elsa.OtherCompany.GetAsync(Address(id) + "/upgrade"));
        var conflict = preview["conflicts"]!.AsArray().ShouldHaveSingleItem()!;
        $"{conflict["kind"]} {conflict["key"]} {string.Join(',', conflict["choices"]!.AsArray().Select(c => c!.ToString()))}".ShouldBe("locked set:write:text template");
        await ElsaServer.JsonAsync(await elsa.OtherCompany.PostAsJsonAsync(Address(id) + "/upgrade", new { toVersionId = (string)preview["toVersionId"]!, decisions = new[] { new { key = "set:write:text", choice = "template" } } }));

        var refused = await elsa.OtherCompany.PostAsJsonAsync(Address(id) + "/changes", new { change = Text("ours") });
        ((string)(await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.not-sound")).ToJsonString()).ShouldContain("overlays.locked");
        var copy = await elsa.OtherCompany.PostAsJsonAsync("/elsa/api/workflow-definitions", new { model = ElsaServer.Flow(id, "copied"), publish = true });
        (await copy.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.not-sound")).ToJsonString().ShouldContain("overlays.locked");
    }

    [Fact]
    public async Task A_template_goes_one_level_down_and_not_further()
    {
        elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var id = ElsaServer.NewId("deep");
        await elsa.ShipAsync(ElsaServer.Flow(id, "product"));
        await OfferAsync(id, ElsaServer.Flow(id, "group"));
        await elsa.SaveAsync(ElsaServer.Flow(id, "deeper"));
        var above = await SetAboveGroupAsync(Guid.CreateVersion7());
        try
        {
            (await (await (await elsa.Server.SignInAsync("su.qing")).PostAsync($"/api/definitions/{id}/template", null)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "templates.too-deep"))["detail"]!.ToString().ShouldContain("one level down");
        }
        finally
        {
            await SetAboveGroupAsync(above);
        }
    }

    // Puts a company above the group, or takes it away again.
    private Task<Guid?> SetAboveGroupAsync(Guid? holding) => elsa.Server.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var group = await db.Companies.Where(c => c.Id == OtherCompany.Tech).Select(c => c.ParentId).SingleAsync();
        var before = await db.Companies.Where(c => c.Id == group).Select(c => c.ParentId).SingleAsync();
        if (holding is { } id)
        {
            db.Add(new Company { Id = id, Name = "控股公司" });
            await db.SaveChangesAsync();
        }

        await db.Companies.Where(c => c.Id == group).ExecuteUpdateAsync(set => set.SetProperty(c => c.ParentId, holding));
        return before;
    });

    private async Task OfferAsync(string id, JsonObject model)
    {
        await elsa.Server.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            return await db.RoleGrants.AnyAsync(g => g.Role == "GroupAdministrator") ? 0 : await OtherCompany.GrantAsync(db, OtherCompany.Tech, "su.qing", "GroupAdministrator");
        });
        await elsa.SaveAsync(model);
        await ElsaServer.JsonAsync(await (await elsa.Server.SignInAsync("su.qing")).PostAsync($"/api/definitions/{id}/template", null));
    }

    // In the school by an event and a request, and everywhere by time.
    private async Task StartAllAsync(string id)
    {
        await ElsaServer.JsonAsync(await elsa.OtherCompany.PostAsJsonAsync($"/elsa/api/events/{id}/trigger", new { }));
        (await elsa.OtherCompany.PostAsync($"/workflows/{id}", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await IdleAsync();
        elsa.Server.Clock.Advance(TimeSpan.FromHours(1));
        await IdleAsync();
    }

    private Task IdleAsync() => elsa.Server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(CancellationToken.None);

    private Task<List<string>> TextsAsync(string id, Guid company) => elsa.Server.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var versions = await db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(i => i.DefinitionId == id && i.CompanyId == company).OrderBy(i => i.CreatedUtc).Select(i => i.DefinitionVersionId).ToListAsync();
        var texts = await db.DefinitionVersions.Where(d => d.DefinitionId == id).ToDictionaryAsync(d => d.Id, d => d.Json);
        return versions.ConvertAll(version => JsonNode.Parse(texts[version])!["root"]!["activities"]!.AsArray().Single(a => (string)a!["id"]! == "write")!["text"]!["expression"]!["value"]!.ToString());
    });

    private static async Task<string> TakenAsync(HttpClient who, string id, string person)
    {
        var taken = await ElsaServer.JsonAsync(await who.GetAsync($"/api/definitions/{id}/taken?personId={DemoIds.Of(person)}"));
        return $"{taken["from"]} {taken["version"]} {taken["templateVersion"]} {taken["owner"]}";
    }

    private static string Address(string id) => $"/api/definitions/{id}/variant";

    private static JsonObject Text(string text) => new()
    {
        ["kind"] = "set", ["card"] = "write", ["member"] = "text", ["value"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = text } },
    };

    // A flow that an event, a request and the clock start.
    private static JsonObject Triggered(string id, string text)
    {
        var flow = ElsaServer.Flow(id, text);
        var root = flow["root"]!;
        foreach (var trigger in new[]
        {
            TestFlow.Node("on", "Elsa.Event", ("eventName", id)),
            TestFlow.Node("asked", "Elsa.HttpEndpoint", ("path", id), ("supportedMethods", TestFlow.Object("String[]", "[\"POST\"]")), ("authorize", true)),
            TestFlow.Node("hourly", "Elsa.Timer", ("interval", "01:00:00")),
        })
        {
            root["activities"]!.AsArray().Insert(0, TestFlow.Starts(trigger));
            root["connections"]!.AsArray().Add(JsonNode.Parse($$$"""{"source":{"activity":"{{{trigger["id"]}}}","port":"Done"},"target":{"activity":"write","port":"In"}}"""));
        }

        return flow;
    }
}

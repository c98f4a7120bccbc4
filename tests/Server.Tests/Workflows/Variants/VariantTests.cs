using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Tests.Companies;
using HrBpm.Server.Tests.Workflows.ElsaApi;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows.Variants;

/// <summary>How a company has a template otherwise, without copying it.</summary>
public sealed class VariantTests(ElsaServers servers) : IClassFixture<ElsaServers>
{
    private ElsaServer elsa = null!;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_company_runs_its_variant_once_it_is_published_and_what_runs_stays_where_it_began(TestDatabase database)
    {
        elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("variant");
        await elsa.ShipAsync(ElsaServer.Flow(id, "template"));
        var before = await RunAsync(elsa.OtherCompany, id);

        var put = await SchoolAsync(HttpMethod.Put, id, "", new { revision = 0, changes = new[] { Text("ours"), Inserted("check") } });
        (await TextOfRunAsync(elsa.OtherCompany, await RunAsync(elsa.OtherCompany, id))).ShouldBe("template", "a draft changes nothing");
        var published = await SchoolAsync(HttpMethod.Post, id, "/publish");

        States(put).ShouldBe(["write Changed", "wait Inherited", "check Added"], ignoreOrder: true);
        ((string)put["changes"]![0]!["was"]!["expression"]!["value"]!).ShouldBe("template", "the server remembers what it was, whatever is sent");
        ((bool)published["isPublished"]!, (int?)published["publishedVersion"]).ShouldBe((true, 2));
        (await TextOfRunAsync(elsa.OtherCompany, await RunAsync(elsa.OtherCompany, id))).ShouldBe("ours");
        (await TextOfRunAsync(elsa.OtherCompany, before)).ShouldBe("template");
        (await TextOfRunAsync(elsa.Administrator, await RunAsync(elsa.Administrator, id))).ShouldBe("template", "another company has nothing of it");
        States(await ElsaServer.JsonAsync(await elsa.Administrator.GetAsync(Address(id)))).ShouldBe(["write Inherited", "wait Inherited"], ignoreOrder: true);
        (await AuditedAsync(id)).ShouldBe(["variants.changed", "definitions.published", "variants.published"], ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_conflict_with_the_new_template_waits_for_a_decision(TestDatabase database)
    {
        elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("conflict");
        await elsa.ShipAsync(ElsaServer.Flow(id, "template"));
        await SchoolAsync(HttpMethod.Put, id, "", new { revision = 0, changes = new[] { Text("ours"), Inserted("check") } });
        await SchoolAsync(HttpMethod.Post, id, "/publish");
        await elsa.ShipAsync(ElsaServer.Flow(id, "news"));

        var preview = await ElsaServer.JsonAsync(await elsa.OtherCompany.GetAsync(Address(id) + "/upgrade"));
        var undecided = await SendAsync(elsa.OtherCompany, HttpMethod.Post, id, "/upgrade", new { toVersionId = (string)preview["toVersionId"]!, decisions = Array.Empty<object>() });
        var upgraded = await SchoolAsync(HttpMethod.Post, id, "/upgrade", new { toVersionId = (string)preview["toVersionId"]!, decisions = new[] { new { key = "set:write:text", choice = "Ours" } } });

        var conflict = preview["conflicts"]!.AsArray().ShouldHaveSingleItem()!;
        $"{conflict["kind"]} {conflict["card"]}".ShouldBe("bothChanged write");
        new[] { "base", "template", "ours" }.Select(side => (string)conflict[side]!["expression"]!["value"]!).ShouldBe(["template", "news", "ours"]);
        preview["carried"]!.AsArray().Select(k => (string)k!).ShouldBe(["insert:check"]);
        ((string)(await undecided.ShouldBeProblemAsync(HttpStatusCode.Conflict, "variants.undecided"))["detail"]!).ShouldContain("set:write:text");
        ((int)upgraded["baseVersion"]!, (int?)upgraded["newerVersion"], (bool)upgraded["isPublished"]!).ShouldBe((2, null, false));
        ((string)upgraded["changes"]!.AsArray().Single(c => (string)c!["kind"]! == "set")!["was"]!["expression"]!["value"]!).ShouldBe("news");
        await SchoolAsync(HttpMethod.Post, id, "/publish");
        (await TextOfRunAsync(elsa.OtherCompany, await RunAsync(elsa.OtherCompany, id))).ShouldBe("ours");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_change_is_taken_back_alone_and_all_of_them_at_once(TestDatabase database)
    {
        elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("back");
        await elsa.ShipAsync(ElsaServer.Flow(id, "template"));
        await SchoolAsync(HttpMethod.Post, id, "/changes", new { change = Text("ours") });
        await SchoolAsync(HttpMethod.Post, id, "/changes", new { change = Inserted("check") });
        await SchoolAsync(HttpMethod.Post, id, "/publish");

        var back = await SchoolAsync(HttpMethod.Delete, id, "/changes/" + Uri.EscapeDataString("set:write:text"));
        var stale = await SendAsync(elsa.OtherCompany, HttpMethod.Put, id, "", new { revision = 1, changes = Array.Empty<object>() });
        var dropped = await SchoolAsync(HttpMethod.Delete, id, "");

        States(back).ShouldBe(["write Inherited", "wait Inherited", "check Added"], ignoreOrder: true);
        await stale.ShouldBeProblemAsync(HttpStatusCode.Conflict, "variants.changed");
        ((int)dropped["revision"]!, (int?)dropped["publishedVersion"]).ShouldBe((0, null));
        (await TextOfRunAsync(elsa.OtherCompany, await RunAsync(elsa.OtherCompany, id))).ShouldBe("template");
        await (await SendAsync(elsa.OtherCompany, HttpMethod.Delete, id, "/changes/off:wait")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "variants.unknown");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_the_group_offers_runs_in_its_companies_and_only_the_group_may_offer(TestDatabase database)
    {
        elsa = await servers.OnAsync(database);
        await elsa.Server.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            return await db.RoleGrants.AnyAsync(g => g.Role == "GroupAdministrator") ? 0 : await OtherCompany.GrantAsync(db, OtherCompany.Tech, "su.qing", "GroupAdministrator");
        });
        var group = await elsa.Server.SignInAsync("su.qing");
        var id = ElsaServer.NewId("offered");
        await elsa.ShipAsync(ElsaServer.Flow(id, "product"));
        await elsa.SaveAsync(ElsaServer.Flow(id, "group"));

        await (await elsa.Administrator.PostAsync($"/api/definitions/{id}/template", null)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "templates.forbidden");
        var offered = await ElsaServer.JsonAsync(await group.PostAsync($"/api/definitions/{id}/template", null));
        await (await group.PostAsync($"/api/definitions/{id}/template", null)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "templates.no-draft");

        ((int)offered["version"]!).ShouldBe(2);
        foreach (var company in new[] { elsa.Administrator, elsa.OtherCompany })
        {
            (await TextOfRunAsync(company, await RunAsync(company, id))).ShouldBe("group");
            var seen = (await ElsaServer.JsonAsync(await company.GetAsync($"/elsa/api/workflow-definitions?versionOptions=LatestAndPublished&definitionIds={id}")))["items"]!.AsArray().ShouldHaveSingleItem()!;
            ((int)seen["version"]!, (bool)seen["isOwn"]!).ShouldBe((2, false));
        }

        ((int)(await ElsaServer.JsonAsync(await elsa.OtherCompany.GetAsync(Address(id))))["baseVersion"]!).ShouldBe(2);
    }

    [Fact]
    public async Task A_variant_that_can_deadlock_is_not_published()
    {
        elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var id = ElsaServer.NewId("deadlock");
        await elsa.ShipAsync(ElsaServer.Flow(id, "template"));
        var meeting = new JsonObject
        {
            ["kind"] = "insert",
            ["cards"] = JsonNode.Parse("""[{"id":"decide","type":"Elsa.FlowDecision","version":1,"condition":{"typeName":"Boolean","expression":{"type":"JavaScript","value":"1 > 2"}}},{"id":"meet","type":"Elsa.FlowJoin","version":1,"mode":{"typeName":"FlowJoinMode","expression":{"type":"Literal","value":"WaitAll"}}}]"""),
            ["replaces"] = JsonNode.Parse("""[{"from":"write","port":"Done","to":"wait"}]"""),
            ["connects"] = JsonNode.Parse("""[{"from":"write","port":"Done","to":"decide"},{"from":"decide","port":"True","to":"meet"},{"from":"decide","port":"False","to":"meet"},{"from":"meet","port":"Done","to":"wait"},{"from":"wait","port":"Done","to":"meet"}]"""),
        };
        await SchoolAsync(HttpMethod.Put, id, "", new { revision = 0, changes = new[] { meeting } });

        (await SendAsync(elsa.OtherCompany, HttpMethod.Post, id, "/publish")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TextOfRunAsync(elsa.OtherCompany, await RunAsync(elsa.OtherCompany, id))).ShouldBe("template");
    }

    [Fact]
    public async Task What_is_no_change_is_refused_and_nothing_is_stored()
    {
        elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var id = ElsaServer.NewId("wrong");
        await elsa.ShipAsync(ElsaServer.Flow(id, "template"));

        await (await SendAsync(elsa.OtherCompany, HttpMethod.Post, id, "/changes", new { change = new { kind = "copy" } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "variants.change-invalid");
        var off = await SendAsync(elsa.OtherCompany, HttpMethod.Post, id, "/changes", new { change = new { kind = "off", card = "write" } });
        await (await SendAsync(elsa.OtherCompany, HttpMethod.Post, "no-such-flow", "/changes", new { change = new { kind = "off", card = "write" } })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "variants.template-unknown");

        (await off.Content.ReadAsStringAsync()).ShouldContain("overlays.off-first");
        ((int)(await ElsaServer.JsonAsync(await elsa.OtherCompany.GetAsync(Address(id))))["revision"]!).ShouldBe(0);
        (await SendAsync(elsa.Reader, HttpMethod.Put, id, "", new { revision = 0, changes = Array.Empty<object>() })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static string Address(string id) => $"/api/definitions/{id}/variant";

    private static JsonObject Text(string text) => new()
    {
        ["kind"] = "set", ["card"] = "write", ["member"] = "text", ["value"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = text } },
    };

    private static JsonObject Inserted(string card) => new()
    {
        ["kind"] = "insert",
        ["cards"] = new JsonArray(new JsonObject { ["id"] = card, ["type"] = "Elsa.WriteLine", ["version"] = 1, ["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "checked" } } }),
        ["replaces"] = JsonNode.Parse("""[{"from":"write","port":"Done","to":"wait"}]"""),
        ["connects"] = JsonNode.Parse($$"""[{"from":"write","port":"Done","to":"{{card}}"},{"from":"{{card}}","port":"Done","to":"wait"}]"""),
    };

    private static IEnumerable<string> States(JsonObject variant) => variant["cards"]!.AsArray().Select(c => $"{c!["id"]} {char.ToUpperInvariant(((string)c["state"]!)[0])}{((string)c["state"]!)[1..]}");

    private async Task<JsonObject> SchoolAsync(HttpMethod method, string id, string path, object? body = null) => await ElsaServer.JsonAsync(await SendAsync(elsa.OtherCompany, method, id, path, body));

    private static Task<HttpResponseMessage> SendAsync(HttpClient who, HttpMethod method, string id, string path, object? body = null) =>
        who.SendAsync(new HttpRequestMessage(method, Address(id) + path) { Content = method == HttpMethod.Delete ? null : JsonContent.Create(body ?? new { }) });

    private static async Task<string> RunAsync(HttpClient who, string id) =>
        (string)(await ElsaServer.JsonAsync(await who.PostAsJsonAsync($"/elsa/api/workflow-definitions/{id}/dispatch", new { })))["workflowInstanceId"]!;

    private static async Task<string> TextOfRunAsync(HttpClient who, string instance)
    {
        var version = (await ElsaServer.JsonAsync(await who.GetAsync($"/elsa/api/workflow-instances/{instance}")))["definitionVersionId"];
        return (string)(await ElsaServer.JsonAsync(await who.GetAsync($"/elsa/api/workflow-definitions/by-id/{version}")))["root"]!["activities"]![0]!["text"]!["expression"]!["value"]!;
    }

    private Task<List<string>> AuditedAsync(string id) => elsa.Server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.IgnoreQueryFilters().Where(e => e.Subject == "definition:" + id && e.CompanyId == OtherCompany.School).Select(e => e.Action).ToListAsync());
}

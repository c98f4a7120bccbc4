using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>How definitions are saved, published, retracted, reverted and deleted.</summary>
public sealed class EditingTests(ElsaServers servers) : IClassFixture<ElsaServers>
{
    private static readonly string[] Versions = ["version", "isLatest", "isPublished"];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_draft_is_rewritten_until_it_is_published_and_stands_from_then_on(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("draft");

        var first = await elsa.SaveAsync(ElsaServer.Flow(id, "one"));
        var rewritten = await elsa.SaveAsync(ElsaServer.Flow(id, "two"));
        var published = await elsa.SaveAsync(ElsaServer.Flow(id, "two"), publish: true);
        var next = await elsa.SaveAsync(ElsaServer.Flow(id, "three"));

        ((string)rewritten["id"]!).ShouldBe((string)first["id"]!);
        ((string)published["id"]!).ShouldBe((string)first["id"]!);
        Standing(published).ShouldBe("1 latest published");
        Standing(next).ShouldBe("2 latest");
        TextOf(await elsa.GetAsync($"/workflow-definitions/by-id/{first["id"]}")).ShouldBe("two");
        (await StandingsAsync(elsa, id)).ShouldBe(["2 latest", "1 published"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Publishing_retracts_the_version_that_was_published_before(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("publish");
        await elsa.SaveAsync(ElsaServer.Flow(id, "one"), publish: true);
        await elsa.SaveAsync(ElsaServer.Flow(id, "two"));

        var answer = await elsa.PostAsync($"/workflow-definitions/{id}/publish");
        var again = await elsa.PostAsync($"/workflow-definitions/{id}/publish");

        ((bool)answer["alreadyPublished"]!, (bool)again["alreadyPublished"]!).ShouldBe((false, true));
        (await StandingsAsync(elsa, id)).ShouldBe(["2 latest published", "1"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_retracted_version_is_not_published_any_more_and_can_be_again(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("retract");
        await elsa.SaveAsync(ElsaServer.Flow(id), publish: true);

        Standing(await elsa.PostAsync($"/workflow-definitions/{id}/retract")).ShouldBe("1 latest");
        await (await elsa.SendAsync($"/workflow-definitions/{id}/retract")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "definitions.not-published");
        Standing((await elsa.PostAsync($"/workflow-definitions/{id}/publish"))["workflowDefinition"]!.AsObject()).ShouldBe("1 latest published");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Each_version_says_who_published_it_with_which_note_and_what_ran_on_it(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("told");
        var first = ElsaServer.Flow(id, "one");
        first["customProperties"] = new JsonObject { ["publishNote"] = "第一版" };
        await elsa.SaveAsync(first, publish: true);
        await elsa.SendAsync($"/workflow-definitions/{id}/execute");
        first = ElsaServer.Flow(id, "two");
        first["customProperties"] = new JsonObject { ["publishNote"] = "第一版" };
        await elsa.SaveAsync(first);

        var told = await ElsaServer.JsonAsync(await elsa.Reader.GetAsync($"/api/definitions/{id}/versions"));
        var (draft, published) = (told["versions"]![0]!, told["versions"]![1]!);
        ((bool)draft["isDraft"]!, (string?)draft["savedBy"]!["name"], draft["publishedBy"], draft["note"]).ShouldBe((true, "许诺", null, null), "what the last publisher said is no note of a draft");
        ((string?)published["publishedBy"]!["name"], (string?)published["note"], (int)published["finished"]! + (int)published["running"]!).ShouldBe(("许诺", "第一版", 1));
        published["companies"]!.AsArray().Select(use => $"{use!["company"]} {use["runsNew"]}").ShouldBe(["星河科技 true"]);
        await (await elsa.OtherCompany.GetAsync($"/api/definitions/{id}/versions")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.unknown");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_revert_makes_a_new_draft_of_what_an_earlier_version_said(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("revert");
        await elsa.SaveAsync(ElsaServer.Flow(id, "one"), publish: true);
        await elsa.SaveAsync(ElsaServer.Flow(id, "two"), publish: true);

        var summary = await elsa.PostAsync($"/workflow-definitions/{id}/revert/1");

        Standing(summary).ShouldBe("3 latest");
        TextOf(await elsa.GetAsync($"/workflow-definitions/{id}")).ShouldBe("one");
        (await StandingsAsync(elsa, id)).ShouldBe(["3 latest", "2 published", "1"]);
        await (await elsa.SendAsync($"/workflow-definitions/{id}/revert/9")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.version.unknown");
        await (await elsa.SendAsync($"/workflow-definitions/{id}/revert/0")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.version");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Definitions_that_would_use_each_other_in_a_circle_are_not_published(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var (one, two) = (ElsaServer.NewId("one"), ElsaServer.NewId("two"));
        await elsa.SaveAsync(Using(one, two), publish: true);
        await elsa.SaveAsync(Using(two, one));

        var refused = await elsa.SendAsync($"/workflow-definitions/{two}/publish");
        (await refused.Content.ReadAsStringAsync()).ShouldContain("definitions.workflow-cycle");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await StandingsAsync(elsa, two)).ShouldBe(["1 latest"]);

        static JsonObject Using(string id, string other)
        {
            var flow = ElsaServer.Flow(id);
            flow["root"]!["activities"]![1] = new JsonObject { ["id"] = "wait", ["type"] = "Used", ["version"] = 1, ["workflowDefinitionId"] = other };
            return flow;
        }
    }

    [Fact]
    public async Task A_definition_without_an_id_is_given_one()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);

        var saved = await elsa.SaveAsync(new JsonObject { ["name"] = "Workflow 1", ["version"] = 1, ["isLatest"] = true, ["root"] = new JsonObject { ["id"] = "f", ["type"] = "Elsa.Flowchart", ["version"] = 1 } });

        Standing(saved).ShouldBe("1 latest");
        ((string)saved["definitionId"]!).Length.ShouldBe(32);
    }

    [Fact]
    public async Task What_nobody_here_knows_survives_a_round_trip()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var model = ElsaServer.Flow(ElsaServer.NewId("lossless"));
        model["futureMember"] = JsonNode.Parse("""{ "a": [1, 2.50, null, "字𝄞"], "nodeId": "mine" }""");
        model["root"]!["activities"]![0]!["unknownInput"] = JsonNode.Parse("""{ "typeName": "Object", "expression": { "type": "Object", "value": { "id": "x", "type": "y", "nodeId": "z" } } }""");
        model["root"]!["activities"]![0]!["metadata"]!["colour"] = "teal";
        model["root"]!["activities"]!.AsArray().Add(JsonNode.Parse("""{ "id": "later", "type": "Acme.NotInstalled", "version": 3, "then": { "id": "inner", "type": "Elsa.WriteLine", "text": null } }"""));

        await elsa.SaveAsync(model);
        var read = await elsa.GetAsync($"/workflow-definitions/{model["definitionId"]}");
        var again = await elsa.GetAsync($"/workflow-definitions/by-id/{(await elsa.SaveAsync(read.DeepClone().AsObject()))["id"]}");

        foreach (var (name, value) in model) JsonNode.DeepEquals(WithoutNodeIds(read[name]), value).ShouldBeTrue($"{name}: {read[name]}");
        JsonNode.DeepEquals(again, read).ShouldBeTrue();
    }

    [Fact]
    public async Task A_publish_of_what_is_not_sound_is_refused_with_every_problem_and_changes_nothing()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var id = ElsaServer.NewId("unsound");
        await elsa.SaveAsync(ElsaServer.Flow(id), publish: true);
        var broken = ElsaServer.Broken(id);

        var answer = await elsa.SendAsync("/workflow-definitions", new { model = broken, publish = true });

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.not-sound");
        var errors = problem["validationErrors"]!.AsArray();
        errors.ShouldContain(e => (string?)e!["activityId"] == "write" && (string)e["code"]! == "expressions.syntax");
        problem["errors"]!["write"]!.AsArray().Select(m => (string)m!).ShouldBe(errors.Where(e => (string?)e!["activityId"] == "write").Select(e => (string)e!["message"]!));
        errors.ShouldAllBe(e => (string?)e!["message"] == (string?)e["messageZhCn"] && (string?)e["messageEn"] != (string?)e["messageZhCn"]);
        using var english = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/workflow-definitions") { Content = JsonContent.Create(new { model = broken, publish = true }), Headers = { { "Accept-Language", "en-GB, zh;q=0.5" } } };
        var inEnglish = await (await elsa.Administrator.SendAsync(english)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.not-sound");
        inEnglish["validationErrors"]!.AsArray().Select(e => (string?)e!["message"]).ShouldBe(errors.Select(e => (string?)e!["messageEn"]));
        ((string)inEnglish["detail"]!).ShouldStartWith("Expected a definition that is sound");
        (await StandingsAsync(elsa, id)).ShouldBe(["1 latest published"]);
        // The same as a draft is the author's business.
        await elsa.SaveAsync(broken);
        await (await elsa.SendAsync($"/workflow-definitions/{id}/publish")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.not-sound");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_save_that_is_meant_for_what_was_read_is_refused_when_somebody_saved_meanwhile(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("tagged");
        await elsa.SaveAsync(ElsaServer.Flow(id, "one"));
        var read = (await elsa.Administrator.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{id}")).Headers.ETag!.Tag;

        var mine = await SaveIfAsync(elsa, read, ElsaServer.Flow(id, "mine"));
        var theirs = await SaveIfAsync(elsa, read, ElsaServer.Flow(id, "theirs"));
        var again = await SaveIfAsync(elsa, mine.Headers.ETag!.Tag, ElsaServer.Flow(id, "mine again"), publish: true);

        mine.StatusCode.ShouldBe(HttpStatusCode.OK);
        await theirs.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "definitions.changed");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsa.GetAsync($"/workflow-definitions/{id}"))["root"]!["activities"]![0]!["text"]!["expression"]!["value"]!.GetValue<string>().ShouldBe("mine again");
        (await elsa.Administrator.GetAsync($"/elsa/api/workflow-definitions/{id}")).Headers.ETag!.Tag.ShouldBe(again.Headers.ETag!.Tag);
        await (await SaveIfAsync(elsa, "*", ElsaServer.Flow(ElsaServer.NewId("new")))).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "definitions.changed");
    }

    private static async Task<HttpResponseMessage> SaveIfAsync(ElsaServer elsa, string tag, JsonObject model, bool publish = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/workflow-definitions") { Content = JsonContent.Create(new { model, publish }), Headers = { { "If-Match", tag } } };
        return await elsa.Administrator.SendAsync(request);
    }

    [Theory]
    [InlineData("""{ "publish": true }""", "request.json")]
    [InlineData("""{ "model": [], "publish": true }""", "request.json")]
    [InlineData("""{ "model": {}, "publish": "yes" }""", "request.json")]
    [InlineData("""{ "model": {}, "colour": 1 }""", "request.json")]
    [InlineData("""{ "model": { "name": 7 } }""", "definitions.not-sound")]
    [InlineData("""{ "model": { "definitionId": "a b" } }""", "definitions.not-sound")]
    [InlineData("""{ "model": { "variables": {} } }""", "definitions.not-sound")]
    [InlineData("""{ "model": { "inputs": [1] } }""", "definitions.not-sound")]
    [InlineData("""{ "model": { "outcomes": [1] } }""", "definitions.not-sound")]
    [InlineData("""{ "model": { "options": [] } }""", "definitions.not-sound")]
    [InlineData("""{ "model": { "root": "Elsa.Flowchart" } }""", "definitions.not-sound")]
    [InlineData("""{ "model": { "root": { "id": "r" } } }""", "definitions.not-sound")]
    [InlineData("""{ "model": { "root": { "id": "r", "type": "Elsa.Flowchart", "activities": [ { "id": "a", "type": "Elsa.End" }, { "id": "a", "type": "Elsa.End" } ] } } }""", "definitions.not-sound")]
    public async Task What_cannot_be_stored_is_refused(string body, string code)
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);

        var answer = await elsa.SendAsync("/workflow-definitions", JsonNode.Parse(body));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_body_that_is_too_big_is_refused()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var model = ElsaServer.Flow(ElsaServer.NewId("big"), new string('x', 1024 * 1024));

        await (await elsa.SendAsync("/workflow-definitions", new { model, publish = false })).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_company_that_edits_what_all_companies_have_gets_a_copy_of_its_own(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("shipped");
        await elsa.ShipAsync(ElsaServer.Flow(id, "product"));

        var copy = await elsa.SaveAsync(ElsaServer.Flow(id, "ours"));
        (await StandingsAsync(elsa, id)).ShouldBe(["2 latest", "1 published"]);
        await elsa.PostAsync($"/workflow-definitions/{id}/publish");

        Standing(copy).ShouldBe("2 latest");
        (await StandingsAsync(elsa, id)).ShouldBe(["2 latest published", "1"]);
        var others = await ElsaServer.JsonAsync(await elsa.OtherCompany.GetAsync($"/elsa/api/workflow-definitions/{id}"));
        (TextOf(others), Standing(others)).ShouldBe(("product", "1 latest published"));
        await (await elsa.OtherCompany.GetAsync($"/elsa/api/workflow-definitions/by-id/{copy["id"]}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.version-unknown");
        // Without its copy the company has what all have.
        await elsa.PostAsync($"/workflow-definitions/{id}/retract");
        (await StandingsAsync(elsa, id)).ShouldBe(["2 latest", "1 published"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_all_companies_have_is_neither_retracted_nor_deleted_by_one(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("kept");
        await elsa.ShipAsync(ElsaServer.Flow(id));
        var version = (string)(await elsa.GetAsync($"/workflow-definitions/{id}"))["id"]!;

        await (await elsa.SendAsync($"/workflow-definitions/{id}/retract")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "definitions.of-all-companies");
        await (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definitions/{id}")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "definitions.of-all-companies");
        await (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definition-versions/{version}")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "definitions.of-all-companies");
        ((bool)(await elsa.PostAsync($"/workflow-definitions/{id}/publish"))["alreadyPublished"]!).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_deleted_definition_is_gone_from_lists_and_its_numbers_are_not_used_again(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("delete");
        await elsa.SaveAsync(ElsaServer.Flow(id, "one"), publish: true);
        var latest = await elsa.SaveAsync(ElsaServer.Flow(id, "two"));

        await (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definition-versions/{(await elsa.GetAsync($"/workflow-definitions/{id}?versionOptions=1"))["id"]}")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "definitions.published");
        (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definition-versions/{latest["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StandingsAsync(elsa, id)).ShouldBe(["1 latest published"]);
        (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definitions/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await elsa.Administrator.GetAsync($"/elsa/api/workflow-definitions/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.unknown");
        await (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definitions/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.unknown");
        Standing(await elsa.SaveAsync(ElsaServer.Flow(id, "three"))).ShouldBe("3 latest");
    }

    [Fact]
    public async Task Many_definitions_are_published_retracted_and_deleted_at_once()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var (good, done, broken, shipped) = (ElsaServer.NewId("good"), ElsaServer.NewId("done"), ElsaServer.NewId("broken"), ElsaServer.NewId("shipped"));
        await elsa.SaveAsync(ElsaServer.Flow(good));
        await elsa.SaveAsync(ElsaServer.Flow(done), publish: true);
        await elsa.SaveAsync(ElsaServer.Broken(broken));
        await elsa.ShipAsync(ElsaServer.Flow(shipped));
        var definitionIds = new[] { good, done, broken, shipped, "unknown" };

        var published = await elsa.PostAsync("/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds });
        var retracted = await elsa.PostAsync("/bulk-actions/retract/workflow-definitions/by-definition-ids", new { definitionIds });
        var deleted = await elsa.PostAsync("/bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds });

        Texts(published["published"]).ShouldBe([good]);
        Texts(published["alreadyPublished"]).ShouldBe([done, shipped]);
        Texts(published["notFound"]).ShouldBe(["unknown"]);
        published["refused"]!.AsArray().Select(r => ((string)r!["id"]!, (string)r["code"]!)).ShouldBe([(broken, "definitions.not-sound")]);
        Texts(retracted["retracted"]).ShouldBe([good, done]);
        ((int)deleted["deleted"]!).ShouldBe(3);
        deleted["refused"]!.AsArray().Select(r => (string)r!["code"]!).ShouldBe(["definitions.of-all-companies", "definitions.unknown"]);
        await (await elsa.SendAsync("/bulk-actions/delete/workflow-definitions/by-id", new { ids = Array.Empty<string>() })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.ids");
    }

    [Fact]
    public async Task Who_may_only_look_changes_nothing()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);

        await (await elsa.Reader.PostAsJsonAsync("/elsa/api/workflow-definitions", new { model = ElsaServer.Flow("x"), publish = false })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
        await (await elsa.Reader.DeleteAsync("/elsa/api/workflow-definitions/offboarding-standard")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task People_who_save_the_same_definition_at_once_leave_one_latest_version(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("race");
        await elsa.SaveAsync(ElsaServer.Flow(id), publish: true);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => elsa.SaveAsync(ElsaServer.Flow(id, $"by {n}"), publish: n % 3 == 0)));

        var standings = await StandingsAsync(elsa, id);
        standings.Count(s => s.Contains("latest", StringComparison.Ordinal)).ShouldBe(1);
        standings.Count(s => s.Contains("published", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static async Task<List<string>> StandingsAsync(ElsaServer elsa, string id) =>
        [.. (await elsa.GetAsync($"/workflow-definitions/{id}/versions"))["items"]!.AsArray().Select(v => Standing(v!.AsObject()))];

    private static string Standing(JsonObject version) =>
        string.Join(' ', Versions.Select(v => v == "version" ? $"{version[v]}" : (bool)version[v]! ? v["is".Length..].ToLowerInvariant() : "").Where(w => w.Length > 0));

    private static string TextOf(JsonObject definition) => (string)definition["root"]!["activities"]![0]!["text"]!["expression"]!["value"]!;

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(t => (string)t!);

    private static JsonNode? WithoutNodeIds(JsonNode? node)
    {
        var copy = node?.DeepClone();
        Remove(copy);
        return copy;

        static void Remove(JsonNode? from)
        {
            if (from is JsonArray items) foreach (var item in items) Remove(item);
            if (from is not JsonObject members) return;
            if (((string?)(members["nodeId"] as JsonValue))?.StartsWith("Workflow1", StringComparison.Ordinal) == true) members.Remove("nodeId");
            foreach (var (_, value) in members) Remove(value);
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>How instances are started over the management API, and what that means for the definition.</summary>
public sealed class StartingTests(ElsaServers servers) : IClassFixture<ElsaServers>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_executed_definition_answers_with_where_its_instance_stands(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("execute");
        var published = await elsa.SaveAsync(ElsaServer.Flow(id), publish: true);

        var answer = await elsa.PostAsync($"/workflow-definitions/{id}/execute", new { correlationId = "c-1", triggerActivityId = (string?)null, versionOptions = "Latest", input = (object?)null });

        var state = answer["workflowState"]!;
        ((string)state["definitionVersionId"]!, (string)state["correlationId"]!).ShouldBe(((string)published["id"]!, "c-1"));
        ((string)state["status"]!, (string)state["subStatus"]!).ShouldBe(("Running", "Suspended"));
        state["bookmarks"]!.AsArray().Select(b => (string)b!["activityNodeId"]!).ShouldBe(["Workflow1:flow:wait"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_draft_that_was_tried_stands_and_the_next_save_is_a_new_version(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("trial");
        var draft = await elsa.SaveAsync(ElsaServer.Flow(id, "one"));

        var tried = await elsa.PostAsync($"/workflow-definitions/{id}/execute", new { versionOptions = "Latest" });
        var next = await elsa.SaveAsync(ElsaServer.Flow(id, "two"));

        ((string)tried["workflowState"]!["definitionVersionId"]!).ShouldBe((string)draft["id"]!);
        ((int)next["version"]!).ShouldBe(2);
        await (await elsa.SendAsync($"/workflow-definitions/{id}/execute")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.unknown");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_definition_that_instances_run_is_not_deleted(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("inuse");
        await elsa.SaveAsync(ElsaServer.Flow(id, "one"), publish: true);
        var instance = (string)(await elsa.PostAsync($"/workflow-definitions/{id}/dispatch"))["workflowInstanceId"]!;
        await elsa.SaveAsync(ElsaServer.Flow(id, "two"), publish: true);
        var first = (string)(await elsa.GetAsync($"/workflow-definitions/{id}?versionOptions=1"))["id"]!;

        await (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definitions/{id}")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "definitions.in-use");
        await (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definition-versions/{first}")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "definitions.in-use");
        (await elsa.SendAsync($"/cancel/workflow-instances/{instance}")).IsSuccessStatusCode.ShouldBeTrue();
        (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definitions/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        // Who looks at the instance still finds what it ran.
        ((int)(await elsa.GetAsync($"/workflow-definitions/by-id/{first}"))["version"]!).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task New_instances_of_a_company_run_its_own_copy_and_those_of_others_the_common_one(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("copy");
        await elsa.ShipAsync(ElsaServer.Flow(id, "product"));
        await elsa.SaveAsync(ElsaServer.Flow(id, "ours"), publish: true);

        var ours = await elsa.PostAsync($"/workflow-definitions/{id}/execute");
        var others = await ElsaServer.JsonAsync(await elsa.OtherCompany.PostAsJsonAsync($"/elsa/api/workflow-definitions/{id}/execute", new { }));

        ((int)ours["workflowState"]!["definitionVersion"]!, (int)others["workflowState"]!["definitionVersion"]!).ShouldBe((2, 1));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_starts_instances_follows_what_is_published(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("trigger");
        await elsa.SaveAsync(Triggered(id, "One"), publish: true);
        (await TriggersAsync(elsa, id)).ShouldBe(["1 One"]);

        await elsa.SaveAsync(Triggered(id, "Two"));
        (await TriggersAsync(elsa, id)).ShouldBe(["1 One"]);
        await elsa.PostAsync($"/workflow-definitions/{id}/publish");
        (await TriggersAsync(elsa, id)).ShouldBe(["2 Two"]);
        await elsa.PostAsync($"/workflow-definitions/{id}/retract");
        (await TriggersAsync(elsa, id)).ShouldBeEmpty();
        await elsa.PostAsync($"/workflow-definitions/{id}/publish");
        (await TriggersAsync(elsa, id)).ShouldBe(["2 Two"]);
        await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definitions/{id}");
        (await TriggersAsync(elsa, id)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_publish_of_which_it_cannot_be_told_what_starts_it_is_refused_and_changes_nothing(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("unclear");
        await elsa.SaveAsync(Triggered(id, "One"), publish: true);
        var unclear = Triggered(id, "Two");
        unclear["root"]!["activities"]![0]!["eventName"]!["expression"] = JsonNode.Parse("""{ "type": "JavaScript", "value": "throw new Error('unclear')" }""");

        await (await elsa.SendAsync("/workflow-definitions", new { model = unclear, publish = true })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.not-sound");

        (await TriggersAsync(elsa, id)).ShouldBe(["1 One"]);
        ((int)(await elsa.GetAsync($"/workflow-definitions/{id}"))["version"]!).ShouldBe(1);
    }

    [Fact]
    public async Task An_instance_starts_at_the_activity_that_is_said_to_have_triggered_it()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var (trigger, step) = (ElsaServer.NewId("at-trigger"), ElsaServer.NewId("at-step"));
        await elsa.SaveAsync(Triggered(trigger, "One"), publish: true);
        await elsa.SaveAsync(ElsaServer.Flow(step), publish: true);

        var taken = await elsa.PostAsync($"/workflow-definitions/{trigger}/execute", new { triggerActivityId = "on", input = new { days = 3 } });
        var begun = await elsa.PostAsync($"/workflow-definitions/{step}/dispatch", new { triggerActivityId = "wait" });

        ((string?)taken["workflowState"]!["subStatus"]).ShouldBe("Finished", "The event has come, so nothing waits for it.");
        var visited = await elsa.GetAsync($"/activity-executions/list?workflowInstanceId={begun["workflowInstanceId"]}");
        visited["items"]!.AsArray().Select(v => (string?)v!["activityId"]).ShouldNotContain("write");
        visited["items"]!.AsArray().Select(v => (string?)v!["activityId"]).ShouldContain("wait");
    }

    [Fact]
    public async Task Several_instances_are_started_at_once()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var id = ElsaServer.NewId("many");
        await elsa.SaveAsync(ElsaServer.Flow(id), publish: true);

        (await elsa.PostAsync($"/workflow-definitions/{id}/bulk-dispatch", new { count = 3 }))["workflowInstanceIds"]!.AsArray().Select(i => (string)i!).Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("execute", """{ "versionOptions": "Newest" }""", "definitions.version-options")]
    [InlineData("execute", """{ "triggerActivityId": "nobody" }""", "definitions.trigger")]
    [InlineData("dispatch", """{ "triggerActivityId": "nobody" }""", "definitions.trigger")]
    [InlineData("execute", """{ "input": [1] }""", "request.json")]
    [InlineData("execute", """{ "correlationId": 7 }""", "request.json")]
    [InlineData("execute", """{ "colour": "red" }""", "request.json")]
    [InlineData("bulk-dispatch", """{ "count": 0 }""", "definitions.count")]
    [InlineData("bulk-dispatch", """{ "count": 101 }""", "definitions.count")]
    public async Task A_wrong_request_starts_nothing(string verb, string body, string code)
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);

        await (await elsa.SendAsync($"/workflow-definitions/offboarding-standard/{verb}", JsonNode.Parse(body))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    // A flow that an event starts.
    private static JsonObject Triggered(string id, string eventName)
    {
        var flow = ElsaServer.Flow(id);
        flow["root"]!["connections"] = new JsonArray();
        flow["root"]!["activities"] = new JsonArray(JsonNode.Parse($$"""
            { "id": "on", "type": "Elsa.Event", "version": 1, "customProperties": { "canStartWorkflow": true }, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "{{eventName}}" } } }
            """));
        return flow;
    }

    private static Task<List<string>> TriggersAsync(ElsaServer elsa, string id) => elsa.Server.InScopeAsync(async services =>
        (await services.GetRequiredService<AppDbContext>().WorkflowTriggers.Where(t => t.DefinitionId == id).ToListAsync()).ConvertAll(t => $"{t.Version} {((JsonNode)JsonNode.Parse(t.Payload)!)["EventName"]}"));
}

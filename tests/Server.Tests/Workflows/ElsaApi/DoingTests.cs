using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>What clients do beside definitions and instances.</summary>
public sealed class DoingTests(SqliteRunServer elsa) : IClassFixture<SqliteRunServer>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await elsa.ReadyAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_bookmark_is_resumed_once_with_what_comes_along()
    {
        var id = await elsa.WaitingInstanceAsync("resumed");
        var bookmark = (await elsa.Workflows.BookmarksAsync(id))[0];

        (await elsa.Administrator.PostAsJsonAsync($"/elsa/api/bookmarks/{bookmark}/resume", new { input = new { amount = 3 } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var instance = await elsa.Workflows.InstanceAsync(id);
        instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        ((Dictionary<string, object?>)instance.ActivityOutputs["Workflow1:steps:approve"]["result"]!)["amount"].ShouldBe(3);
        await (await elsa.Administrator.PostAsync($"/elsa/api/bookmarks/{bookmark}/resume", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "bookmarks.unknown");
    }

    [Fact]
    public async Task A_job_or_a_persons_task_is_not_resumed_past_its_owner()
    {
        elsa.Workflows.World.Next((_, _) => Task.FromResult<ActivityResult>(new ActivityResult.AskAgain(TimeSpan.FromHours(1), "not yet")));
        await elsa.Workflows.PublishAsync(TestFlow.Sequence("outside", TestFlow.Node("call", "Test.Call", ("what", "hi"))));
        var id = await elsa.Workflows.StartInstanceAsync("outside");

        var answer = await elsa.Administrator.PostAsync($"/elsa/api/bookmarks/{(await elsa.Workflows.BookmarksAsync(id))[0]}/resume", null);

        await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "bookmarks.forbidden");
    }

    [Fact]
    public async Task A_bookmark_of_another_company_is_not_found()
    {
        var id = await elsa.WaitingInstanceAsync("not-yours");

        var answer = await elsa.Stranger.PostAsync($"/elsa/api/bookmarks/{(await elsa.Workflows.BookmarksAsync(id))[0]}/resume", null);

        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "bookmarks.unknown");
        (await elsa.Workflows.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task An_event_resumes_what_waits_for_it_in_the_company_only()
    {
        var id = await elsa.WaitingInstanceAsync("evented");

        var foreign = await elsa.PostAsync("/events/approve/trigger", new { workflowInstanceId = id }, elsa.Stranger);
        var own = await elsa.PostAsync("/events/approve/trigger", new { workflowInstanceId = id, input = new { by = "li.na" } });

        foreign["resumedBookmarkIds"]!.AsArray().ShouldBeEmpty();
        own["resumedBookmarkIds"]!.AsArray().ShouldHaveSingleItem();
        (await elsa.Workflows.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_task_that_a_flow_asked_for_is_reported_done_once()
    {
        await elsa.Workflows.PublishAsync(TestFlow.Sequence("asking", TestFlow.Node("ask", "Elsa.RunTask", ("taskName", "weigh"))));
        var id = await elsa.Workflows.StartInstanceAsync("asking");
        var task = (string)(await elsa.Workflows.InstanceAsync(id)).ActivityOutputs["Workflow1:steps:ask"]["taskId"]!;

        var foreign = await elsa.Stranger.PostAsJsonAsync($"/elsa/api/tasks/{task}/complete", new { result = 1 });
        var first = await elsa.Administrator.PostAsJsonAsync($"/elsa/api/tasks/{task}/complete", new { result = new { kilos = 3 } });
        var second = await elsa.Administrator.PostAsJsonAsync($"/elsa/api/tasks/{task}/complete", new { result = new { kilos = 4 } });

        foreign.StatusCode.ShouldNotBe(HttpStatusCode.NoContent);
        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        second.StatusCode.ShouldBeOneOf(HttpStatusCode.Conflict, HttpStatusCode.NotFound);
        (await elsa.Workflows.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task An_activity_is_tried_by_itself_and_nothing_of_it_is_kept()
    {
        await elsa.Workflows.PublishAsync(TestFlow.Sequence("trial", TestFlow.Node("write", "Test.Write", ("text", "tried")), TestFlow.Event("approve"), TestFlow.Node("boom", "Elsa.Fault", ("code", "a.b"), ("message", "Boom."))));

        var written = await TryAsync("write");
        var waiting = await TryAsync("approve");
        var failed = await TryAsync("boom");

        written.Members().ShouldBe(["activityState", "payload", "status"]);
        ((string?)written["status"], (string?)written["payload"]!["Outcomes"]![0]).ShouldBe(("Completed", "Done"));
        ((string?)waiting["status"], (string?)failed["status"], (string?)failed["exception"]!["message"]).ShouldBe(("Running", "Faulted", "Boom."));
        (await elsa.Workflows.ReadAsync(db => db.ConnectorCalls.AnyAsync(c => c.RequestLine == "tried"))).ShouldBeFalse();
        (await elsa.Workflows.ReadAsync(db => db.WorkflowInstances.AnyAsync(i => i.DefinitionId == "trial"))).ShouldBeFalse();
        await (await elsa.Administrator.PostAsJsonAsync("/elsa/api/tests/activities", Handle("nothing"))).ShouldBeProblemAsync(HttpStatusCode.NotFound, "tests.activity-unknown");
    }

    [Fact]
    public async Task Scripts_are_typed_by_the_definitions_variables_inputs_and_outputs()
    {
        var flow = JsonNode.Parse(RunServer.WaitingFlow("typed"))!.AsObject();
        flow["variables"]!.AsArray().Add(new JsonObject { ["id"] = "v2", ["name"] = "leave days", ["typeName"] = "String", ["isArray"] = true });
        flow["inputs"] = new JsonArray(new JsonObject { ["name"] = "Leaver", ["type"] = "ObjectDictionary" });
        await elsa.Workflows.PublishAsync(flow.ToJsonString());

        var answer = await elsa.Reader.PostAsJsonAsync("/elsa/api/scripting/javascript/type-definitions/typed", new { activityTypeName = "Elsa.WriteLine", propertyName = "Text" });

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-typescript");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.TrimEntries);
        lines.ShouldContain("Salary: number;");
        lines.ShouldContain("\"leave days\": Array<string>;");
        lines.ShouldContain("declare function getSalary(): number;");
        lines.ShouldContain("declare function setLeaveDays(value: Array<string>): void;");
        lines.ShouldContain("declare function getLeaver(): { [member: string]: any };");
        lines.ShouldContain("declare function getResultFromApprove(): any;");
        lines.ShouldContain("declare function isNullOrWhiteSpace(text: string | null): boolean;");
        lines.ShouldNotContain(line => line.Contains("...values", StringComparison.Ordinal), "every function has a signature of its own");
        await (await elsa.Stranger.PostAsync("/elsa/api/scripting/javascript/type-definitions/nothing", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.unknown");
    }

    [Fact]
    public async Task Retries_of_work_outside_are_told_by_strategy_and_by_visit()
    {
        var id = await elsa.WaitingInstanceAsync("no-retries");
        var visit = (string)(await elsa.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}"))["items"]![0]!["id"]!;

        var strategies = (await elsa.GetAsync("/resilience/strategies", elsa.Reader))["items"]!.AsArray();
        var retries = await elsa.GetAsync($"/resilience/retries/{visit}", elsa.Reader);

        strategies.SelectMany(s => s!["activityTypes"]!.AsArray()).Select(t => (string)t!).ShouldContain("HrBpm.Mail.Send");
        retries.Members().ShouldBe(["items", "totalCount"]);
        await (await elsa.Stranger.GetAsync($"/elsa/api/resilience/retries/{visit}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "activity-executions.unknown");
    }

    private async Task<JsonObject> TryAsync(string activity) => await elsa.PostAsync("/tests/activities", Handle(activity));

    private static object Handle(string activity) => new { workflowDefinitionHandle = new { definitionId = "trial" }, activityHandle = new { activityId = activity } };
}

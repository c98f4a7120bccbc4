using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>How instances are listed, read and ended.</summary>
public abstract class InstanceTests(RunServer elsa) : IAsyncLifetime
{
    private static readonly string[] StateMembers =
    [
        "id", "definitionId", "definitionVersionId", "definitionVersion", "status", "subStatus", "isExecuting", "bookmarks", "incidents", "isSystem", "completionCallbacks",
        "activityExecutionContexts", "scheduledActivities", "executionLogSequence", "input", "output", "properties", "createdAt", "updatedAt",
    ];

    public async ValueTask InitializeAsync() => await elsa.ReadyAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_instance_has_the_members_that_Elsa_clients_know()
    {
        var id = await elsa.WaitingInstanceAsync("shape");

        var instance = await elsa.GetAsync($"/workflow-instances/{id}");

        instance.Members().ShouldBe(["id", "definitionId", "definitionVersionId", "version", "workflowState", "status", "subStatus", "isExecuting", "incidentCount", "isSystem", "createdAt", "updatedAt"]);
        var state = instance["workflowState"]!;
        state.Members().ShouldBe(StateMembers);
        ((string?)state["status"], (string?)state["subStatus"], (int)state["executionLogSequence"]!).ShouldBe(("Running", "Suspended", 6));
        var bookmark = state["bookmarks"]!.AsArray().ShouldHaveSingleItem()!;
        bookmark.Members().ShouldBe(["id", "name", "hash", "payload", "activityId", "activityNodeId", "activityInstanceId", "createdAt", "autoBurn", "callbackMethodName", "autoComplete"]);
        ((string?)bookmark["payload"]!["eventName"], (string?)bookmark["activityNodeId"]).ShouldBe(("approve", "Workflow1:steps:approve"));
        var contexts = state["activityExecutionContexts"]!.AsArray();
        contexts.Select(c => (string?)c!["scheduledActivityNodeId"]).ShouldBe(["Workflow1:steps:approve", "Workflow1:steps", "Workflow1"]);
        contexts[0].Members().ShouldBe(["id", "callStackDepth", "parentContextId", "scheduledActivityNodeId", "ownerActivityNodeId", "properties", "metadata", "activityState", "dynamicVariables", "status", "isExecuting", "faultCount", "startedAt"]);
        ((string?)contexts[0]!["id"]).ShouldBe((string?)bookmark["activityInstanceId"]);
        state["completionCallbacks"]!.AsArray().Select(c => (string?)c!["childNodeId"]).ShouldBe(["Workflow1:steps", "Workflow1:steps:approve"]);
        DateTimeOffset.Parse((string)instance["createdAt"]!, null).Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_list_is_filtered_ordered_and_paged_as_Elsa_Studio_asks()
    {
        var first = await elsa.WaitingInstanceAsync("listed");
        elsa.Workflows.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await elsa.WaitingInstanceAsync("listed");
        (await elsa.Administrator.PostAsync($"/elsa/api/cancel/workflow-instances/{second}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var all = await elsa.PostAsync("/workflow-instances", new
        {
            page = 0, pageSize = 1, searchTerm = "", definitionId = (string?)null, definitionIds = new[] { "listed" }, correlationId = (string?)null, version = 1, hasIncidents = false, isSystem = false,
            status = (string?)null, statuses = Array.Empty<string>(), subStatus = (string?)null, subStatuses = Array.Empty<string>(), orderBy = (string?)null, orderDirection = "Descending", timestampFilters = Array.Empty<object>(),
        });

        all.Members().ShouldBe(["items", "totalCount"]);
        ((int)all["totalCount"]!).ShouldBe(2);
        var item = all["items"]!.AsArray().ShouldHaveSingleItem()!;
        item.Members().ShouldBe(["id", "definitionId", "definitionVersionId", "version", "status", "subStatus", "incidentCount", "createdAt", "updatedAt", "finishedAt"]);
        ((string?)item["id"], (string?)item["status"], (string?)item["subStatus"]).ShouldBe((second, "Finished", "Cancelled"));
        (await IdsAsync(new { definitionId = "listed", status = "Running" })).ShouldBe([first]);
        (await IdsAsync(new { definitionId = "listed", subStatuses = new[] { "Cancelled", "Faulted" } })).ShouldBe([second]);
        (await IdsAsync(new { definitionIds = new[] { "listed" }, orderBy = "Created", orderDirection = "Ascending" })).ShouldBe([first, second]);
        (await IdsAsync(new { definitionId = "listed", page = 1, pageSize = 1 })).ShouldBe([first]);
        (await IdsAsync(new { searchTerm = first })).ShouldBe([first]);
        (await IdsAsync(new { definitionId = "listed", isSystem = true })).ShouldBeEmpty();
        (await IdsAsync(new { definitionId = "listed", timestampFilters = new[] { new { column = "FinishedAt", @operator = "GreaterThan", timestamp = "2020-01-01T00:00:00Z" } } })).ShouldBe([second]);
        (await IdsAsync(new { definitionId = "listed", timestampFilters = new[] { new { column = "createdAt", @operator = "LessThanOrEqual", timestamp = (string)item["createdAt"]! }, new { column = "updatedAt", @operator = "LessThan", timestamp = (string)item["updatedAt"]! } } })).ShouldBe([first]);
    }

    [Fact]
    public async Task The_journal_is_read_by_page_and_filtered()
    {
        var id = await elsa.WaitingInstanceAsync("journal");

        var filtered = await elsa.PostAsync($"/workflow-instances/{id}/journal?skip=0&take=110",
            new { filter = new { activityIds = (string[]?)null, activityNodeIds = new[] { "Workflow1:steps:greet", "Workflow1:steps:approve" }, excludedActivityTypes = new[] { "Elsa.Workflow", "Elsa.Flowchart" }, eventNames = (string[]?)null } });

        filtered.Members().ShouldBe(["items", "totalCount"]);
        var lines = filtered["items"]!.AsArray();
        lines.Select(l => $"{l!["activityId"]} {l["eventName"]} {l["sequence"]}").ShouldBe(["greet Started 2", "greet Completed 3", "approve Started 4", "approve Suspended 5"]);
        lines[0].Members().ShouldBe(["id", "activityInstanceId", "parentActivityInstanceId", "activityId", "activityType", "activityTypeVersion", "activityName", "nodeId", "timestamp", "sequence", "eventName"]);
        var page = await elsa.GetAsync($"/workflow-instances/{id}/journal?skip=1&take=2");
        ((int)page["totalCount"]!).ShouldBe(6);
        page["items"]!.AsArray().Select(l => (int)l!["sequence"]!).ShouldBe([1, 2]);
        (await elsa.PostAsync($"/workflow-instances/{id}/journal", new { filter = new { eventNames = new[] { "Suspended" } } }))["items"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Visits_to_activities_are_listed_read_counted_and_explained()
    {
        var id = await elsa.WaitingInstanceAsync("visits");
        const string Node = "Workflow1:steps:approve";

        var list = await elsa.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId={Node}");
        var summaries = await elsa.GetAsync($"/activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId={Node}");
        var report = await elsa.PostAsync("/activity-executions/report", new { workflowInstanceId = id, activityNodeIds = new[] { "Workflow1:steps:greet", Node, "Workflow1:steps:thank" } });

        string[] summary = ["workflowInstanceId", "activityId", "activityNodeId", "activityType", "activityTypeVersion", "activityName", "startedAt", "hasBookmarks", "status", "metadata", "aggregateFaultCount", "id"];
        list.Members().ShouldBe(["items", "count"]);
        var visit = list["items"]!.AsArray().ShouldHaveSingleItem()!;
        visit.Members().ShouldBe([.. summary, "properties", "schedulingActivityExecutionId", "schedulingActivityId", "callStackDepth", "tenantId"], ignoreOrder: true);
        ((string?)visit["schedulingActivityId"], (int)visit["callStackDepth"]!, (bool)visit["hasBookmarks"]!).ShouldBe(("greet", 3, true));
        summaries["items"]!.AsArray().ShouldHaveSingleItem().Members().ShouldBe(summary);
        JsonNode.DeepEquals(await elsa.GetAsync($"/activity-executions/by-id?id={visit["id"]}"), visit).ShouldBeTrue();
        report["stats"]!.AsArray().Select(s => $"{s!["activityId"]} {s["startedCount"]} {s["completedCount"]} {s["uncompletedCount"]} {s["isBlocked"]}").ShouldBe(["greet 1 1 0 false", "approve 1 0 1 true"]);
        report["stats"]![0].Members().ShouldBe(["activityId", "activityNodeId", "startedCount", "completedCount", "uncompletedCount", "isBlocked", "isFaulted", "aggregateFaultCount", "metadata"]);
        var stack = await elsa.GetAsync($"/activity-executions/{visit["id"]}/call-stack?skip=1");
        stack.Members().ShouldBe(["activityExecutionId", "items", "totalCount", "skip"]);
        stack["items"]!.AsArray().Select(v => (string?)v!["activityId"]).ShouldBe(["steps", "greet", "approve"]);
        (await elsa.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}&Completed=true"))["count"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_fault_is_shown_where_it_happened_and_in_what_contains_it()
    {
        await elsa.Workflows.PublishAsync(TestFlow.Sequence("faulty", TestFlow.Node("boom", "Elsa.Fault", ("code", "case.broken"), ("message", "The case is broken."))));
        var id = await elsa.Workflows.StartInstanceAsync("faulty");

        var instance = await elsa.GetAsync($"/workflow-instances/{id}");
        var report = await elsa.PostAsync("/activity-executions/report", new { workflowInstanceId = id });

        ((int)instance["incidentCount"]!).ShouldBe(1);
        var incident = instance["workflowState"]!["incidents"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)incident["activityId"], (string?)incident["message"], (string?)incident["exception"]!["type"]).ShouldBe(("boom", "The case is broken.", "case.broken"));
        report["stats"]!.AsArray().Select(s => $"{s!["activityId"]} {s["isFaulted"]} {s["aggregateFaultCount"]}").ShouldBe(["Workflow1 false 1", "steps false 1", "boom true 1"]);
    }

    [Fact]
    public async Task Values_are_for_those_who_manage_workflows_and_reading_them_is_recorded()
    {
        var id = await elsa.WaitingInstanceAsync("values");

        var seen = await elsa.GetAsync($"/workflow-instances/{id}/variables");
        var hidden = await elsa.GetAsync($"/workflow-instances/{id}/variables", elsa.Reader);

        seen.Members().ShouldBe(["items", "count"]);
        var variable = seen["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)variable["id"], (string?)variable["name"], (int)variable["value"]!).ShouldBe(("v1", "Salary", 4200));
        hidden["items"]!.AsArray().ShouldHaveSingleItem().Members().ShouldBe(["id", "name"]);
        var reads = await elsa.Workflows.ReadAsync(db => db.AuditEntries.IgnoreQueryFilters().CountAsync(e => e.Action == "workflows.variables-read" && e.Subject == $"instance:{id}"));
        reads.ShouldBe(1);
    }

    [Fact]
    public async Task Whether_an_instance_changed_is_asked_without_reading_it()
    {
        var id = await elsa.WaitingInstanceAsync("changed");

        var state = await elsa.GetAsync($"/workflow-instances/{id}/execution-state");

        state.Members().ShouldBe(["status", "subStatus", "updatedAt"]);
    }

    [Fact]
    public async Task Another_company_does_not_find_an_instance()
    {
        var id = await elsa.WaitingInstanceAsync("ours");

        foreach (var path in (string[])[$"/workflow-instances/{id}", $"/workflow-instances/{id}/variables", $"/workflow-instances/{id}/journal", $"/workflow-instances/{id}/export", $"/activity-executions/list?WorkflowInstanceId={id}"])
            await (await elsa.Stranger.GetAsync($"/elsa/api{path}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "workflows.instance-unknown");
        await (await elsa.Stranger.PostAsync($"/elsa/api/cancel/workflow-instances/{id}", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "workflows.instance-unknown");
        await (await elsa.Stranger.DeleteAsync($"/elsa/api/workflow-instances/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "workflows.instance-unknown");
        (await elsa.PostAsync("/bulk-actions/cancel/workflow-instances", new { ids = new[] { id } }, elsa.Stranger))["cancelled"]!.GetValue<int>().ShouldBe(0);
        (await elsa.PostAsync("/workflow-instances", new { definitionId = "ours" }, elsa.Stranger))["totalCount"]!.GetValue<int>().ShouldBe(0);
        (await elsa.Workflows.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Instances_are_cancelled_deleted_and_exported_in_bulk()
    {
        var first = await elsa.WaitingInstanceAsync("bulk");
        var second = await elsa.Workflows.StartInstanceAsync("bulk");

        var exported = await elsa.Administrator.PostAsJsonAsync("/elsa/api/bulk-actions/export/workflow-instances", new { ids = new[] { first, second }, includeBookmarks = true, includeWorkflowExecutionLog = true });
        using var zip = new ZipArchive(await exported.Content.ReadAsStreamAsync());
        zip.Entries.Count.ShouldBe(2);
        using var file = new StreamReader(zip.GetEntry($"workflow-instance-{first}.json")!.Open());
        JsonNode.Parse(await file.ReadToEndAsync())!.Members().ShouldBe(["workflowState", "bookmarks", "workflowExecutionLogRecords", "record"]);
        (await elsa.PostAsync("/bulk-actions/cancel/workflow-instances", new { definitionId = "bulk" }))["cancelled"]!.GetValue<int>().ShouldBe(2);
        (await elsa.PostAsync("/bulk-actions/delete/workflow-instances", new { ids = new[] { first } }))["deleted"]!.GetValue<int>().ShouldBe(1);
        (await IdsAsync(new { definitionId = "bulk" })).ShouldBe([second]);
        (await elsa.Administrator.GetAsync($"/elsa/api/workflow-instances/{first}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var runs = await elsa.Workflows.ReadAsync(db => db.WorkflowRuns.IgnoreQueryFilters().CountAsync(r => r.InstanceId == first));
        runs.ShouldBe(2);
    }

    [Fact]
    public async Task An_exported_instance_is_imported_where_it_is_not_and_goes_on()
    {
        var waits = await elsa.WaitingInstanceAsync("moved");
        var (called, answered) = elsa.Workflows.World.Hold();
        await elsa.Workflows.PublishAsync(TestFlow.Sequence("moved-job", TestFlow.Node("call", "Test.Call"), TestFlow.Line("after", "done")));
        var works = await elsa.Workflows.StartInstanceAsync("moved-job");
        await called;
        var file = await (await elsa.Administrator.PostAsJsonAsync("/elsa/api/bulk-actions/export/workflow-instances", new { ids = new[] { waits, works } })).Content.ReadAsByteArrayAsync();
        await (await ImportAsync(("all.zip", file))).ShouldBeProblemAsync(HttpStatusCode.Conflict, "instances.exists");
        answered.SetResult(new ActivityResult.Completed(["Done"]));
        await elsa.Workflows.IdleAsync();
        await ForgetAsync(waits, works);

        var answer = await RunServer.JsonAsync(await ImportAsync(("all.zip", file)));

        ((int)answer["count"]!).ShouldBe(2);
        await elsa.PostAsync("/events/approve/trigger", new { workflowInstanceId = waits });
        (await elsa.Workflows.InstanceAsync(waits)).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        (await elsa.GetAsync($"/workflow-instances/{waits}/journal"))["items"]!.AsArray().Count.ShouldBeGreaterThan(6, "The history came with it.");
        (await elsa.Workflows.InstanceAsync(works)).Incidents.Select(i => i.Code).ShouldBe(["instances.imported"], "Whether the job is done again is for an operator to say.");
    }

    [Fact]
    public async Task An_instance_whose_record_was_changed_is_not_imported()
    {
        var id = await elsa.WaitingInstanceAsync("forged");
        var exported = await elsa.Administrator.GetStringAsync($"/elsa/api/workflow-instances/{id}/export");
        (await elsa.Reader.GetStringAsync($"/elsa/api/workflow-instances/{id}/export")).ShouldNotContain("\"record\"");
        await ForgetAsync(id);

        foreach (var wrong in (string[])[exported.Replace("4200", "9900", StringComparison.Ordinal), "{}", "[]", "{\"record\":{\"definitionSha256\":\"x\",\"runs\":[{}]}}", "{\"record\":{\"definitionSha256\":\"x\",\"runs\":[null]}}"])
            await (await ImportAsync(("one.json", Encoding.UTF8.GetBytes(wrong)))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "instances.file.invalid");
        await (await ImportAsync(("good.json", Encoding.UTF8.GetBytes(exported)), ("bad.json", "{}"u8.ToArray()))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "instances.file.invalid");
        (await elsa.Workflows.ReadAsync(db => db.WorkflowInstances.CountAsync(i => i.Id == id))).ShouldBe(0);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(exported)), "files", "one.json" } };
        (await elsa.Reader.PostAsync("/elsa/api/bulk-actions/import/workflow-instances", form)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    // As on a server that never had it.
    private Task<int> ForgetAsync(params string[] ids) => elsa.Workflows.ReadAsync(async db =>
    {
        await db.WorkflowBookmarks.Where(r => ids.Contains(r.InstanceId)).ExecuteDeleteAsync();
        await db.WorkflowJobs.Where(r => ids.Contains(r.InstanceId)).ExecuteDeleteAsync();
        await db.WorkflowRuns.Where(r => ids.Contains(r.InstanceId)).ExecuteDeleteAsync();
        return await db.WorkflowInstances.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync();
    });

    private async Task<HttpResponseMessage> ImportAsync(params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files) form.Add(new ByteArrayContent(content), "files", name);
        return await elsa.Administrator.PostAsync("/elsa/api/bulk-actions/import/workflow-instances", form);
    }

    [Fact]
    public async Task Deleting_what_runs_cancels_it_first()
    {
        var id = await elsa.WaitingInstanceAsync("deleted");

        (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-instances/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await elsa.Workflows.InstanceAsync(id)).SubStatus.ShouldBe(InstanceSubStatus.Cancelled);
        (await elsa.Workflows.BookmarksAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleting_a_running_child_tells_the_parent_that_waits_for_it()
    {
        await elsa.Workflows.PublishAsync(TestFlow.Sequence("bereft-child", TestFlow.Event("never")));
        await elsa.Workflows.PublishAsync(TestFlow.Sequence("bereft-parent",
            TestFlow.Node("run", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "bereft-child"), ("waitForCompletion", true)), TestFlow.Line("said", "went on")));
        var parent = await elsa.Workflows.StartInstanceAsync("bereft-parent");
        await elsa.Workflows.IdleAsync();
        var child = await elsa.Workflows.ReadAsync(db => db.WorkflowInstances.Where(i => i.ParentInstanceId == parent).Select(i => i.Id).SingleAsync());

        (await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-instances/{child}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await elsa.Workflows.IdleAsync();

        var waited = await elsa.Workflows.InstanceAsync(parent);
        waited.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        ((IReadOnlyDictionary<string, object?>)waited.ActivityOutputs["Workflow1:steps:run"]["result"]!)["SubStatus"].ShouldBe("Cancelled");
    }

    [Theory]
    [InlineData("/workflow-instances", """{"pageSize":0}""", "workflows.page")]
    [InlineData("/workflow-instances", """{"page":-1}""", "workflows.page")]
    [InlineData("/workflow-instances", """{"status":"Sleeping"}""", "request.json")]
    [InlineData("/workflow-instances", """{"colour":"red"}""", "request.json")]
    [InlineData("/workflow-instances", """{"timestampFilters":[{"column":"Birthday","operator":"Is","timestamp":"2026-01-01T00:00:00Z"}]}""", "instances.column.invalid")]
    [InlineData("/bulk-actions/cancel/workflow-instances", "{}", "instances.selection.invalid")]
    [InlineData("/bulk-actions/delete/workflow-instances", "{}", "instances.selection.invalid")]
    [InlineData("/bulk-actions/export/workflow-instances", """{"ids":[]}""", "instances.selection.invalid")]
    [InlineData("/activity-executions/report", "{}", "request.json")]
    public async Task A_wrong_request_is_answered_with_what_was_expected(string path, string body, string code)
    {
        var answer = await elsa.Administrator.PostAsync($"/elsa/api{path}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Those_who_may_only_look_end_nothing()
    {
        var id = await elsa.WaitingInstanceAsync("protected");

        (await elsa.Reader.DeleteAsync($"/elsa/api/workflow-instances/{id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await elsa.Reader.PostAsync($"/elsa/api/cancel/workflow-instances/{id}", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await elsa.Workflows.Server.Client().GetAsync($"/elsa/api/workflow-instances/{id}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<string[]> IdsAsync(object filter) => [.. (await elsa.PostAsync("/workflow-instances", filter))["items"]!.AsArray().Select(i => (string)i!["id"]!)];
}

public sealed class InstancesOnSqlite(SqliteRunServer elsa) : InstanceTests(elsa), IClassFixture<SqliteRunServer>;

public sealed class InstancesOnPostgres(PostgresRunServer elsa) : InstanceTests(elsa), IClassFixture<PostgresRunServer>;

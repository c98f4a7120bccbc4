using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Workflows.ElsaApi.Alterations;
using HrBpm.Workflows;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>Repairs of running instances, over the management API.</summary>
public abstract class AlterationApiTests(RunServer elsa) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await elsa.ReadyAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_variable_is_modified_and_the_history_says_by_whom()
    {
        var id = await elsa.WaitingInstanceAsync("modified");

        var answer = await elsa.PostAsync("/alterations/run", new { workflowInstanceIds = new[] { id }, alterations = new[] { new { type = "ModifyVariable", variableId = "v1", value = 5000 } } });

        var result = answer["results"]!.AsArray().ShouldHaveSingleItem()!;
        result.Members().ShouldBe(["workflowInstanceId", "log", "workflowHasScheduledWork", "isSuccessful"]);
        ((bool)result["isSuccessful"]!, (string?)result["log"]!["logEntries"]![0]!["logLevel"]).ShouldBe((true, "Information"));
        ((int)(await elsa.GetAsync($"/workflow-instances/{id}/variables"))["items"]![0]!["value"]!).ShouldBe(5000);
    }

    [Fact]
    public async Task An_instance_is_migrated_to_a_version_that_fits()
    {
        var id = await elsa.WaitingInstanceAsync("migrated");
        await elsa.Workflows.PublishAsync(RunServer.WaitingFlow("migrated").Replace("thanks", "thank you", StringComparison.Ordinal));

        var answer = await elsa.PostAsync("/alterations/run", new { workflowInstanceIds = new[] { id }, alterations = new[] { new { type = "Migrate", targetVersion = 2 } } });

        ((bool)answer["results"]![0]!["isSuccessful"]!).ShouldBeTrue(answer.ToJsonString());
        ((int)(await elsa.GetAsync($"/workflow-instances/{id}"))["version"]!).ShouldBe(2);
        (await elsa.PostAsync("/activity-executions/report", new { workflowInstanceId = id }))["stats"]!.AsArray().Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_plan_is_tried_first_and_then_done_for_all_that_it_fits()
    {
        var first = await elsa.WaitingInstanceAsync("planned");
        var ended = await elsa.Workflows.StartInstanceAsync("planned");
        await elsa.Administrator.PostAsync($"/elsa/api/cancel/workflow-instances/{ended}", null);
        var filter = new { definitionIds = new[] { "planned" } };
        var alterations = new[] { new { type = "ModifyVariable", variableId = "v1", value = "77" } };

        var found = await elsa.PostAsync("/alterations/dry-run", filter);
        var tried = await elsa.PostAsync("/alterations/dry-run", new { filter, alterations });
        var before = (int)(await elsa.GetAsync($"/workflow-instances/{first}/variables"))["items"]![0]!["value"]!;
        var submitted = await elsa.PostAsync("/alterations/submit", new { filter, alterations });
        await elsa.Workflows.IdleAsync();
        var plan = await elsa.GetAsync($"/alterations/{submitted["planId"]}");

        found["workflowInstanceIds"]!.AsArray().Select(i => (string)i!).ShouldBe([first, ended], ignoreOrder: true);
        tried["results"]!.AsArray().Single(r => (string?)r!["workflowInstanceId"] == ended)!["log"]!["logEntries"]![0]!["eventName"]!.GetValue<string>().ShouldBe("workflows.instance-finished");
        before.ShouldBe(4200);
        plan.Members().ShouldBe(["plan", "jobs"]);
        plan["plan"].Members().ShouldBe(["id", "alterations", "workflowInstanceFilter", "status", "createdAt", "startedAt", "completedAt"]);
        ((string?)plan["plan"]!["status"]).ShouldBe("Completed");
        plan["jobs"]!.AsArray().Select(j => $"{j!["workflowInstanceId"]} {j["status"]}").ShouldBe([$"{first} Completed", $"{ended} Failed"], ignoreOrder: true);
        ((int)(await elsa.GetAsync($"/workflow-instances/{first}/variables"))["items"]![0]!["value"]!).ShouldBe(77);
        await (await elsa.Stranger.GetAsync($"/elsa/api/alterations/{submitted["planId"]}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "alterations.unknown");
    }

    [Fact]
    public async Task What_stands_at_an_incident_is_tried_again()
    {
        var flow = JsonNode.Parse(RunServer.WaitingFlow("retried"))!.AsObject();
        flow["root"]!["activities"]!.AsArray()[0]!["text"] = JsonNode.Parse("""{"typeName":"String","expression":{"type":"JavaScript","value":"if (variables.Salary < 5000) throw new Error('too little'); return 'ok'"}}""");
        await elsa.Workflows.PublishAsync(flow.ToJsonString());
        var id = await elsa.Workflows.StartInstanceAsync("retried");
        ((int)(await elsa.GetAsync($"/workflow-instances/{id}"))["incidentCount"]!).ShouldBe(1);
        await elsa.PostAsync("/alterations/run", new { workflowInstanceIds = new[] { id }, alterations = new[] { new { type = "ModifyVariable", variableId = "v1", value = 6000 } } });

        var answer = await elsa.PostAsync("/alterations/workflows/retry", new { workflowInstanceIds = new[] { id }, activityIds = new[] { "greet" } });

        ((bool)answer["results"]![0]!["isSuccessful"]!).ShouldBeTrue(answer.ToJsonString());
        (await elsa.Workflows.BookmarksAsync(id)).Count.ShouldBe(1);
        ((bool)(await elsa.PostAsync("/alterations/workflows/retry", new { workflowInstanceIds = new[] { id } }))["results"]![0]!["isSuccessful"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task A_plan_that_a_process_left_half_done_is_finished_and_no_part_is_done_twice()
    {
        var (done, left) = (await elsa.WaitingInstanceAsync("left-over"), await elsa.Workflows.StartInstanceAsync("left-over"));
        var plan = new AlterationPlan
        {
            CompanyId = WorkflowServer.Company,
            Actor = "operator",
            Alterations = """[{"type":"ModifyVariable","variableId":"v1","value":1}]""",
            Filter = "{}",
            Status = AlterationStatus.Running,
            CreatedUtc = elsa.Workflows.Clock.GetUtcNow().UtcDateTime,
            StartedUtc = elsa.Workflows.Clock.GetUtcNow().UtcDateTime,
        };
        await elsa.Workflows.ReadAsync(async db =>
        {
            db.Add(plan);
            db.Add(Part(plan, done, AlterationStatus.Completed));
            db.Add(Part(plan, left, AlterationStatus.Pending));
            return await db.SaveChangesAsync();
        });

        await elsa.Workflows.IdleAsync();

        var kept = await elsa.GetAsync($"/alterations/{plan.Id}");
        ((string?)kept["plan"]!["status"], kept["jobs"]!.AsArray().Select(j => (string)j!["status"]!).Distinct().Single()).ShouldBe(("Completed", "Completed"));
        (await elsa.Workflows.InstanceAsync(left)).Executions[1].Variables["v1"].ShouldBe(1);
        (await elsa.Workflows.InstanceAsync(done)).Executions[1].Variables["v1"].ShouldBe(4200, "Its part was done before.");

        static AlterationJob Part(AlterationPlan plan, string instance, AlterationStatus status) =>
            new() { PlanId = plan.Id, CompanyId = plan.CompanyId, InstanceId = instance, Status = status, CreatedUtc = plan.CreatedUtc };
    }

    [Fact]
    public async Task A_failed_activity_is_healed_where_a_filter_of_activities_finds_it()
    {
        var flow = JsonNode.Parse(RunServer.WaitingFlow("healed"))!.AsObject();
        flow["root"]!["activities"]!.AsArray()[0]!["text"] = JsonNode.Parse("""{"typeName":"String","expression":{"type":"JavaScript","value":"if (variables.Salary < 5000) throw new Error('too little'); return 'ok'"}}""");
        await elsa.Workflows.PublishAsync(flow.ToJsonString());
        var id = await elsa.Workflows.StartInstanceAsync("healed");
        var other = await elsa.WaitingInstanceAsync("not-healed");
        object FilterOf(string status) => new { definitionIds = new[] { "healed", "not-healed" }, activityFilters = new[] { new { activityId = "greet", status } } };

        (await elsa.PostAsync("/alterations/dry-run", FilterOf("Completed")))["workflowInstanceIds"]!.AsArray().Select(i => (string)i!).ShouldBe([other]);
        var submitted = await elsa.PostAsync("/alterations/submit", new
        {
            filter = FilterOf("faulted"),
            alterations = new object[] { new { type = "ModifyVariable", variableId = "v1", value = 6000 }, new { type = "Elsa.Alterations.HealActivity", activityHandle = new { activityId = "greet" } } },
        });
        await elsa.Workflows.IdleAsync();

        (await elsa.GetAsync($"/alterations/{submitted["planId"]}"))["jobs"]!.AsArray().Select(j => $"{j!["workflowInstanceId"]} {j["status"]}").ShouldBe([$"{id} Completed"]);
        (await elsa.Workflows.BookmarksAsync(id)).Count.ShouldBe(1, "The activity ran, and the event after it is waited for.");
    }

    [Fact]
    public async Task A_filter_without_content_selects_nothing()
    {
        await elsa.WaitingInstanceAsync("unfiltered");

        (await elsa.PostAsync("/alterations/dry-run", new { definitionIds = Array.Empty<string>() }))["workflowInstanceIds"]!.AsArray().ShouldBeEmpty();
        (await elsa.PostAsync("/alterations/dry-run", new { emptyFilterSelectsAll = true }))["workflowInstanceIds"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Instances_of_another_company_are_not_altered()
    {
        var id = await elsa.WaitingInstanceAsync("foreign");

        var answer = await elsa.PostAsync("/alterations/run", new { workflowInstanceIds = new[] { id }, alterations = new[] { new { type = "ModifyVariable", variableId = "v1", value = 1 } } }, elsa.Stranger);

        ((string?)answer["results"]![0]!["log"]!["logEntries"]![0]!["eventName"]).ShouldBe("workflows.instance-unknown");
        (await elsa.Workflows.InstanceAsync(id)).Executions[1].Variables["v1"].ShouldBe(4200);
    }

    [Theory]
    [InlineData("""{"alterations":[],"workflowInstanceIds":["x"]}""", "alterations.count.invalid")]
    [InlineData("""{"alterations":[{"type":"HealActivity"}],"workflowInstanceIds":["x"]}""", "alterations.member.invalid")]
    [InlineData("""{"alterations":[{"type":"HealActivity","activityHandle":{"activityHash":"1"}}],"workflowInstanceIds":["x"]}""", "alterations.member.invalid")]
    [InlineData("""{"alterations":[{"type":"Explode"}],"workflowInstanceIds":["x"]}""", "alterations.type.invalid")]
    [InlineData("""{"alterations":[{"type":"Migrate","targetVersion":"two"}],"workflowInstanceIds":["x"]}""", "alterations.member.invalid")]
    [InlineData("""{"alterations":[{"type":"ModifyVariable","value":1}],"workflowInstanceIds":["x"]}""", "alterations.member.invalid")]
    [InlineData("""{"alterations":[{"type":"CancelActivity","activityInstanceId":"x"}],"workflowInstanceIds":["x"]}""", "alterations.member.invalid")]
    [InlineData("""{"alterations":[{"type":"CancelActivity","activityId":"a","colour":"red"}],"workflowInstanceIds":["x"]}""", "alterations.member.invalid")]
    [InlineData("""{"alterations":[{"type":"CancelActivity","activityId":"a"}],"workflowInstanceIds":[]}""", "instances.selection.invalid")]
    [InlineData("""{"alterations":[{"type":"CancelActivity","activityId":"a"}]}""", "request.json")]
    public async Task A_wrong_plan_is_answered_with_what_was_expected(string body, string code)
    {
        var answer = await elsa.Administrator.PostAsync("/elsa/api/alterations/run", new StringContent(body, Encoding.UTF8, "application/json"));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Those_who_may_only_look_alter_nothing()
    {
        (await elsa.Reader.PostAsync("/elsa/api/alterations/run", new StringContent("{}", Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}

public sealed class AlterationsOnSqlite(SqliteRunServer elsa) : AlterationApiTests(elsa), IClassFixture<SqliteRunServer>;

public sealed class AlterationsOnPostgres(PostgresRunServer elsa) : AlterationApiTests(elsa), IClassFixture<PostgresRunServer>;

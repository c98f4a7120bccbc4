using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Signatures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>批量审批 over HTTP.</summary>
public sealed class BulkTests
{
    private const string Intent = "本人同意。";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Each_task_is_approved_by_itself_and_what_cannot_be_stays_and_says_why(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new() { ["allowsBulk"] = "true", ["form"] = "[]" });
        await leave.StartFlowAsync("chen.chen");
        var tasks = (await leave.ListAsync("li.na")).ConvertAll(item => item["id"]!.GetValue<Guid>());
        tasks.Count.ShouldBe(2);
        (await leave.ListAsync("li.na")).ShouldAllBe(item => item["allowsBulk"]!.GetValue<bool>());

        var results = await ApproveAsync(leave, "li.na", new { tasks = new object[] { new { taskId = tasks[0] }, new { taskId = tasks[1], version = 9 }, new { taskId = Guid.NewGuid() } }, comment = "同意" });

        results.Select(result => result!["code"]?.GetValue<string>()).ShouldBe([null, "tasks.changed", "tasks.unknown"]);
        (await leave.TaskOfAsync("li.na")).ShouldBe(tasks[1]);
        (await leave.ListAsync("wang.qiang")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_step_that_does_not_allow_it_is_approved_by_itself_only()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite, new() { ["form"] = "[]" });
        var task = await leave.TaskOfAsync("li.na");

        (await ApproveAsync(leave, "li.na", new { tasks = new[] { new { taskId = task } } })).Single()!["code"]!.GetValue<string>().ShouldBe("tasks.bulk.forbidden");
        foreach (var none in (object[][])[[], [new { taskId = task }, new { taskId = task }]])
            await (await (await leave.AsAsync("li.na")).PostAsJsonAsync("/api/tasks/approve", new { tasks = none })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.bulk.invalid");
    }

    [Fact]
    public async Task Several_are_refused_for_one_reason_which_must_be_given_and_what_cannot_be_stays_and_says_why()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite, new() { ["allowsBulk"] = "true", ["form"] = "[]" });
        await leave.StartFlowAsync("chen.chen");
        var tasks = (await leave.ListAsync("li.na")).ConvertAll(item => item["id"]!.GetValue<Guid>());

        await (await (await leave.AsAsync("li.na")).PostAsJsonAsync("/api/tasks/reject", new { tasks = tasks.Select(id => new { taskId = id }), comment = " " })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.reason.invalid");
        var results = await DecideAsync(leave, "reject", "li.na", new { tasks = new object[] { new { taskId = tasks[0] }, new { taskId = tasks[1], version = 9 }, new { taskId = Guid.NewGuid() } }, comment = "名额已满" });

        results.Select(result => result!["code"]?.GetValue<string>()).ShouldBe([null, "tasks.changed", "tasks.unknown"]);
        (await leave.TaskOfAsync("li.na")).ShouldBe(tasks[1]);
        var refused = await (await leave.AsAsync("li.na")).GetFromJsonAsync<JsonObject>($"/api/tasks/{tasks[0]}", TestContext.Current.CancellationToken);
        refused!["state"]!.GetValue<string>().ShouldBe("rejected");
        refused.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldContain("名额已满");
    }

    [Fact]
    public async Task Where_the_step_is_signed_each_task_gets_a_signature_of_its_own()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite, new() { ["allowsBulk"] = "true", ["form"] = "[]", ["signature"] = "true", ["document"] = "请假单", ["intent"] = Intent });
        await leave.StartFlowAsync("chen.chen");
        var tasks = (await leave.ListAsync("li.na")).ConvertAll(item => item["id"]!.GetValue<Guid>());

        var unsigned = await ApproveAsync(leave, "li.na", new { tasks = tasks.Select(id => new { taskId = id }), password = HrBpmServer.Password });
        unsigned.ShouldAllBe(result => result!["code"]!.GetValue<string>() == "tasks.signature.invalid");
        var signed = await ApproveAsync(leave, "li.na", new { tasks = tasks.Select(id => new { taskId = id, intentShown = Intent }), password = HrBpmServer.Password });

        signed.ShouldAllBe(result => result!["code"] == null);
        await using var scope = leave.Server.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<Signature>().CountAsync(TestContext.Current.CancellationToken)).ShouldBe(2);
    }

    private static Task<JsonArray> ApproveAsync(InboxSituation leave, string person, object body) => DecideAsync(leave, "approve", person, body);

    private static async Task<JsonArray> DecideAsync(InboxSituation leave, string decision, string person, object body)
    {
        var answer = await (await leave.AsAsync(person)).PostAsJsonAsync($"/api/tasks/{decision}", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["results"]!.AsArray();
    }
}

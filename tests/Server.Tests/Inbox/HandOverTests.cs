using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>全部转交 over HTTP.</summary>
public sealed class HandOverTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_task_goes_as_its_own_step_allows_and_what_stays_says_why(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var ofZhang = await leave.TaskOfAsync("li.na");
        await leave.StartFlowAsync("he.jing");
        var ofHe = (await leave.ListAsync("li.na")).Select(item => item["id"]!.GetValue<Guid>()).Single(id => id != ofZhang);
        await leave.PublishAsync(LeaveFlow.Json(new() { ["actions"] = """["approve","reject"]""" }));
        await leave.StartFlowAsync("chen.chen");
        (await leave.ListAsync("li.na")).Count.ShouldBe(3);

        var first = await GiveAsync(leave, "li.na", "he.jing", "调往采购部");

        first["given"]!.AsArray().Single()!.GetValue<Guid>().ShouldBe(ofZhang);
        first["kept"]!.AsArray().Select(task => (string)task!["code"]!).Order().ToList().ShouldBe(["tasks.action.invalid", "tasks.recipient.invalid"], customMessage: "one step offers no transfer, one case is about the colleague");
        first["kept"]!.AsArray().ShouldContain(task => task!["taskId"]!.GetValue<Guid>() == ofHe);
        var given = (await leave.ListAsync("he.jing")).Single();
        given["concerning"]!["name"]!.GetValue<string>().ShouldBe("张伟");
        (await leave.ListAsync("li.na")).Count.ShouldBe(2);
        var history = (await leave.ReadAsync("li.na", ofZhang))["history"]!.AsArray().Single(entry => entry!["taskId"]!.GetValue<Guid>() == ofZhang)!;
        ((string)history["outcome"]!, (string)history["comment"]!).ShouldBe(("transfer", "调往采购部"));
        (await leave.AuditedAsync(ofZhang)).ShouldBe(["tasks.transfer"]);

        (await GiveAsync(leave, "li.na", "he.jing", "调往采购部"))["given"]!.AsArray().ShouldBeEmpty("sent again, nothing is given twice");
        await leave.ApproveAsync("he.jing");
    }

    [Fact]
    public async Task It_needs_a_reason_and_a_colleague_and_touches_nobody_elses_tasks()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);

        await (await SendAsync(leave, "li.na", IdOf("he.jing"), " ")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.reason.invalid");
        await (await SendAsync(leave, "li.na", IdOf("li.na"), "调岗")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.recipient.invalid");
        await (await SendAsync(leave, "li.na", Guid.NewGuid(), "调岗")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.recipient.invalid");
        (await GiveAsync(leave, "liu.yang", "he.jing", "调岗"))["given"]!.AsArray().ShouldBeEmpty();

        (await leave.ListAsync("li.na")).Count.ShouldBe(1);
        (await leave.ListAsync("he.jing")).ShouldBeEmpty();
    }

    private static async Task<JsonObject> GiveAsync(InboxSituation leave, string from, string to, string reason)
    {
        var answer = await SendAsync(leave, from, IdOf(to), reason);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task<HttpResponseMessage> SendAsync(InboxSituation leave, string from, Guid to, string reason) =>
        await (await leave.AsAsync(from)).PostAsJsonAsync("/api/tasks/hand-over", new { to, reason });
}

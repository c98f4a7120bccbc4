using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>我发起的, 撤回, 催办, 抄送 and 暂存 over HTTP.</summary>
public sealed class StartedTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_initiator_sees_who_has_it_urges_and_withdraws(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var flow = (await StartedByAsync(leave, "zhang.wei")).Single()!;
        flow["steps"]!.AsArray().Single()!["assignee"]!["name"]!.GetValue<string>().ShouldBe("李娜");
        (flow["canWithdraw"]!.GetValue<bool>(), flow["canUrge"]!.GetValue<bool>()).ShouldBe((true, true));

        (await AskAsync(leave, "zhang.wei", "urge")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await AskAsync(leave, "zhang.wei", "urge")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.urged-lately");
        (await StartedByAsync(leave, "zhang.wei")).Single()!["canUrge"]!.GetValue<bool>().ShouldBeFalse();
        (await AskAsync(leave, "zhang.wei", "withdraw")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await leave.ListAsync("li.na")).ShouldBeEmpty();
        await leave.DoAsync("zhang.wei", "complete", new { action = "complete", answers = new { reason = "年假 2 天" } });
        (await leave.ListAsync("li.na")).Single()["round"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task A_request_that_somebody_has_handled_is_not_withdrawn()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");
        await leave.DoAsync("li.na", "delegate", new { to = IdOf("he.jing") });
        await (await AskAsync(leave, "zhang.wei", "withdraw")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.handled-meanwhile");
        await leave.DoAsync("he.jing", "complete", new { action = "approve" });
        await leave.ApproveAsync("li.na");

        await (await AskAsync(leave, "zhang.wei", "withdraw")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.handled-meanwhile");
        (await leave.AuditedAsync(task)).ShouldNotContain("tasks.withdraw");
    }

    [Fact]
    public async Task Nobody_withdraws_or_urges_what_somebody_else_started()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);

        foreach (var verb in (string[])["withdraw", "urge"])
            await (await AskAsync(leave, "chen.chen", verb)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "started.unknown");
        (await StartedByAsync(leave, "chen.chen")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Hr_urges_a_case_that_it_looks_after_and_a_colleague_does_not()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");

        (await leave.PostAsync("li.na", task, "urge", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await leave.PostAsync("liu.yang", task, "urge", new { comment = "请尽快" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await leave.AuditedAsync(task)).ShouldBe(["tasks.urge"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_copy_is_read_beside_the_task_and_the_sender_sees_that_it_was(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        (await (await leave.AsAsync("he.jing")).GetAsync($"/api/tasks/{task}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await leave.DoAsync("li.na", "copies", new { people = new[] { IdOf("he.jing") }, comment = "供知悉" });

        var copy = (await CopiesOfAsync(leave, "he.jing")).Single()!;
        (copy["sentBy"]!["name"]!.GetValue<string>(), copy["readUtc"]).ShouldBe(("李娜", null));
        (await leave.ReadAsync("he.jing", task))["allowedActions"]!.AsArray().ShouldBeEmpty();
        (await leave.ReadAsync("li.na", task))["copies"]!.AsArray().Single()!["readUtc"].ShouldBeNull();
        var read = new Uri($"/api/task-copies/{copy["id"]}/read", UriKind.Relative);
        (await (await leave.AsAsync("he.jing")).PostAsync(read, null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await leave.AsAsync("chen.chen")).PostAsync(read, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await leave.ReadAsync("li.na", task))["copies"]!.AsArray().Single()!["readUtc"].ShouldNotBeNull();
        (await CopiesOfAsync(leave, "he.jing", "?unread=true")).ShouldBeEmpty();
        (await leave.TaskOfAsync("li.na")).ShouldBe(task);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_draft_is_kept_for_the_assignee_alone_and_goes_when_the_task_is_done(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        (await DraftAsync(leave, "li.na", task, new { answers = new { days = 2 }, comment = "待确认" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await DraftAsync(leave, "li.na", task, new { answers = new { days = "two" } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.answers.invalid");
        await (await DraftAsync(leave, "liu.yang", task, new { comment = "?" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tasks.forbidden");

        var draft = (await leave.ReadAsync("li.na", task))["draft"]!;
        (draft["answers"]!["days"]!.GetValue<int>(), draft["comment"]!.GetValue<string>()).ShouldBe((2, "待确认"));
        (await leave.ReadAsync("liu.yang", task))["draft"].ShouldBeNull();
        await leave.ApproveAsync("li.na");
        (await leave.ReadAsync("li.na", task))["draft"].ShouldBeNull();
        await (await DraftAsync(leave, "li.na", task, new { comment = "?" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.already-handled");
    }

    private static async Task<HttpResponseMessage> DraftAsync(InboxSituation leave, string person, Guid task, object draft) =>
        await (await leave.AsAsync(person)).PutAsJsonAsync($"/api/tasks/{task}/draft", draft);

    private static async Task<HttpResponseMessage> AskAsync(InboxSituation leave, string person, string verb) =>
        await (await leave.AsAsync(person)).PostAsJsonAsync($"/api/started/{leave.InstanceId}/{verb}", new { });

    private static async Task<JsonArray> StartedByAsync(InboxSituation leave, string person) =>
        (await (await leave.AsAsync(person)).GetFromJsonAsync<JsonObject>("/api/started"))!["items"]!.AsArray();

    private static async Task<JsonArray> CopiesOfAsync(InboxSituation leave, string person, string query = "") =>
        (await (await leave.AsAsync(person)).GetFromJsonAsync<JsonObject>("/api/task-copies" + query))!["items"]!.AsArray();
}

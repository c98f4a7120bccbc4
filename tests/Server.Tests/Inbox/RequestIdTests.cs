using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>A request that is sent again, because its answer was lost, does nothing twice and gets the first answer.</summary>
public sealed class RequestIdTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_act_of_a_task_is_done_once_for_one_request_id(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        var (he, liu) = (IdOf("he.jing"), IdOf("liu.yang"));
        await TwiceAsync(leave, "liu.yang", task, "urge", id => new { requestId = id });
        await TwiceAsync(leave, "liu.yang", task, "proxy", id => new { to = liu, reason = "外出", requestId = id });
        await TwiceAsync(leave, "li.na", task, "copies", id => new { people = new[] { he }, requestId = id });
        await TwiceAsync(leave, "li.na", task, "signers", id => new { people = new[] { he }, place = "beside", requestId = id });
        await TwiceAsync(leave, "li.na", task, "signers/remove", id => new { person = he, requestId = id });
        await TwiceAsync(leave, "li.na", task, "delegate", id => new { to = he, requestId = id });
        await leave.DoAsync("he.jing", "complete", new { action = "approve" });
        await TwiceAsync(leave, "li.na", task, "complete", id => new { action = "approve", answers = new { days = 3 }, requestId = id });
        await TwiceAsync(leave, "li.na", task, "take-back", id => new { requestId = id });
        await TwiceAsync(leave, "li.na", await leave.TaskOfAsync("li.na"), "transfer", id => new { to = he, requestId = id });
        await TwiceAsync(leave, "he.jing", await leave.TaskOfAsync("he.jing"), "return", id => new { to = "initiator", requestId = id });

        (await leave.ListAsync("zhang.wei")).Count.ShouldBe(1);
        var audited = (await leave.AuditedAsync(task)).ToList();
        audited.Distinct().ShouldBe(audited, "each act is audited once");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_same_request_twice_at_the_same_moment_is_done_once_and_both_are_told_so(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        // Two processes on one database, where there can be two.
        await using var second = database == TestDatabase.Postgres ? await HrBpmServer.StartAsync(leave.Server.Database, new Dictionary<string, string?> { ["Workflows:DefinitionsFolder"] = "none" }) : null;
        var (task, id) = (await leave.TaskOfAsync("li.na"), Guid.NewGuid());
        var (one, other) = (await leave.AsAsync("li.na"), await (second ?? leave.Server).SignInAsync("li.na"));
        var body = new { to = IdOf("he.jing"), requestId = id };

        var answers = await Task.WhenAll(new[] { one, other, one, other }.Select(client => client.PostAsJsonAsync($"/api/tasks/{task}/transfer", body)));

        answers.Select(answer => answer.StatusCode).ShouldAllBe(status => status == HttpStatusCode.NoContent);
        (await leave.ListAsync("he.jing")).Count.ShouldBe(1);
        (await leave.AuditedAsync(task)).Count(action => action == "tasks.transfer").ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_id_for_two_intentions_is_refused_and_what_was_refused_can_be_sent_again(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var (task, id) = (await leave.TaskOfAsync("li.na"), Guid.NewGuid());
        await (await leave.PostAsync("li.na", task, "transfer", new { to = IdOf("zhang.wei"), requestId = id })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.recipient.invalid");
        (await leave.PostAsync("li.na", task, "copies", new { people = new[] { IdOf("he.jing") }, requestId = id })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await leave.PostAsync("li.na", task, "transfer", new { to = IdOf("he.jing"), requestId = id })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "requests.id-taken");

        (await leave.TaskOfAsync("li.na")).ShouldBe(task);
        (await leave.PostAsync("li.na", task, "copies", new { people = new[] { IdOf("he.jing") }, requestId = id })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_asked_of_many_tasks_and_files_and_links_is_answered_as_the_first_time(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var (task, id) = (await leave.TaskOfAsync("li.na"), Guid.NewGuid());
        async Task<JsonObject> AttachAsync()
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent("%PDF-1.7"u8.ToArray()), "file", "a.pdf" } };
            return (await (await (await leave.AsAsync("li.na")).PostAsync($"/api/tasks/{task}/attachments?requestId={id}", form)).Content.ReadFromJsonAsync<JsonObject>())!;
        }

        (await AttachAsync())["id"]!.ToString().ShouldBe((await AttachAsync())["id"]!.ToString());
        (await leave.ReadAsync("li.na", task))["attachments"]!.AsArray().Count.ShouldBe(1);
        var link = Guid.NewGuid();
        var (first, again) = (await LinkAsync(), await LinkAsync());
        again["id"]!.ToString().ShouldBe(first["id"]!.ToString());
        (await leave.Server.Client().GetAsync($"/api/task-links/{first["token"]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "the token that was lost opens nothing");
        (await leave.Server.Client().GetAsync($"/api/task-links/{again["token"]}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var done = new { action = "approve", answers = new { days = 3 }, requestId = Guid.NewGuid() };
        foreach (var _ in new int[2]) (await leave.Server.Client().PostAsJsonAsync($"/api/task-links/{again["token"]}", done)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var over = new { to = IdOf("he.jing"), reason = "休假", requestId = Guid.NewGuid() };
        var head = await leave.AsAsync("wang.qiang");
        var given = (await (await head.PostAsJsonAsync("/api/tasks/hand-over", over)).Content.ReadFromJsonAsync<JsonObject>())!["given"]!;
        given.AsArray().Count.ShouldBe(1);
        (await (await head.PostAsJsonAsync("/api/tasks/hand-over", over)).Content.ReadFromJsonAsync<JsonObject>())!["given"]!.ToJsonString().ShouldBe(given.ToJsonString());
        (await leave.ListAsync("he.jing")).Count.ShouldBe(1);
        var reroute = new { to = IdOf("liu.yang"), reason = "离职", requestId = Guid.NewGuid() };
        var hr = await leave.AsAsync("liu.yang");
        foreach (var _ in new int[2]) (await (await hr.PostAsJsonAsync($"/api/people/{IdOf("he.jing")}/tasks/reroute", reroute)).Content.ReadFromJsonAsync<JsonObject>())!["given"]!.AsArray().Count.ShouldBe(1);
        var urge = new { requestId = Guid.NewGuid() };
        foreach (var _ in new int[2]) (await (await leave.AsAsync("zhang.wei")).PostAsJsonAsync($"/api/started/{leave.InstanceId}/urge", urge)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        async Task<JsonObject> LinkAsync() => (await (await leave.PostAsync("liu.yang", task, "links", new { reason = "账号已停用", requestId = link })).Content.ReadFromJsonAsync<JsonObject>())!;
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_withdrawal_a_claim_and_a_release_are_done_once_as_well(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new() { ["assignees"] = """[{"by":"DirectManager"},{"by":"DepartmentHead"}]""" });
        var task = await leave.TaskOfAsync("li.na");
        await TwiceAsync(leave, "li.na", task, "claim", id => new { requestId = id });
        await TwiceAsync(leave, "li.na", task, "release", id => new { requestId = id });
        (await (await leave.AsAsync("li.na")).PostAsync($"/api/tasks/{task}/claim", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent, "without a body as before");
        (await (await leave.AsAsync("li.na")).PostAsync($"/api/tasks/{task}/release", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await leave.StartFlowAsync("zhang.wei");
        var withdraw = new { requestId = Guid.NewGuid() };

        foreach (var _ in new int[2]) (await (await leave.AsAsync("zhang.wei")).PostAsJsonAsync($"/api/started/{leave.InstanceId}/withdraw", withdraw)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await leave.ListAsync("zhang.wei")).Count.ShouldBe(1);
    }

    private static async Task TwiceAsync(InboxSituation leave, string person, Guid task, string verb, Func<Guid, object> body)
    {
        var id = Guid.NewGuid();
        foreach (var time in (string[])["first", "again"])
        {
            var answer = await leave.PostAsync(person, task, verb, body(id));
            answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, $"{verb}, {time}: {await answer.Content.ReadAsStringAsync()}");
        }
    }
}

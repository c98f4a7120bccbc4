using System.Net;
using System.Net.Http.Json;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>Who may see a task, and who may touch it (the three faults of horilla-hr #733, and others).</summary>
public sealed class ScopeTests
{
    private static readonly object Approve = new { action = "approve", answers = new { days = 3 } };

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Horilla_733_a_task_reaches_an_assignee_who_manages_nobody(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new() { ["assignees"] = $$"""[{"by":"Person","value":"{{IdOf("he.jing")}}"}]""" });

        await leave.ApproveAsync("he.jing");

        (await leave.ListAsync("wang.qiang")).Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Horilla_733_whoever_a_flow_is_about_cannot_complete_other_peoples_tasks(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");

        foreach (var verb in (string[])["complete", "return", "transfer", "delegate"])
            await (await leave.PostAsync("zhang.wei", task, verb, Body(verb))).ShouldBeProblemAsync(HttpStatusCode.NotFound, "tasks.unknown");
        (await (await leave.AsAsync("zhang.wei")).GetAsync($"/api/tasks/{task}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await leave.TaskOfAsync("li.na")).ShouldBe(task);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Horilla_733_a_manager_cannot_touch_a_case_outside_their_scope(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");

        foreach (var outsider in (string[])["deng.chao", "oliver.smith", "charlotte.davies", "fang.mingyuan"])
        {
            (await (await leave.AsAsync(outsider)).GetAsync($"/api/tasks/{task}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, outsider);
            await (await leave.PostAsync(outsider, task, "complete", Approve)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "tasks.unknown");
            await (await (await leave.AsAsync(outsider)).PostAsJsonAsync($"/api/flows/{leave.InstanceId}/comments", new { text = "?" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "discussion.unknown");
        }
    }

    [Theory, InlineData("wang.qiang"), InlineData("liu.yang"), InlineData("xu.nuo"), InlineData("lin.feng")]
    public async Task Head_and_hr_see_a_case_in_their_scope_but_do_not_decide_it(string person)
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");

        (await leave.ReadAsync(person, task))["allowedActions"]!.AsArray().ShouldBeEmpty();
        await (await leave.PostAsync(person, task, "complete", Approve)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tasks.forbidden");
    }

    [Fact]
    public async Task A_colleague_cannot_make_links_name_proxies_or_reroute()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");

        (await leave.PostAsync("li.na", task, "links", new { reason = "?" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await leave.PostAsync("li.na", task, "proxy", new { to = IdOf("he.jing"), reason = "?" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_reads_tasks_without_signing_in()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);

        (await leave.Server.Client().GetAsync(new Uri("/api/tasks", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static object Body(string verb) => verb switch
    {
        "complete" => Approve,
        "return" => new { to = "initiator" },
        _ => new { to = IdOf("he.jing") },
    };
}

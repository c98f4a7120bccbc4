using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>Links, proxies and rerouting: how tasks get done whose assignee cannot sign in, or has left.</summary>
public sealed class StandInTests
{
    private static readonly object Approve = new { action = "approve", answers = new { days = 3 } };

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_leaver_whose_account_is_disabled_does_their_task_by_the_link_once(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        await DisableAsync(leave, "li.na");
        (await (await leave.AsAsync("li.na")).GetAsync(new Uri("/api/tasks", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var (token, _) = await LinkAsync(leave, task);
        var anybody = leave.Server.Client();

        var detail = await anybody.GetFromJsonAsync<JsonObject>($"/api/task-links/{token}");
        detail!["allowedActions"]!.AsArray().Select(action => action!.GetValue<string>()).ShouldBe(["approve", "reject", "return"]);
        (await anybody.PostAsJsonAsync($"/api/task-links/{token}", Approve)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await leave.ListAsync("wang.qiang")).Count.ShouldBe(1);
        await (await anybody.PostAsJsonAsync($"/api/task-links/{token}", Approve)).ShouldBeProblemAsync(HttpStatusCode.Gone, "task-links.used");
        (await leave.AuditedAsync(task)).ShouldBe(["tasks.link", "tasks.approve"]);
        (await leave.ReadAsync("liu.yang", task))["history"]!.AsArray().Single()!["via"]!.GetValue<string>().ShouldBe("link");
    }

    [Fact]
    public async Task A_link_expires()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var (token, _) = await LinkAsync(leave, await leave.TaskOfAsync("li.na"), TimeSpan.FromHours(1));
        leave.Server.Clock.Advance(TimeSpan.FromHours(1));

        await (await leave.Server.Client().PostAsJsonAsync($"/api/task-links/{token}", Approve)).ShouldBeProblemAsync(HttpStatusCode.Gone, "task-links.expired");
        (await leave.ListAsync("li.na")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_was_never_made_leads_nowhere_and_only_hashes_are_stored()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var (token, id) = await LinkAsync(leave, await leave.TaskOfAsync("li.na"));

        await (await leave.Server.Client().GetAsync(new Uri($"/api/task-links/{token}x", UriKind.Relative))).ShouldBeProblemAsync(HttpStatusCode.NotFound, "task-links.unknown");
        await using var scope = leave.Server.Services.CreateAsyncScope();
        var link = await scope.ServiceProvider.GetRequiredService<AppDbContext>().TaskLinks.SingleAsync(l => l.Id == id, TestContext.Current.CancellationToken);
        link.TokenSha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token))));
    }

    [Fact]
    public async Task A_link_does_not_outlive_a_task_that_went_to_somebody_else()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var (token, _) = await LinkAsync(leave, await leave.TaskOfAsync("li.na"));
        await leave.DoAsync("li.na", "transfer", new { to = IdOf("he.jing") });

        await (await leave.Server.Client().PostAsJsonAsync($"/api/task-links/{token}", Approve)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.already-handled");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_proxy_does_the_task_and_both_names_are_kept(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        (await leave.PostAsync("liu.yang", task, "proxy", new { to = IdOf("he.jing"), reason = "李娜住院" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await leave.ListAsync("he.jing")).Single()["assignee"]!["name"]!.GetValue<string>().ShouldBe("李娜");
        await leave.ApproveAsync("he.jing");

        var history = (await leave.ReadAsync("he.jing", task))["history"]!.AsArray().Single()!;
        (history["assignee"]!["name"]!.GetValue<string>(), history["by"]!["name"]!.GetValue<string>(), history["via"]!.GetValue<string>()).ShouldBe(("李娜", "何静", "proxy"));
        (await leave.ListAsync("he.jing", "done")).Count.ShouldBe(1);
        (await leave.AuditedAsync(task)).ShouldBe(["tasks.proxy", "tasks.approve"]);
    }

    [Fact]
    public async Task A_proxy_needs_a_reason_and_is_not_the_one_whom_the_case_is_about()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");

        await (await leave.PostAsync("liu.yang", task, "proxy", new { to = IdOf("he.jing"), reason = " " })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.reason.invalid");
        await (await leave.PostAsync("liu.yang", task, "proxy", new { to = IdOf("zhang.wei"), reason = "?" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.recipient.invalid");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_open_tasks_of_a_leaver_go_to_somebody_else_once(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        await leave.StartFlowAsync("chen.chen");
        await leave.StartFlowAsync("li.na");
        await leave.DoAsync("wang.qiang", "return", new { to = "initiator" });
        (await leave.ListAsync("li.na")).Count.ShouldBe(3);

        var given = await RerouteAsync(leave, "li.na", "he.jing");

        given["given"]!.AsArray().Count.ShouldBe(2);
        (await leave.ListAsync("he.jing")).Count.ShouldBe(2);
        (await leave.ListAsync("li.na")).Single()["concerning"]!["name"]!.GetValue<string>().ShouldBe("李娜", "Her own case is hers to the end.");
        (await RerouteAsync(leave, "li.na", "he.jing"))["given"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_about_the_successor_stays_and_says_why()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);

        var result = await RerouteAsync(leave, "li.na", "zhang.wei");

        result["given"]!.AsArray().ShouldBeEmpty();
        result["kept"]!.AsArray().Single()!["code"]!.GetValue<string>().ShouldBe("tasks.recipient.invalid");
    }

    [Fact]
    public async Task Hr_of_one_branch_does_not_reroute_people_of_another()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var answer = await (await leave.AsAsync("charlotte.davies")).PostAsJsonAsync($"/api/people/{IdOf("li.na")}/tasks/reroute", new { to = IdOf("he.jing"), reason = "离职" });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<JsonObject> RerouteAsync(InboxSituation leave, string from, string to)
    {
        var answer = await (await leave.AsAsync("liu.yang")).PostAsJsonAsync($"/api/people/{IdOf(from)}/tasks/reroute", new { to = IdOf(to), reason = "离职" });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task<(string Token, Guid Id)> LinkAsync(InboxSituation leave, Guid task, TimeSpan? validFor = null)
    {
        var answer = await leave.PostAsync("liu.yang", task, "links", new { reason = "账号已停用", validFor });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var link = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        return (link["token"]!.GetValue<string>(), link["id"]!.GetValue<Guid>());
    }

    private static async Task DisableAsync(InboxSituation leave, string person)
    {
        await using var scope = leave.Server.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<ISignInAccounts>().DisableAsync(IdOf(person), default)).ShouldBeNull();
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().SaveChangesAsync();
    }
}

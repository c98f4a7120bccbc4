using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>加签, 减签, 认领, 归还, 票签 and 拿回 over HTTP.</summary>
public sealed class SeveralPeopleTests
{
    private const string ManagerAndHead = """[{"by":"DirectManager"},{"by":"DepartmentHead"}]""";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Signers_are_added_and_removed_and_the_task_comes_back(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        await leave.DoAsync("li.na", "signers", new { people = new[] { IdOf("he.jing"), IdOf("liu.yang") }, place = "before", comment = "请先看" });

        (await leave.ListAsync("li.na")).ShouldBeEmpty();
        (await leave.ListAsync("li.na", "waiting")).Single()["state"]!.GetValue<string>().ShouldBe("held");
        await (await leave.PostAsync("li.na", task, "complete", new { action = "approve", answers = new { days = 3 } })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.held");
        await leave.ApproveAsync("he.jing");
        (await leave.PostAsync("li.na", task, "signers/remove", new { person = IdOf("liu.yang") })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await leave.ListAsync("liu.yang")).ShouldBeEmpty();
        (await leave.TaskOfAsync("li.na")).ShouldBe(task);
        (await leave.AuditedAsync(task)).ShouldBe(["tasks.addBefore", "tasks.removeSigner"]);
        await leave.ApproveAsync("li.na");
        (await leave.ListAsync("wang.qiang")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Signers_who_come_afterwards_are_seen_before_it_is_their_turn()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");
        await leave.DoAsync("li.na", "signers", new { people = new[] { IdOf("he.jing") }, place = "after" });

        (await leave.ListAsync("he.jing")).ShouldBeEmpty();
        (await leave.ReadAsync("li.na", task))["history"]!.AsArray().Select(entry => entry!["state"]!.GetValue<string>()).ShouldBe(["open", "queued"]);
        await leave.ApproveAsync("li.na");
        await leave.ApproveAsync("he.jing");
        (await leave.ListAsync("wang.qiang")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whom_the_case_is_about_is_not_added()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var answer = await leave.PostAsync("li.na", await leave.TaskOfAsync("li.na"), "signers", new { people = new[] { IdOf("zhang.wei") }, place = "beside" });

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.recipient.invalid");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_claimed_step_leaves_the_others_inboxes_until_it_is_released(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new() { ["assignees"] = ManagerAndHead });
        var second = await leave.TaskOfAsync("wang.qiang");
        await leave.DoAsync("li.na", "claim", new { });

        (await leave.ListAsync("wang.qiang")).ShouldBeEmpty();
        await (await leave.PostAsync("wang.qiang", second, "complete", new { action = "approve", answers = new { days = 3 } })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.claimed");
        await leave.DoAsync("li.na", "release", new { });
        (await leave.TaskOfAsync("wang.qiang")).ShouldBe(second);
        await leave.ApproveAsync("wang.qiang");
        (await leave.ListAsync("li.na")).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_two_candidates_who_claim_at_the_same_moment_one_has_it(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new() { ["assignees"] = ManagerAndHead });
        var tasks = new[] { ("li.na", await leave.TaskOfAsync("li.na")), ("wang.qiang", await leave.TaskOfAsync("wang.qiang")) };

        var answers = await Task.WhenAll(tasks.Select(who => leave.PostAsync(who.Item1, who.Item2, "claim", new { })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        ((await leave.ListAsync("li.na")).Count + (await leave.ListAsync("wang.qiang")).Count).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Votes_are_weighed(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new()
        {
            ["mode"] = "Vote",
            ["voteThreshold"] = "60",
            ["assignees"] = $$"""[{"by":"DirectManager","weight":2},{"by":"DepartmentHead","weight":3},{"by":"Person","value":"{{IdOf("he.jing")}}"}]""",
        });
        await leave.DoAsync("he.jing", "complete", new { action = "reject" });
        await leave.ApproveAsync("li.na");
        (await leave.ListAsync("wang.qiang")).Single()["activityName"]!.GetValue<string>().ShouldBe("直属主管");
        await leave.ApproveAsync("wang.qiang");

        (await leave.ListAsync("wang.qiang")).Single()["activityName"]!.GetValue<string>().ShouldBe("部门负责人");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_decision_is_taken_back_within_the_step_and_from_the_next(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new() { ["assignees"] = ManagerAndHead, ["mode"] = "InTurn" });
        var first = await leave.TaskOfAsync("li.na");
        await leave.ApproveAsync("li.na");
        await TakeBackAsync(leave, "li.na", first);
        (await leave.ListAsync("wang.qiang")).ShouldBeEmpty();
        var second = await leave.TaskOfAsync("li.na");
        await leave.ApproveAsync("li.na");
        var last = await leave.TaskOfAsync("wang.qiang");
        await leave.ApproveAsync("wang.qiang");

        await (await leave.PostAsync("li.na", second, "take-back", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.next-has-acted");
        await TakeBackAsync(leave, "wang.qiang", last);

        (await leave.ListAsync("li.na")).ShouldBeEmpty("what was decided before it was taken back stands");
        var again = (await leave.ListAsync("wang.qiang")).Single();
        again["round"]!.GetValue<int>().ShouldBe(2);
        (await leave.ReadAsync("wang.qiang", await leave.TaskOfAsync("wang.qiang")))["history"]!.AsArray().Select(entry => entry!["state"]!.GetValue<string>()).ShouldContain("approved");
        await leave.ApproveAsync("wang.qiang");
        (await leave.ListAsync("wang.qiang")).Single()["activityName"]!.GetValue<string>().ShouldBe("部门负责人");
        (await leave.AuditedAsync(first)).ShouldBe(["tasks.approve", "tasks.takeBack"]);
    }

    [Fact]
    public async Task Nothing_is_taken_back_once_the_next_has_acted()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");
        await leave.ApproveAsync("li.na");
        await leave.DoAsync("wang.qiang", "transfer", new { to = IdOf("he.jing") });

        await (await leave.PostAsync("li.na", task, "take-back", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.handled-meanwhile");
        await leave.DoAsync("he.jing", "complete", new { action = "approve" });
        await (await leave.PostAsync("li.na", task, "take-back", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.next-has-acted");
    }

    private static async Task TakeBackAsync(InboxSituation leave, string person, Guid task)
    {
        var answer = await leave.PostAsync(person, task, "take-back", new { comment = "填错了" });
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }
}

using System.Net;
using System.Net.Http.Json;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>People read and do their tasks over HTTP.</summary>
public sealed class ApprovalTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_request_is_approved_step_by_step(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        var detail = await leave.ReadAsync("li.na", task);
        detail["title"]!.GetValue<string>().ShouldBe("张伟 的请假：直属主管");
        detail["concerning"]!["name"]!.GetValue<string>().ShouldBe("张伟");
        detail["allowedActions"]!.AsArray().Select(action => action!.GetValue<string>()).ShouldBe(["approve", "reject", "return", "transfer", "delegate", "addBefore", "addAfter", "addBeside", "save", "cc"]);
        detail["earlierSteps"]!.AsArray().Single()!["isInitiatorForm"]!.GetValue<bool>().ShouldBeTrue();
        detail["form"]!.AsArray().Single()!["key"]!.GetValue<string>().ShouldBe("days");

        await leave.ApproveAsync("li.na", "同意");
        await leave.DoAsync("wang.qiang", "complete", new { action = "approve" });

        (await leave.ListAsync("li.na")).ShouldBeEmpty();
        var done = (await leave.ListAsync("li.na", "done")).Single();
        done["outcome"]!.GetValue<string>().ShouldBe("approve");
        var history = (await leave.ReadAsync("li.na", task))["history"]!.AsArray().Single()!;
        history["by"]!["name"]!.GetValue<string>().ShouldBe("李娜");
        history["comment"]!.GetValue<string>().ShouldBe("同意");
        history["answers"]!["days"]!.GetValue<int>().ShouldBe(3);
        (await leave.AuditedAsync(task)).ShouldBe(["tasks.approve"]);
    }

    [Fact]
    public async Task The_most_urgent_task_is_first_and_pages_follow_each_other()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        leave.Server.Clock.Advance(TimeSpan.FromDays(3));
        await leave.StartFlowAsync("chen.chen");

        var todo = await leave.ListAsync("li.na");
        todo.Select(item => item["concerning"]!["name"]!.GetValue<string>()).ShouldBe(["张伟", "陈晨"]);
        todo.Select(item => item["isOverdue"]!.GetValue<bool>()).ShouldBe([true, false]);
        var second = await (await leave.AsAsync("li.na")).GetFromJsonAsync<System.Text.Json.Nodes.JsonObject>("/api/tasks?skip=1&take=1");
        second!["total"]!.GetValue<int>().ShouldBe(2);
        second["items"]!.AsArray().Single()!["concerning"]!["name"]!.GetValue<string>().ShouldBe("陈晨");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_task_done_twice_is_refused_with_who_did_it_and_when(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new() { ["assignees"] = """[{"by":"DirectManager"},{"by":"DepartmentHead"}]""" });
        var second = await leave.TaskOfAsync("wang.qiang");
        await leave.ApproveAsync("li.na");

        var late = await leave.PostAsync("wang.qiang", second, "complete", new { action = "approve", answers = new { days = 1 } });

        var problem = await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.already-handled");
        problem["detail"]!.GetValue<string>().ShouldMatch("^Expected the task to be open, but it was already handled by 李娜 at [0-9]{2}:[0-9]{2} UTC\\.$");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_many_who_decide_at_the_same_moment_one_wins_and_the_others_are_told(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new() { ["assignees"] = """[{"by":"DirectManager"},{"by":"DepartmentHead"}]""" });
        var tasks = new[] { ("li.na", await leave.TaskOfAsync("li.na")), ("wang.qiang", await leave.TaskOfAsync("wang.qiang")) };
        var attempts = Enumerable.Range(0, 6).Select(i => tasks[i % 2]).Select(who => leave.PostAsync(who.Item1, who.Item2, "complete", new { action = "approve", answers = new { days = 3 } }));

        var answers = await Task.WhenAll(attempts);

        answers.Count(answer => answer.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        foreach (var late in answers.Where(answer => answer.StatusCode != HttpStatusCode.NoContent))
            await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.already-handled");
        (await leave.ListAsync("wang.qiang")).Single()["activityName"]!.GetValue<string>().ShouldBe("部门负责人");
    }

    public static TheoryData<object, HttpStatusCode, string, string> BadAnswers => new()
    {
        { new { action = "approve" }, HttpStatusCode.BadRequest, "tasks.answers.invalid", "Expected 'days' (天数) to be filled in, but it is empty." },
        { new { action = "approve", answers = new { days = "three" } }, HttpStatusCode.BadRequest, "tasks.answers.invalid", "Expected 'days' to be a number, but got 'three'." },
        { new { action = "approve", answers = new { days = 3, salary = 1 } }, HttpStatusCode.BadRequest, "tasks.answers.invalid", "Expected only fields of the form, but got 'salary'." },
        { new { action = "explode" }, HttpStatusCode.BadRequest, "tasks.action.invalid", "Expected 'action' to be approve, reject or complete, but got 'explode'." },
        { new { action = "complete", answers = new { days = 3 } }, HttpStatusCode.BadRequest, "tasks.action.invalid", "Expected one of the actions approve, reject, return, transfer, delegate, addBefore, addAfter, addBeside, removeSigner, claim, release, takeBack, save, cc, urge, withdraw, but got 'complete'." },
        { new { action = "approve", answers = new { days = 3 }, version = 7 }, HttpStatusCode.Conflict, "tasks.changed", "Expected version 7 of the task, but it has changed to version 0. Read it again." },
        { new { action = "approve", answers = new { days = 3 }, signature = new { password = "x", intentShown = "y" } }, HttpStatusCode.BadRequest, "tasks.signature.invalid", "Expected no signature for 'approve' on this task, but there is one." },
        { new { action = "approve", answers = new { days = 3 }, comment = new string('长', 4001) }, HttpStatusCode.BadRequest, "tasks.comment.invalid", "Expected a comment of at most 4000 characters, but it has 4001." },
    };

    [Fact]
    public async Task Bad_input_is_named_and_changes_nothing()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");
        foreach (var row in BadAnswers)
        {
            var (body, status, code, detail) = row.Data;
            (await (await leave.PostAsync("li.na", task, "complete", body)).ShouldBeProblemAsync(status, code))["detail"]!.GetValue<string>().ShouldBe(detail);
        }
        (await (await leave.PostAsync("li.na", task, "complete", new { action = "approve", decision = "yes" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.json"))
            ["detail"]!.GetValue<string>().ShouldContain("'decision'");

        (await leave.TaskOfAsync("li.na")).ShouldBe(task);
        (await leave.AuditedAsync(task)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_needs_no_complete_form()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        await leave.DoAsync("li.na", "complete", new { action = "reject", comment = "人手不足" });

        (await leave.ListAsync("wang.qiang")).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_return_goes_to_the_initiator_who_amends_and_resubmits(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        await leave.DoAsync("li.na", "return", new { to = "initiator", then = "straightBack", comment = "请写明日期" });
        (await leave.ListAsync("zhang.wei")).Single()["activityName"]!.GetValue<string>().ShouldBe("申请");
        await leave.DoAsync("zhang.wei", "complete", new { action = "complete", answers = new { reason = "年假 3 月 2 日至 4 日" } });

        (await leave.ListAsync("li.na")).Single()["round"]!.GetValue<int>().ShouldBe(2);
        (await leave.ReadAsync("li.na", await leave.TaskOfAsync("li.na")))["history"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_return_to_an_unknown_step_names_the_possible_ones()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        await leave.ApproveAsync("li.na");
        var answer = await leave.PostAsync("wang.qiang", await leave.TaskOfAsync("wang.qiang"), "return", new { to = "pay" });

        (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.return-target.invalid"))["detail"]!.GetValue<string>().ShouldBe("Expected one of the earlier steps initiator, manager (直属主管), but got 'pay'.");
    }

    [Fact]
    public async Task A_transferred_task_is_approved_by_the_one_who_got_it()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        await leave.DoAsync("li.na", "transfer", new { to = IdOf("he.jing"), comment = "我出差" });
        await leave.ApproveAsync("he.jing");

        (await leave.ListAsync("wang.qiang")).Count.ShouldBe(1);
        (await leave.ListAsync("li.na", "done")).Single()["outcome"]!.GetValue<string>().ShouldBe("transfer");
    }

    [Fact]
    public async Task A_task_is_not_given_to_nobody_or_to_whom_the_case_is_about()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");

        await (await leave.PostAsync("li.na", task, "transfer", new { to = Guid.NewGuid() })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.recipient.invalid");
        (await (await leave.PostAsync("li.na", task, "delegate", new { to = IdOf("zhang.wei") })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.recipient.invalid"))
            ["detail"]!.GetValue<string>().ShouldBe("Expected somebody other than 张伟, whom the case is about.");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_delegate_answers_for_both_names_to_see_and_the_owner_decides(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var owned = await leave.TaskOfAsync("li.na");
        await leave.DoAsync("li.na", "delegate", new { to = IdOf("he.jing"), comment = "请先看" });

        (await leave.ListAsync("li.na")).ShouldBeEmpty();
        (await leave.ListAsync("li.na", "waiting")).Count.ShouldBe(1);
        var delegated = (await leave.ListAsync("he.jing")).Single();
        delegated["assignee"]!["name"]!.GetValue<string>().ShouldBe("何静");
        delegated["onBehalfOf"]!["name"]!.GetValue<string>().ShouldBe("李娜");
        await leave.DoAsync("he.jing", "complete", new { action = "reject", comment = "建议改期" });

        (await leave.TaskOfAsync("li.na")).ShouldBe(owned);
        (await leave.ReadAsync("li.na", owned))["history"]!.AsArray().Select(entry => entry!["comment"]?.GetValue<string>()).ShouldContain("建议改期");
        await leave.ApproveAsync("li.na");
        (await leave.ListAsync("wang.qiang")).Count.ShouldBe(1);
    }
}

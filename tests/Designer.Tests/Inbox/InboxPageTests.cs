using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Inbox;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Inbox;

/// <summary>The lists of the inbox.</summary>
public sealed class InboxPageTests
{
    [Fact]
    public async Task What_is_late_is_loud_and_what_is_due_later_is_quiet()
    {
        await using var context = Server().Context();
        var page = context.Render<InboxPage>();

        page.FindAll(".it .open > .row:first-child").Select(row => (row.Children[0].TextContent, row.Children[2].ClassName)).ShouldBe(
            [("苏晓彤 的病假", "f12 nw bad b"), ("陈思远 的年休假", "f12 nw t3")]);
        page.FindAll(".it .open .nw:last-child")[0].TextContent.ShouldBe("逾期 1 天");
    }

    [Fact]
    public async Task Those_that_allow_it_are_approved_together()
    {
        var server = Server().On("POST /api/tasks/approve", """{"results":[{"taskId":"00000000-0000-4000-8000-000000000001","code":null,"detail":null}]}""");
        await using var context = server.Context();
        var page = context.Render<InboxPage>();

        page.FindAll(".pick input").Count.ShouldBe(1, "the other one is signed, and so read one by one");
        await page.Find(".pick input").ChangeAsync(true);
        await page.Find(".bulk .btn.p").ClickAsync();

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/tasks/approve").Body)!;
        ((string)sent["tasks"]![0]!["taskId"]!, (int)sent["tasks"]![0]!["version"]!).ShouldBe(("00000000-0000-4000-8000-000000000001", 3));
    }

    [Fact]
    public async Task A_saved_view_narrows_the_list_and_what_is_shown_becomes_a_view()
    {
        var server = Server().On("GET /api/inbox-views", """[{"id":"00000000-0000-4000-8000-0000000000aa","name":"加急","list":"todo","isOverdue":true,"search":"苏"},{"id":"00000000-0000-4000-8000-0000000000ab","name":"旧","list":"done","isOverdue":false}]""");
        await using var context = server.Context();
        var page = context.Render<InboxPage>();
        page.FindAll(".view-chip").Select(view => view.TextContent).ShouldBe(["加急"], "each list has its own");

        await page.Find(".view-chip").ClickAsync();
        page.Find(".view-chip").GetAttribute("aria-pressed").ShouldBe("true");
        page.FindAll(".it .tt").Select(title => title.TextContent).ShouldBe(["苏晓彤 的病假"]);

        await page.Find("button[aria-controls=inbox-filter]").ClickAsync();
        await page.Find("#by-order").ChangeAsync("newest");
        page.Find(".view-chip").GetAttribute("aria-pressed").ShouldBe("false", "it is narrowed otherwise now");
        await page.Find(".save input").InputAsync("我的");
        await page.Find(".save").SubmitAsync();
        var sent = server.Asked.Last(asked => asked.Line == "POST /api/inbox-views").Body;
        ((string?)JsonNode.Parse(sent)!["name"], (bool)JsonNode.Parse(sent)!["isOverdue"]!, (string?)JsonNode.Parse(sent)!["order"]).ShouldBe(("我的", true, "newest"));
    }

    [Fact]
    public async Task A_search_narrows_the_list_and_says_when_nothing_is_left()
    {
        await using var context = Server().Context();
        var page = context.Render<InboxPage>();

        await page.Find("input[type=search]").InputAsync("陈思远");
        page.FindAll(".it").Count.ShouldBe(1);
        await page.Find("input[type=search]").InputAsync("没有的人");
        page.Find(".state").TextContent.ShouldContain("没有符合的项目");
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_says_so_and_offers_to_try_again()
    {
        var server = new FakeServer().On("GET /api/tasks", """{"code":"x","detail":"数据库正在维护。"}""", HttpStatusCode.ServiceUnavailable);
        await using var context = server.Context();
        var page = context.Render<InboxPage>();
        page.Find(".state").TextContent.ShouldContain("数据库正在维护。");

        server.On("GET /api/tasks", """{"items":[],"total":0}""");
        await page.Find(".state .btn").ClickAsync();
        page.Find(".list .state").TextContent.ShouldContain("没有待办");
    }

    [Fact]
    public async Task What_others_did_comes_by_itself_and_a_lost_connection_is_said()
    {
        var server = Server();
        await using var context = server.Context();
        var page = context.Render<InboxPage>();
        var live = context.Services.GetRequiredService<InboxLive>();

        server.On("GET /api/tasks", $$"""{"items":[{{Item(2, "陈思远 的年休假", "2026-11-25T01:00:00Z", false, true)}}],"total":1}""");
        await page.InvokeAsync(live.TellAsync);
        page.FindAll(".it").Count.ShouldBe(1);

        await page.InvokeAsync(() => live.SetLost(true));
        page.Find(".live-lost").TextContent.ShouldContain("正在重新连接");
        await page.InvokeAsync(() => live.SetLost(false));
        page.FindAll(".live-lost").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_copy_that_is_opened_counts_as_read()
    {
        var copy = "00000000-0000-4000-8000-00000000000c";
        var server = Server().On($"POST /api/task-copies/{copy}/read", "", HttpStatusCode.NoContent).On("GET /api/task-copies", $$"""
            {"items":[{"id":"{{copy}}","taskId":"00000000-0000-4000-8000-000000000001","title":"年休假","activityName":"审批","instanceId":"i1","correlationId":null,"concerning":null,"sentBy":null,"sentUtc":"2026-11-22T01:00:00Z","isLate":false,"readUtc":null}],"total":1}
            """);
        await using var context = server.Context();
        var page = context.Render<InboxPage>(parameters => parameters.Add(p => p.List, "copies"));
        page.FindAll(".tt.un").Count.ShouldBe(1);

        page.Render(parameters => parameters.Add(p => p.List, "copies").Add(p => p.TaskId, new Guid("00000000-0000-4000-8000-000000000001")));

        server.Asked.ShouldContain(asked => asked.Line == $"POST /api/task-copies/{copy}/read");
        page.FindAll(".tt.un").ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_started_a_request_reminds_those_who_have_it()
    {
        var server = Server().On("POST /api/started/i7/urge", "", HttpStatusCode.NoContent).On("GET /api/started", """
            {"items":[{"instanceId":"i7","definitionId":"leave","name":"请假","correlationId":null,"status":"running","createdUtc":"2026-11-22T01:00:00Z","finishedUtc":null,
            "steps":[{"activityName":"直属主管","assignee":{"id":"00000000-0000-4000-8000-000000000009","name":"李娜"},"onBehalfOf":null,"openedUtc":"2026-11-22T01:00:00Z","dueUtc":null}],"canWithdraw":false,"canUrge":true}],"total":1}
            """);
        await using var context = server.Context();
        var page = context.Render<InboxPage>(parameters => parameters.Add(p => p.List, "started"));

        await page.Find(".it .drop > .btn").ClickAsync();
        page.FindAll(".drop-item").Select(item => (item.TextContent, item.HasAttribute("disabled"))).ShouldBe([("催办", false), ("撤回", true)]);
        await page.Find(".drop").KeyDownAsync("Escape");
        page.FindAll(".drop-item").ShouldBeEmpty();
        await page.Find(".it .drop > .btn").ClickAsync();
        await page.Find(".drop-item").ClickAsync();

        server.Asked.ShouldContain(asked => asked.Line == "POST /api/started/i7/urge");
        context.Services.GetRequiredService<HrBpm.Designer.Layout.UndoBar>().Text.ShouldBe("已催办：请假");
    }

    private static FakeServer Server() => new FakeServer().On("GET /api/tasks", $$"""
        {"items":[{{Item(1, "苏晓彤 的病假", "2026-11-22T01:00:00Z", true, false)}},{{Item(2, "陈思远 的年休假", "2026-11-25T01:00:00Z", false, true)}}],"total":2}
        """);

    private static string Item(int number, string title, string due, bool isOverdue, bool isSigned) => $$"""
        {"id":"00000000-0000-4000-8000-00000000000{{number}}","title":"{{title}}","kind":"approval","stage":null,"activityName":"审批","instanceId":"i{{number}}","correlationId":null,"concerning":null,
        "assignee":{"id":"00000000-0000-4000-8000-000000000009","name":"周明轩"},"onBehalfOf":null,"state":"open","openedUtc":"2026-11-20T06:40:00Z","dueUtc":"{{due}}","isOverdue":{{(isOverdue ? "true" : "false")}},
        "needsSignature":{{(isSigned ? "true" : "false")}},"allowsBulk":true,"outcome":null,"closedUtc":null,"round":1,"version":3}
        """;
}

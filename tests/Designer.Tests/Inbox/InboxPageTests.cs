using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Inbox;

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
        page.Find(".pick input").Change(true);
        await page.Find(".bulk .btn.p").ClickAsync();

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/tasks/approve").Body)!;
        ((string)sent["tasks"]![0]!["taskId"]!, (int)sent["tasks"]![0]!["version"]!).ShouldBe(("00000000-0000-4000-8000-000000000001", 3));
    }

    [Fact]
    public async Task A_search_narrows_the_list_and_says_when_nothing_is_left()
    {
        await using var context = Server().Context();
        var page = context.Render<InboxPage>();

        page.Find("input[type=search]").Input("陈思远");
        page.FindAll(".it").Count.ShouldBe(1);
        page.Find("input[type=search]").Input("没有的人");
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

    private static FakeServer Server() => new FakeServer().On("GET /api/tasks", $$"""
        {"items":[{{Item(1, "苏晓彤 的病假", "2026-11-22T01:00:00Z", true, false)}},{{Item(2, "陈思远 的年休假", "2026-11-25T01:00:00Z", false, true)}}],"total":2}
        """);

    private static string Item(int number, string title, string due, bool isOverdue, bool isSigned) => $$"""
        {"id":"00000000-0000-4000-8000-00000000000{{number}}","title":"{{title}}","kind":"approval","stage":null,"activityName":"审批","instanceId":"i{{number}}","correlationId":null,"concerning":null,
        "assignee":{"id":"00000000-0000-4000-8000-000000000009","name":"周明轩"},"onBehalfOf":null,"state":"open","openedUtc":"2026-11-20T06:40:00Z","dueUtc":"{{due}}","isOverdue":{{(isOverdue ? "true" : "false")}},
        "needsSignature":{{(isSigned ? "true" : "false")}},"allowsBulk":true,"outcome":null,"closedUtc":null,"round":1,"version":3}
        """;
}

using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Inbox;
using HrBpm.Designer.Layout;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Inbox;

/// <summary>Naming somebody for the time away.</summary>
public sealed class DelegationsPageTests
{
    private const string LiNa = "00000000-0000-4000-8000-000000000007", Named = "00000000-0000-4000-8000-0000000000aa";

    [Fact]
    public async Task Days_are_whole_days_and_the_last_one_counts()
    {
        var server = Server().On("POST /api/away-delegations", $$"""{"id":"{{Named}}"}""");
        await using var context = server.Context();
        var page = context.Render<DelegationsPage>();
        page.Find("button[type=submit]").HasAttribute("disabled").ShouldBeTrue("nobody is chosen yet");

        await page.Find("#to").InputAsync("李娜");
        await page.Find("[role=option]").ClickAsync();
        await page.Find("#from").ChangeAsync("2026-12-01");
        await page.Find("#until").ChangeAsync("2026-12-03");
        await page.Find("form").SubmitAsync();

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/away-delegations").Body)!;
        ((string)sent["to"]!).ShouldBe(LiNa);
        (DateTimeOffset.Parse((string)sent["until"]!, null) - DateTimeOffset.Parse((string)sent["from"]!, null)).ShouldBe(TimeSpan.FromDays(3));
        context.Services.GetRequiredService<UndoBar>().Text.ShouldBe("已委托给 李娜");
    }

    [Fact]
    public async Task What_is_refused_is_said_and_an_end_can_be_undone()
    {
        var server = Server().On("POST /api/away-delegations", """{"code":"away.time.invalid","detail":"Expected …"}""", HttpStatusCode.BadRequest).On($"DELETE /api/away-delegations/{Named}", "", HttpStatusCode.NoContent);
        await using var context = server.Context();
        var page = context.Render<DelegationsPage>();

        await page.Find(".away-row .btn").ClickAsync();
        var undo = context.Services.GetRequiredService<UndoBar>();
        undo.Text.ShouldBe("委托已结束");
        await page.InvokeAsync(undo.Undo!);

        page.Find("[role=alert]").TextContent.ShouldContain("结束日期");
        var again = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/away-delegations").Body)!;
        DateTimeOffset.Parse((string)again["until"]!, null).ShouldBe(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task All_tasks_are_handed_over_for_a_reason_and_what_stays_says_why()
    {
        var server = Server().On("GET /api/tasks", """{"items":[],"total":2}""").On("POST /api/tasks/hand-over", $$"""
            {"given":["{{LiNa}}"],"kept":[{"taskId":"{{Named}}","title":"结清证明","code":"tasks.action.invalid","detail":"Expected one of the actions …"}]}
            """);
        await using var context = server.Context();
        var card = context.Render<HandOverCard>();
        await card.Find("#heir").InputAsync("李娜");
        await card.Find("[role=option]").ClickAsync();
        card.Find("button[type=submit]").HasAttribute("disabled").ShouldBeTrue("no reason is given yet");

        await card.Find("#why").InputAsync(" 调往采购部 ");
        await card.Find("form").SubmitAsync();

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/tasks/hand-over").Body)!;
        ((string)sent["to"]!, (string)sent["reason"]!).ShouldBe((LiNa, "调往采购部"));
        var said = card.Find("[role=status]").TextContent;
        said.ShouldContain("已转交 1 项，留下 1 项");
        said.ShouldContain("这一步不允许转交。");
    }

    private static FakeServer Server() => new FakeServer()
        .On("GET /api/away-delegations", $$"""[{"id":"{{Named}}","delegate":{"id":"{{LiNa}}","name":"李娜"},"fromUtc":"2026-11-22T00:00:00Z","untilUtc":"2026-11-26T00:00:00Z","definitionId":null}]""")
        .On("GET /api/people", $$"""
            {"items":[{"id":"{{LiNa}}","name":"李娜","employeeNumber":"XK0005","userName":"li.na","email":"li.na@xinghe.example","branch":"上海分公司","department":"销售部","position":"销售经理","managerId":null,"isActive":true}],"total":1,"isTotalExact":true}
            """);
}

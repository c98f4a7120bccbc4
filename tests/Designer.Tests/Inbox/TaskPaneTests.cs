using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Inbox;
using MudBlazor;

namespace HrBpm.Designer.Tests.Inbox;

/// <summary>A task: what is asked, and the actions that the step allows.</summary>
public sealed class TaskPaneTests
{
    private static readonly Guid Id = new("00000000-0000-4000-8000-000000000001");

    [Fact]
    public async Task The_actions_are_those_that_the_step_allows_the_most_used_first()
    {
        await using var context = Server("""["reject","approve","transfer","addBefore"]""").Context();
        var pane = Show(context);

        pane.FindAll(".acts > .btn.lg").Select(b => b.TextContent.Trim()).ShouldBe(["同意", "拒绝"]);
        pane.FindAll(".acts > .btn.t.hide-small").Select(b => b.TextContent.Trim()).ShouldBe(["转交", "前加签"]);
        pane.FindAll(".btn.p").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_only_looks_gets_no_bar_of_actions()
    {
        await using var context = Server("[]").Context();
        Show(context).FindAll(".abar").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_required_field_is_asked_for_before_anything_is_sent()
    {
        var server = Server("""["approve"]""").On($"POST /api/tasks/{Id:D}/complete", "", HttpStatusCode.NoContent);
        await using var context = server.Context();
        var pane = Show(context);

        await pane.Find(".btn.p").ClickAsync();
        pane.Find(".err").TextContent.ShouldBe("请填写");
        server.Asked.ShouldNotContain(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal));

        await pane.Find("#f-days").ChangeAsync("2.5");
        await pane.Find(".btn.p").ClickAsync();
        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal)).Body)!;
        ((string)sent["action"]!, (decimal)sent["answers"]!["days"]!, (int)sent["version"]!).ShouldBe(("approve", 2.5m, 7));
    }

    [Fact]
    public async Task What_the_server_refuses_is_said_and_what_was_filled_in_stays()
    {
        var server = Server("""["approve"]""").On($"POST /api/tasks/{Id:D}/complete", """{"code":"tasks.already-handled","detail":"Expected task 41 to be open, but it was completed by Li Na at 09:12 UTC."}""", HttpStatusCode.Conflict);
        await using var context = server.Context();
        var pane = Show(context);
        await pane.Find("#f-days").ChangeAsync("2");

        await pane.Find(".btn.p").ClickAsync();

        pane.Find(".abar [role=alert] .sp > span").TextContent.ShouldBe("这项任务已经处理过了。");
        pane.Find(".abar .tech").TextContent.ShouldContain("Expected task 41 to be open");
        pane.Find("#f-days").GetAttribute("value").ShouldBe("2");
    }

    [Fact]
    public async Task A_notice_is_acknowledged_and_never_agreed_to()
    {
        await using var context = Server("""["approve","reject"]""", "直属主管知悉").Context();
        Show(context).FindAll(".acts > .btn.lg").Select(b => b.TextContent.Trim()).ShouldBe(["知悉", "记录异议"]);
    }

    [Fact]
    public async Task A_task_that_was_decided_is_read_with_who_decided_and_how_they_came_in()
    {
        var closed = Answer("[]", "直属主管知悉").Replace("\"state\":\"open\"", "\"state\":\"approved\"").Replace("\"closedUtc\":null,\"by\":null", $$"""
            "closedUtc":"2026-11-21T06:40:00Z","by":{"id":"{{Id:D}}","name":"周明轩"}
            """.Trim()).Replace("\"via\":null,\"outcome\":null", "\"via\":\"session\",\"outcome\":\"approve\"");
        await using var context = new FakeServer().On($"GET /api/tasks/{Id:D}", closed).Context();

        Show(context).Find(".tl li.lit:last-child").TextContent.ShouldContain("知悉");
    }

    [Fact]
    public async Task A_decision_whose_answer_was_lost_is_sent_again_under_the_same_request_id()
    {
        var server = Server("""["approve"]""").On($"POST /api/tasks/{Id:D}/complete", "lost", HttpStatusCode.BadGateway);
        await using var context = server.Context();
        string? said = null;
        context.Render<MudPopoverProvider>();
        var pane = context.Render<TaskPane>(parameters => parameters.Add(p => p.TaskId, Id).Add(p => p.OnDone, text => said = text));
        await pane.Find("#f-days").ChangeAsync("2");
        await pane.Find(".btn.p").ClickAsync();
        said.ShouldBeNull();
        server.On($"POST /api/tasks/{Id:D}/complete", "", HttpStatusCode.NoContent);

        await pane.Find(".btn.p").ClickAsync();

        said.ShouldBe("已同意：高嘉豪 的年休假");
        var ids = server.Asked.Where(asked => asked.Line.EndsWith("/complete", StringComparison.Ordinal)).Select(asked => (string?)JsonNode.Parse(asked.Body)!["requestId"]).ToList();
        (ids.Count, ids.Distinct().Count(), Guid.TryParse(ids[0], out _)).ShouldBe((2, 1, true));
    }

    [Fact]
    public async Task A_task_that_is_not_there_any_more_is_said_to_be_so()
    {
        await using var context = new FakeServer().Context();
        Show(context).Find(".state").TextContent.ShouldContain("没有这项任务");
    }

    private static IRenderedComponent<TaskPane> Show(BunitContext context)
    {
        context.Render<MudPopoverProvider>();
        return context.Render<TaskPane>(parameters => parameters.Add(p => p.TaskId, Id));
    }

    private static FakeServer Server(string actions, string step = "部门负责人审批") => new FakeServer().On($"GET /api/tasks/{Id:D}", Answer(actions, step));

    private static string Answer(string actions, string step) => $$"""
        {"id":"{{Id:D}}","title":"高嘉豪 的年休假","instruction":null,"kind":"approval","mode":"any","stage":null,"activityId":"head","activityName":"{{step}}","instanceId":"i1","correlationId":null,
        "definitionId":"leave","concerning":{"id":"{{Id:D}}","name":"高嘉豪"},"initiator":{"id":"{{Id:D}}","name":"高嘉豪"},"assignee":{"id":"{{Id:D}}","name":"周明轩"},"onBehalfOf":null,"proxy":null,"proxyReason":null,
        "state":"open","round":1,"openedUtc":"2026-11-20T06:40:00Z","dueUtc":null,"form":[{"key":"days","label":"天数","type":"number","required":true,"options":[],"columns":[]}],"data":{"reason":"回家"},
        "needsSignature":false,"intent":null,"document":null,"documentSha256":null,"allowedActions":{{actions}},"earlierSteps":[],
        "history":[{"taskId":"{{Id:D}}","round":1,"assignee":{"id":"{{Id:D}}","name":"周明轩"},"onBehalfOf":null,"origin":"rule","state":"open","openedUtc":"2026-11-20T06:40:00Z","closedUtc":null,"by":null,"via":null,"outcome":null,"comment":null,"answers":null,"signatureId":null}],
        "attachments":[],"copies":[],"draft":null,"version":7,"takesSignature":false,"path":[{"taskId":"{{Id:D}}","activityId":"head","activityName":"{{step}}","assignee":{"id":"{{Id:D}}","name":"周明轩"},"onBehalfOf":null,"state":"open","openedUtc":"2026-11-20T06:40:00Z","dueUtc":null,"closedUtc":null,"by":null,"comment":null,"readUtc":"2026-11-20T07:02:00Z"}],"readers":[{"person":{"id":"{{Id:D}}","name":"周明轩"},"atUtc":"2026-11-20T07:02:00Z"}]}
        """;
}

using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Flows;

namespace HrBpm.Designer.Tests.Flows;

/// <summary>The page on which flows are started, and the form of one.</summary>
public sealed class StartPageTests
{
    [Fact]
    public async Task Flows_are_found_by_name_and_by_pinyin_and_by_their_group()
    {
        await using var context = Server().Context();
        var page = context.Render<StartPage>();

        page.FindAll(".startcard h2").Select(card => card.TextContent).ShouldBe(["请假", "用章申请"]);
        page.Find(".startcard .go").GetAttribute("href").ShouldBe("start/leave");
        await page.Find("input[type=search]").InputAsync("yz");
        page.FindAll(".startcard h2").Select(card => card.TextContent).ShouldBe(["用章申请"]);
        await page.Find("input[type=search]").InputAsync("");
        await page.FindAll(".seg button")[1].ClickAsync();
        page.FindAll(".startcard h2").Select(card => card.TextContent).ShouldBe(["请假"]);
    }

    [Fact]
    public async Task A_draft_is_offered_again_and_a_request_says_where_it_is()
    {
        await using var context = Server().Context();
        var page = context.Render<StartPage>();

        page.FindAll(".side .card")[0].TextContent.ShouldContain("请假");
        page.FindAll(".side .card")[1].QuerySelector(".line2")!.TextContent.ShouldContain("等 李娜 直属主管");
        page.Find("[role=progressbar]").GetAttribute("aria-valuenow").ShouldBe("50");
        page.FindAll(".side .btn.l").Select(button => button.TextContent).ShouldBe(["撤回"], "this one may be taken back");
    }

    [Fact]
    public async Task What_is_filled_in_is_kept_and_sent_once_it_is_complete()
    {
        var server = Server().On("PUT /api/start/leave/draft", "").On("POST /api/start/leave", """{"instanceId":"i9"}""", System.Net.HttpStatusCode.Created);
        await using var context = server.Context();
        var page = context.Render<StartFormPage>(p => p.Add(x => x.DefinitionId, "leave"));
        page.Find("#f-reason").GetAttribute("value").ShouldBe("先写一半", "the draft of another device");

        await page.Find("#f-reason").ChangeAsync("");
        await page.Find("form").SubmitAsync();
        page.Find(".err").TextContent.ShouldBe("请填写");
        server.Asked.ShouldNotContain(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal));

        await page.Find("#f-reason").ChangeAsync("年假");
        await page.Find("form").SubmitAsync();
        JsonNode.Parse(server.Asked.Last(asked => asked.Line == "PUT /api/start/leave/draft").Body)!["answers"]!["reason"]!.GetValue<string>().ShouldBe("年假");
        JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/start/leave").Body)!["answers"]!["reason"]!.GetValue<string>().ShouldBe("年假");
    }

    private static FakeServer Server() => new FakeServer()
        .On("GET /api/start", $"[{Flow("leave", "请假", "考勤", "qingjia")},{Flow("seal", "用章申请", "行政", "yzsq")}]")
        .On("GET /api/start/leave", Flow("leave", "请假", "考勤", "qingjia"))
        .On("GET /api/start-drafts", """[{"definitionId":"leave","answers":{"reason":"先写一半"},"updatedUtc":"2026-11-22T10:20:00Z"}]""")
        .On("GET /api/started", """
            {"items":[{"instanceId":"i1","definitionId":"leave","name":"张伟 的请假","correlationId":null,"status":"running","createdUtc":"2026-11-22T01:00:00Z","finishedUtc":null,
            "steps":[{"activityName":"直属主管","assignee":{"id":"00000000-0000-4000-8000-000000000002","name":"李娜"},"onBehalfOf":null,"openedUtc":"2026-11-22T01:00:00Z","dueUtc":null}],
            "flowName":"请假","concerning":null,"doneSteps":1,"allSteps":2,"canWithdraw":true,"canUrge":true}],"total":1}
            """);

    private static string Flow(string id, string name, string group, string key) => $$$"""
        {"definitionId":"{{{id}}}","name":"{{{name}}}","description":"说明","version":3,"isOwn":false,"group":"{{{group}}}","icon":"calendar","page":null,"keys":["{{{key}}}"],
        "form":[{"key":"reason","label":"事由","type":"text","required":true,"options":[],"columns":[]}],"picture":{"type":"Elsa.Flowchart","activities":[{"id":"a","type":"HrBpm.Approval"}],"connections":[]}}
        """;
}

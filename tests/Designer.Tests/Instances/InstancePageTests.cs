using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Instances;
using HrBpm.Designer.SignIn;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace HrBpm.Designer.Tests.Instances;

/// <summary>The page of a flow, and what its picture says of where the flow is.</summary>
public sealed class InstancePageTests
{
    [Fact]
    public async Task The_way_that_was_taken_is_lit_and_the_other_one_is_not()
    {
        await using var context = Server().Context();
        var page = context.Render<InstancePage>(p => p.Add(x => x.InstanceId, "i1"));

        page.FindAll(".node").ToDictionary(card => card.Id!, card => card.ClassName!.Split(' ')[^1]).ShouldBe(new Dictionary<string, string> { ["node-form"] = "done", ["node-big"] = "done", ["node-boss"] = "now", ["node-note"] = "skip", ["node-pay"] = "err" }, ignoreOrder: true);
        page.Find("#node-boss .nb").TextContent.ShouldBe("李娜已等 1 天");
        page.Find(".istrip").TextContent.ShouldContain("正在等 李娜");
        page.Find(".head .chip.bad").TextContent.ShouldBe("1 个异常");
    }

    [Fact]
    public async Task The_timeline_has_the_newest_first_and_tells_people_from_the_system()
    {
        await using var context = Server().Context();
        var page = context.Render<InstancePage>(p => p.Add(x => x.InstanceId, "i1"));

        page.FindAll(".tl .b").Select(who => who.TextContent).ShouldBe(["系统", "王强", "张伟"]);
        page.Find(".tl .q").TextContent.ShouldBe("接口调用超过频率限制");
        await page.FindAll(".seg.s button")[1].ClickAsync();
        page.FindAll(".tl .b").Select(who => who.TextContent).ShouldBe(["王强", "张伟"]);
    }

    [Fact]
    public async Task Whoever_may_not_manage_flows_has_no_button_to_do_so()
    {
        await using var context = Server(canManage: false).Context();
        var page = context.Render<InstancePage>(p => p.Add(x => x.InstanceId, "i1"));

        page.FindAll(".incident button").ShouldBeEmpty();
        page.FindAll(".head .btn.d").ShouldBeEmpty();
        page.FindAll("[role=tab]").Select(tab => tab.TextContent.TrimEnd('0')).ShouldBe(["文件与签名"], "calls and variables are for those who may see them");
    }

    [Fact]
    public async Task An_incident_is_skipped_with_a_reason()
    {
        var server = Server().On("POST /api/instances/i1/incidents/x1/resolve", "{}");
        await using var context = server.Context();
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<InstancePage>(p => p.Add(x => x.InstanceId, "i1"));

        var opened = page.FindAll(".incident .btn")[2].ClickAsync();
        await dialogs.WaitForElement("#reason").InputAsync("账号已由对方停用");
        dialogs.Find("form").Submit();
        await opened;

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal)).Body)!;
        ((string)sent["how"]!, (string)sent["reason"]!).ShouldBe(("skip", "账号已由对方停用"));
    }

    [Fact]
    public void What_lies_behind_a_decision_that_went_the_other_way_is_skipped_also_when_it_lies_far_behind()
    {
        var graph = FlowGraph.Of(JsonNode.Parse("""
            {"activities":[{"id":"a","type":"HrBpm.Approval"},{"id":"yes","type":"HrBpm.Handle"},{"id":"no","type":"HrBpm.Handle"},{"id":"far","type":"HrBpm.Handle"},{"id":"end","type":"HrBpm.Handle"}],
            "connections":[{"source":{"activity":"a","port":"Approved"},"target":{"activity":"yes"}},{"source":{"activity":"a","port":"Rejected"},"target":{"activity":"no"}},{"source":{"activity":"no"},"target":{"activity":"far"}},{"source":{"activity":"yes"},"target":{"activity":"end"}}]}
            """)!.AsObject());
        var progress = new FlowProgress(graph, new ShowFlowResponse
        {
            Status = InstanceStatus.Running, Waiting = [], Timeline = [],
            Steps = [new FlowStep { StepId = "a", State = "done", Ports = ["Approved"] }, new FlowStep { StepId = "yes", State = "waiting", Ports = [] }],
        });

        graph.Nodes.Select(node => progress.State(node.Id)).ShouldBe(["done", "now", "skip", "skip", "todo"]);
        graph.Edges.Select(progress.Line).ShouldBe(["lit", "off", "off", ""]);
    }

    private static FakeServer Server(bool canManage = true) => new FakeServer().On("GET /api/instances/i1/signatures", "[]").On("GET /api/flows/i1", $$$"""
        {"id":"i1","definitionId":"seal","flowName":"用章申请","definitionVersion":2,"name":null,"status":"running","subStatus":"suspended","initiator":{"id":"00000000-0000-4000-8000-000000000001","name":"张伟"},"concerning":null,
        "createdUtc":"2026-11-21T02:00:00Z","finishedUtc":null,"offboarding":null,"picture":{"type":"Elsa.Flowchart","start":"form",
        "activities":[{"id":"form","type":"HrBpm.InitiatorForm"},{"id":"big","type":"HrBpm.Handle"},{"id":"boss","type":"HrBpm.Approval"},{"id":"note","type":"HrBpm.SendCopy"},{"id":"pay","type":"HrBpm.X"}],
        "connections":[{"source":{"activity":"form"},"target":{"activity":"big"}},{"source":{"activity":"big","port":"Yes"},"target":{"activity":"boss"}},{"source":{"activity":"big","port":"No"},"target":{"activity":"note"}},{"source":{"activity":"big","port":"Yes"},"target":{"activity":"pay"}}]},
        "steps":[{{{Step("form", "done", "Done")}}},{{{Step("big", "done", "Yes")}}},{{{Step("boss", "waiting", null)}}},{{{Step("pay", "incident", null)}}}],
        "waiting":[{"stepId":"boss","step":"审批","kind":"task","person":{"id":"00000000-0000-4000-8000-000000000002","name":"李娜"},"taskId":null,"sinceUtc":"2026-11-22T01:00:00Z","dueUtc":null,"isOverdue":false}],
        "timeline":[{{{Moment("started", "张伟", null, null)}}},{{{Moment("decided", "王强", "办理", null)}}},{{{Moment("incident", null, "付款", "接口调用超过频率限制")}}}],
        "incidents":[{"id":"x1","stepId":"pay","step":"付款","activityType":"HrBpm.X","code":"weCom.45009","message":"接口调用超过频率限制","raisedUtc":"2026-11-22T01:00:00Z"}],
        "files":[],"isMine":false,"canManage":{{{(canManage ? "true" : "false")}}},"canUrge":false,"seesCalls":false,"nowUtc":"2026-11-23T02:00:00Z"}
        """);

    private static string Step(string id, string state, string? port)
    {
        var (ended, ports) = port is null ? ("null", "") : ("\"2026-11-21T02:00:00Z\"", $"\"{port}\"");
        return $$$"""{"stepId":"{{{id}}}","state":"{{{state}}}","sinceUtc":"2026-11-21T02:00:00Z","endedUtc":{{{ended}}},"visits":1,"ports":[{{{ports}}}]}""";
    }

    private static string Moment(string what, string? name, string? step, string? detail)
    {
        var by = name is null ? "null" : $$$"""{"id":"00000000-0000-4000-8000-000000000003","name":"{{{name}}}"}""";
        return $$$"""{"atUtc":"2026-11-21T02:00:00Z","by":{{{by}}},"what":"{{{what}}}","stepId":"big","step":{{{Text(step)}}},"outcome":"Completed","detail":{{{Text(detail)}}},"comment":null,"tookSeconds":null}""";
    }

    private static string Text(string? text) => text is null ? "null" : $"\"{text}\"";
}

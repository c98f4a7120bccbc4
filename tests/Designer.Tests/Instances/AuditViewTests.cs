using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Instances;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Tests.Instances;

/// <summary>What the audit trail has of a flow, and what decided its conditions.</summary>
public sealed class AuditViewTests
{
    [Theory]
    [InlineData("""{"isVerified":true,"entries":64,"checkpoints":9,"problem":null}""", ".chip.lg.ok", "日志链验证通过")]
    [InlineData("""{"isVerified":false,"entries":64,"checkpoints":9,"problem":{"kind":"edited","companyId":"00000000-0000-4000-8000-000000000001","position":3,"entryId":null,"message":"Expected the hash a, but it is b."}}""", ".chip.lg.bad", "日志链验证未通过")]
    public async Task Entries_are_listed_with_their_place_and_the_chain_is_verified(string verdict, string look, string said)
    {
        await using var context = new FakeServer().On("GET /api/audit/verification", verdict).On("GET /api/audit/flows/i1/entries", """
            {"items":[{"id":"00000000-0000-4000-8000-000000000002","atUtc":"2026-11-22T01:00:00Z","by":"李娜","action":"tasks.approve","subject":"task:1","data":{"comment":"好"},"hash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","position":41},
            {"id":"00000000-0000-4000-8000-000000000003","atUtc":"2026-11-22T01:00:00Z","by":"job","action":"something.new","subject":"instance:i1","data":null,"hash":"fedcba9876543210","position":null}],"total":2}
            """).Context();
        var view = context.Render<AuditView>(p => p.Add(x => x.InstanceId, "i1"));

        view.Find(look).TextContent.ShouldBe(said);
        view.FindAll("tbody tr").Select(row => string.Join(" ", row.QuerySelectorAll("td").Skip(1).Take(2).Select(cell => cell.TextContent))).ShouldBe(["李娜 同意", "系统 something.new"]);
        view.FindAll("tbody td.mono").Select(hash => hash.TextContent).ShouldBe(["0123456789ab", "fedcba987654"]);
        view.FindAll("tbody .chip").Select(place => place.TextContent).ShouldBe(["#41", "待封存"]);
        view.FindAll(".auditbar a").Select(link => link.GetAttribute("href")).ShouldBe(["api/audit/flows/i1/entries/export?format=xlsx", "api/audit/flows/i1/entries/export?format=csv"]);
    }

    [Fact]
    public async Task A_condition_says_the_branch_in_words_and_the_value_that_decided()
    {
        await using var context = new FakeServer().Context();
        var l = context.Services.GetRequiredService<IStringLocalizer<Words>>();
        var graph = FlowGraph.Of(JsonNode.Parse("""
            {"activities":[{"id":"over","type":"Elsa.FlowSwitch","cases":[{"label":"超过 3 天","condition":{"type":"JavaScript","value":"x"}}],
            "customProperties":{"conditions":{"超过 3 天":{"script":"x","tree":{"all":true,"parts":[{"field":"days","operator":">","value":"3"}]},"labels":{"days":"请假天数"}}}}},{"id":"lawful","type":"Elsa.FlowDecision"}],"connections":[]}
            """)!.AsObject());

        DecisionText.Of(graph.Nodes.Single(n => n.Id == "over"), Decision("超过 3 天", "days", "5"), l).ShouldBe("请假天数 > 3 · 请假天数 = 5");
        DecisionText.Of(graph.Nodes.Single(n => n.Id == "over"), Decision("Default", "days", "•••"), l).ShouldBe("默认分支 · 请假天数 = •••");
        DecisionText.Of(graph.Nodes.Single(n => n.Id == "lawful"), Decision("False", "leaverWeCom", ""), l).ShouldBe("否 · 企业微信账号 = 空");
    }

    [Fact]
    public async Task On_a_phone_a_condition_that_was_decided_stands_in_the_outline_and_one_ahead_does_not()
    {
        await using var context = new FakeServer().Context();
        var graph = FlowGraph.Of(JsonNode.Parse("""
            {"start":"ask","activities":[{"id":"ask","type":"Elsa.FlowDecision","metadata":{"displayText":"有账号？"}},{"id":"yes","type":"HrBpm.Handle","name":"停用"},{"id":"more","type":"Elsa.FlowDecision","metadata":{"displayText":"还有？"}},{"id":"last","type":"HrBpm.Handle","name":"收尾"},{"id":"other","type":"HrBpm.Handle","name":"补办"}],
            "connections":[{"source":{"activity":"ask","port":"True"},"target":{"activity":"yes"}},{"source":{"activity":"ask","port":"False"},"target":{"activity":"more"}},{"source":{"activity":"yes"},"target":{"activity":"more"}},{"source":{"activity":"more","port":"True"},"target":{"activity":"last"}},{"source":{"activity":"more","port":"False"},"target":{"activity":"other"}}]}
            """)!.AsObject());
        var flow = new ShowFlowResponse
        {
            Status = InstanceStatus.Running, Waiting = [], Timeline = [], Decisions = [Decision("True", "weCom", "zhangwei", "ask")],
            Steps = [new FlowStep { StepId = "ask", State = "done", Ports = ["True"] }, new FlowStep { StepId = "yes", State = "waiting", Ports = [] }],
        };
        var outline = context.Render<FlowOutline>(p => p.Add(x => x.Graph, graph).Add(x => x.Progress, new FlowProgress(graph, flow)));

        outline.Markup.ShouldContain("是 · 企业微信账号 = zhangwei");
        outline.Markup.ShouldNotContain("还有？");
    }

    private static ShowFlowDecision Decision(string outcome, string name, string text, string step = "?") => new() { StepId = step, Outcomes = [outcome], Values = [new DecidingValue { Name = name, Text = text }] };
}

using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Texts;
using HrBpm.Designer.Variants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Tests.Variants;

/// <summary>A third value is made with the inspector's editors, and values are said in words.</summary>
public sealed class ThirdValueTests
{
    private static readonly FlowDraft Draft = FlowDraft.Read(JsonNode.Parse("""
        {"definitionId":"leave","name":"请假","variables":[],"root":{"id":"flow","type":"Elsa.Flowchart","activities":[{"id":"a","type":"HrBpm.Approval","metadata":{"displayText":"主管"}}],"connections":[]}}
        """)!.AsObject());

    [Fact]
    public async Task People_are_picked_and_times_are_chosen_and_nothing_is_written_as_text()
    {
        var server = new FakeServer().On("GET /api/roles", """[]""").On("GET /api/positions", """[]""");
        await using var context = server.Context();
        JsonNode? people = null, limit = null;

        var rules = Render(context, "assignees", """{"typeName":"Object","expression":{"type":"Object","value":"[{\"by\":\"DirectManager\"}]"}}""", value => people = value);
        await rules.Find("select[aria-label='怎样找人']").ChangeAsync("DepartmentHead");
        ((string)people!["expression"]!["value"]!).ShouldBe("""[{"by":"DepartmentHead"}]""");

        var due = Render(context, "dueInWorking", """{"typeName":"String","expression":{"type":"Literal","value":"2wd"}}""", value => limit = value);
        await due.Find("input[type=number]").ChangeAsync("4");
        ((string)limit!["expression"]!["value"]!).ShouldBe("4wd");
        rules.FindAll("textarea").Concat(due.FindAll("textarea")).ShouldBeEmpty();
        due.FindAll("select[aria-label='怎样找人']").ShouldBeEmpty("only what is to be decided is shown");
    }

    [Fact]
    public async Task Values_of_both_sides_are_said_in_words()
    {
        await using var context = new FakeServer().Context();
        var l = context.Services.GetRequiredService<IStringLocalizer<Words>>();
        string Say(string member, string json) => ChangeText.Value(JsonNode.Parse(json), member, "HrBpm.Approval", Draft, ActivityCatalog.Empty, l);

        Say("form", """{"typeName":"Object","expression":{"type":"Object","value":"[{\"key\":\"why\",\"label\":\"原因\",\"type\":\"text\",\"required\":true},{\"key\":\"sum\",\"label\":\"金额\",\"type\":\"money\"}]"}}""").ShouldBe("原因 · 文本 · 必填；金额 · 金额");
        Say("mode", """{"typeName":"String","expression":{"type":"Literal","value":"InTurn"}}""").ShouldBe("依次");
        Say("signature", """{"typeName":"Boolean","expression":{"type":"Literal","value":true}}""").ShouldBe("是");
        Say("actions", """{"typeName":"String[]","expression":{"type":"Object","value":"[\"approve\",\"return\"]"}}""").ShouldBe("同意、退回");
        Say("", """{"key":"classes","label":"所教班级","type":"choice","options":["一班","二班"]}""").ShouldBe("所教班级 · 单选 · 一班、二班");
    }

    private static IRenderedComponent<ThirdValue> Render(BunitContext context, string member, string value, Action<JsonNode?> onChange) => context.Render<ThirdValue>(parameters => parameters
        .Add(p => p.Draft, Draft).Add(p => p.Card, "a").Add(p => p.Member, member).Add(p => p.Value, JsonNode.Parse(value)).Add(p => p.OnChange, onChange));
}

using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Definitions;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Definitions;

/// <summary>The designer: drawing by keyboard, the inspector, and what gets to the server.</summary>
public sealed class DesignerPageTests
{
    private const string Save = "POST /elsa/api/workflow-definitions";

    [Fact]
    public async Task A_flow_is_drawn_with_the_keyboard_and_saves_itself()
    {
        var server = Server("""{"activities":[],"connections":[]}""");
        await using var context = Context(server);
        var page = Open(context);
        page.Find(".canvas-empty").TextContent.ShouldContain("从第一个节点开始");

        await InsertAsync(page, "fqsq");
        await InsertAsync(page, "sp");
        page.FindAll(".node .nm").Select(name => name.TextContent).ShouldBe(["发起申请", "审批"]);
        page.Find(".insp .title").GetAttribute("value").ShouldBe("审批");
        server.Asked.ShouldNotContain(asked => asked.Line == Save, "it waits until nothing more is typed");

        server.Clock.Advance(DraftSession.SavesAfter);
        page.WaitForAssertion(() => page.Find("header [role=status]").TextContent.ShouldContain("已自动保存"));
        var sent = Sent(server);
        ((string?)sent["root"]!["start"], sent["root"]!["activities"]!.AsArray().Count, (string?)sent["root"]!["connections"]![0]!["target"]!["activity"]).ShouldBe(("initiatorForm1", 2, "approval1"));
        server.Asked.Count(asked => asked.Line == Save).ShouldBe(1, "two steps in a row are one save");
    }

    [Fact]
    public async Task Arrows_move_delete_heals_and_undo_brings_back()
    {
        await using var context = Context(Server(Three));
        var page = Open(context);

        await PressAsync(page, "ArrowDown");
        page.Find(".node.sel").Id.ShouldBe("card-b");
        page.FindAll(".node[tabindex='0']").Count.ShouldBe(1, "one stop of the tab key");
        await PressAsync(page, "Delete");
        page.FindAll(".node").Select(card => card.Id).ShouldBe(["card-a", "card-c"]);
        await PressAsync(page, "z", ctrl: true);
        page.FindAll(".node").Count.ShouldBe(3);
        await PressAsync(page, "y", ctrl: true);
        page.FindAll(".node").Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_done_and_undone_needs_no_save()
    {
        var server = Server(Three);
        await using var context = Context(server);
        var page = Open(context);

        await page.Find("#card-b").ClickAsync();
        await PressAsync(page, "Delete");
        page.Find("header [role=status]").TextContent.ShouldBe("未保存");
        await PressAsync(page, "z", ctrl: true);
        server.Clock.Advance(DraftSession.SavesAfter);

        page.WaitForAssertion(() => page.Find("header [role=status]").TextContent.ShouldBe(""));
        server.Asked.ShouldNotContain(asked => asked.Line == Save);
    }

    [Fact]
    public async Task Cards_are_copied_and_pasted_and_moved_by_a_drop()
    {
        await using var context = Context(Server(Three));
        var page = Open(context);

        await page.Find("#card-b").ClickAsync();
        await PressAsync(page, "c", ctrl: true);
        await PressAsync(page, "v", ctrl: true);
        page.FindAll(".node").Select(card => card.Id).ShouldBe(["card-a", "card-b", "card-b2", "card-c"]);

        var canvas = page.FindComponent<HrBpm.Designer.Canvas.FlowCanvas>();
        await canvas.InvokeAsync(() => canvas.Instance.OnDrop("c", 0));
        page.FindAll(".node").Select(card => card.Id).ShouldBe(["card-a", "card-c", "card-b", "card-b2"]);
    }

    [Fact]
    public async Task Who_approves_is_chosen_and_said_on_the_card()
    {
        var server = Server(Three);
        await using var context = Context(server);
        var page = Open(context);

        await page.Find("#card-b").ClickAsync();
        await page.Find(".insp .sect .btn.l").ClickAsync();
        await page.Find(".insp .rule select").ChangeAsync("DepartmentHead");
        await page.FindAll(".insp .seg button")[0].ClickAsync();

        page.Find("#card-b .nb").TextContent.ShouldContain("部门负责人 · 会签");
        server.Clock.Advance(DraftSession.SavesAfter);
        page.WaitForAssertion(() => server.Asked.ShouldContain(asked => asked.Line == Save));
        ((string?)Sent(server)["root"]!["activities"]![1]!["assignees"]!["expression"]!["value"]).ShouldBe("""[{"by":"DepartmentHead"}]""");
    }

    [Fact]
    public async Task A_condition_is_put_together_and_reads_as_a_sentence()
    {
        await using var context = Context(Server(Choice));
        var page = Open(context);

        await page.Find("#card-s-大额").ClickAsync();
        page.FindAll(".cgroup .btn.l").First(button => button.TextContent.Contains("加条件", StringComparison.Ordinal)).Click();
        await page.FindAll(".crule select")[1].ChangeAsync(">=");
        await page.Find(".crule input").InputAsync("1000");

        page.Find(".reads").TextContent.ShouldContain("金额 ≥ 1000");
        page.Find("#card-s-大额 .nb").TextContent.ShouldContain("金额 ≥ 1000");
        page.FindAll(".insp .seg button").First(button => button.TextContent == "表达式").Click();
        page.Find(".insp textarea").GetAttribute("value").ShouldBe("Number(getInput('amount')) >= 1000");
    }

    [Fact]
    public async Task Somebody_elses_change_is_told_and_never_overwritten_unasked()
    {
        var server = Server(Three).On(Save, """{"code":"definitions.changed","detail":"Expected it as you have read it, but somebody has changed it."}""", HttpStatusCode.PreconditionFailed);
        await using var context = Context(server);
        var page = Open(context);
        await page.Find("#card-b").ClickAsync();
        await PressAsync(page, "Delete");
        server.Clock.Advance(DraftSession.SavesAfter);
        page.WaitForAssertion(() => page.Find(".banner").TextContent.ShouldContain("有人在你打开之后修改了这个流程"));

        await PressAsync(page, "z", ctrl: true);
        server.Clock.Advance(DraftSession.SavesAfter);
        server.Asked.Count(asked => asked.Line == Save).ShouldBe(1, "nothing more is saved until a person has decided");
        server.On(Save, Stored(Three));
        await page.FindAll(".banner .btn")[1].ClickAsync();
        page.WaitForAssertion(() => page.FindAll(".banner[role=alert]").ShouldBeEmpty());
        server.Asked.Count(asked => asked.Line == Save).ShouldBe(2);
    }

    [Fact]
    public async Task A_problem_leads_to_its_card_and_forbids_to_publish()
    {
        var server = Server(Three).On("POST /api/definitions/validate", """{"isValid":false,"problems":[{"code":"x","severity":"error","node":"c","message":"Nobody.","messageZhCn":"没有人办理。"}]}""");
        await using var context = Context(server);
        var page = Open(context);

        page.Find("#card-c .mk").TextContent.ShouldBe("11 个问题");
        page.Find("header .btn.p").Click();
        server.Asked.ShouldNotContain(asked => asked.Line == Save);
        page.Find(".prob .pr").TextContent.ShouldContain("没有人办理。");
        await page.Find(".prob .pr .btn").ClickAsync();
        page.Find(".node.sel").Id.ShouldBe("card-c");
    }

    private static string Three => Flow("a:HrBpm.InitiatorForm b:HrBpm.Approval c:HrBpm.Handle", "a.Done>b b.Approved>c");

    private static string Choice => Flow("a:HrBpm.InitiatorForm s:Elsa.FlowSwitch c:HrBpm.Handle", "a.Done>s s.大额>c s.Default>c")
        .Replace("\"id\":\"s\",", "\"id\":\"s\",\"cases\":[{\"label\":\"大额\"}],", StringComparison.Ordinal)
        .Replace("\"id\":\"a\",", "\"id\":\"a\",\"form\":{\"expression\":{\"type\":\"Object\",\"value\":[{\"key\":\"amount\",\"label\":\"金额\",\"type\":\"number\"}]}},", StringComparison.Ordinal);

    private static string Flow(string cards, string lines) => new JsonObject
    {
        ["activities"] = new JsonArray([.. cards.Split(' ').Select(card => card.Split(':')).Select(card => new JsonObject { ["id"] = card[0], ["type"] = card[1], ["version"] = 1 })]),
        ["connections"] = new JsonArray([.. lines.Split(' ').Select(line => line.Split('.', '>')).Select(line => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = line[0], ["port"] = line[1] }, ["target"] = new JsonObject { ["activity"] = line[2], ["port"] = "In" },
        })]),
    }.ToJsonString(InputValue.Json);

    private static FakeServer Server(string root) => new FakeServer()
        .On("GET /elsa/api/workflow-definitions/d", Definition(root)).On(Save, Stored(root)).On("POST /api/definitions/validate", """{"isValid":true,"problems":[]}""")
        .On("GET /api/roles", "[]").On("GET /api/org/positions", "[]")
        .On("GET /elsa/api/descriptors/activities", $$"""{"items":[{{string.Join(',', new[] { "HrBpm.Approval", "HrBpm.Handle", "HrBpm.InitiatorForm", "Elsa.FlowSwitch" }.Select(type => $$"""{"typeName":"{{type}}","version":1,"category":"人工","displayName":"{{type}}","inputs":[],"ports":[],"isBrowsable":true}"""))}}]}""");

    private static string Definition(string root) => $$"""{"definitionId":"d","name":"报销","version":1,"isPublished":false,"isReadonly":false,"root":{"id":"flow","type":"Elsa.Flowchart",{{root[1..]}}}""";

    private static string Stored(string root) => $$"""{"workflowDefinition":{{Definition(root)}}}""";

    private static JsonNode Sent(FakeServer server) => JsonNode.Parse(server.Asked.Last(asked => asked.Line == Save).Body)!["model"]!;

    private static BunitContext Context(FakeServer server)
    {
        // A busy machine takes its time to render.
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
        var context = server.Context();
        context.Services.AddSingleton<FlowStore>();
        context.Services.AddSingleton<HrBpm.Designer.Variants.VariantStore>();
        context.Services.AddSingleton<FlowClipboard>();
        context.Services.AddSingleton<HrBpm.Designer.DryRuns.BrowserEngine>();
        context.Services.AddSingleton<HrBpm.Designer.DryRuns.DryValue>();
        return context;
    }

    private static IRenderedComponent<DesignerPage> Open(BunitContext context) => context.Render<DesignerPage>(page => page.Add(parameter => parameter.DefinitionId, "d"));

    private static async Task InsertAsync(IRenderedComponent<DesignerPage> page, string search)
    {
        await PressAsync(page, "a");
        await page.Find("#palette-search").InputAsync(search);
        await page.Find(".palette").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
    }

    private static Task PressAsync(IRenderedComponent<DesignerPage> page, string key, bool ctrl = false) => page.Find("#canvas").KeyDownAsync(new KeyboardEventArgs { Key = key, CtrlKey = ctrl });
}

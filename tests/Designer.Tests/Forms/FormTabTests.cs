using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Forms;
using HrBpm.Designer.Inspector;
using Microsoft.AspNetCore.Components.Web;

namespace HrBpm.Designer.Tests.Forms;

/// <summary>The form tab of the designer: the start form and each step's form, within the designer's own history.</summary>
public sealed class FormTabTests
{
    private readonly DesignerTabs tabs = new();
    private readonly List<string?> keys = [];
    private FlowHistory history = FlowHistory.Of(FlowDraft.Read((JsonObject)JsonNode.Parse("""
        {"definitionId":"d","name":"请假","root":{"id":"flow","type":"Elsa.Flowchart","start":"form","connections":[{"source":{"activity":"form","port":"Done"},"target":{"activity":"boss","port":"In"}}],
         "activities":[{"id":"boss","type":"HrBpm.Approval","name":"直属主管"},
                       {"id":"form","type":"HrBpm.InitiatorForm","name":"申请","form":{"typeName":"Object","expression":{"type":"Object","value":"[{\"key\":\"reason\",\"label\":\"事由\",\"type\":\"text\"}]"}}}]}}
        """)!));

    [Fact]
    public async Task Each_form_of_a_flow_is_edited_within_the_history_of_the_flow()
    {
        await using var context = new FakeServer().Context();
        var page = Show(context);
        page.FindAll(".fforms button").Select(button => button.TextContent.Trim()).ShouldBe(["申请1", "直属主管0"], "the start form comes first");

        await page.FindAll(".kindgrid .btn").Single(button => button.TextContent.Contains("附件", StringComparison.Ordinal)).ClickAsync();
        foreach (var letters in new[] { "诊", "诊断", "诊断证明" }) await page.Find("#prop-label").InputAsync(letters);
        await page.FindAll(".fforms button")[1].ClickAsync();
        page.Find(".stage .f16").TextContent.ShouldBe("直属主管");
        await page.FindAll(".kindgrid .btn")[0].ClickAsync();

        Fields("form").ShouldBe(["reason text 事由", "field1 attachment 诊断证明"]);
        Fields("boss").ShouldBe(["field2 text 文本"], "a key is used once in a flow");
        keys.ShouldBe([null, "form:form:field1:label", "form:form:field1:label", "form:form:field1:label", null]);
        await page.Find("button[aria-label='撤销']").ClickAsync();
        await page.Find("button[aria-label='撤销']").ClickAsync();
        Fields("form").ShouldBe(["reason text 事由", "field1 attachment 附件"], "letters typed in a row are one step");
        await page.FindAll(".fforms button")[0].ClickAsync();
        await page.Find("#slot-1").KeyDownAsync(new KeyboardEventArgs { Key = "y", CtrlKey = true });
        Fields("form")[1].ShouldEndWith("诊断证明");
    }

    [Fact]
    public async Task A_problem_leads_to_its_field()
    {
        await using var context = new FakeServer().Context();
        var problem = new FlowProblem("forms.formula-field-unknown", true, "form", "公式用到了表单里没有的字段「gone」。", "reason");
        (string Step, string? Field)? asked = null;
        var dock = context.Render<ProblemsDock>(p => p.Add(d => d.Problems, [problem]).Add(d => d.Draft, history.Present).Add(d => d.IsOpen, true).Add(d => d.OnField, found => asked = (found.Node, found.Field)));
        await dock.Find("button[aria-label^='定位']").ClickAsync();
        asked.ShouldBe(("form", "reason"));

        tabs.OpenForm("form", "reason");
        var page = Show(context, problem);
        page.Find(".fslot.on.wrong .err").TextContent.ShouldContain("gone");
        page.Find("#prop-label").GetAttribute("value").ShouldBe("事由");
        page.FindAll(".fforms .bad").Count.ShouldBe(1);
    }

    private List<string> Fields(string step) => [.. FlowField.FormOf(history.Present.Activity(step)).Select(field => $"{field["key"]} {field["type"]} {field["label"]}")];

    private IRenderedComponent<FormTab> Show(BunitContext context, params FlowProblem[] problems)
    {
        IRenderedComponent<FormTab>? page = null;
        void Again() => page!.Render(p => p.Add(t => t.Draft, history.Present).Add(t => t.CanUndo, history.CanUndo).Add(t => t.CanRedo, history.CanRedo));
        page = context.Render<FormTab>(p => p.Add(t => t.Draft, history.Present).Add(t => t.Tabs, tabs).Add(t => t.Problems, problems)
            .Add(t => t.OnChange, (InspectorEdit edit) =>
            {
                keys.Add(edit.Key);
                history = history.Do(edit.Draft, edit.Key);
                Again();
            })
            .Add(t => t.OnUndo, (bool isForth) =>
            {
                history = isForth ? history.Redo() : history.Undo();
                Again();
            }));
        return page;
    }
}

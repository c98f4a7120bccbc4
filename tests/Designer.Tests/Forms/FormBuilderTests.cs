using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Forms;
using Microsoft.AspNetCore.Components.Web;

namespace HrBpm.Designer.Tests.Forms;

/// <summary>The form builder, and forms as people fill them in.</summary>
public sealed class FormBuilderTests
{
    private FormDraft form = FormDraft.Of([Field("kind", "类型", "choice", """{"options":["年假","病假"]}"""), Field("period", "起止", "dateRange"), Field("reason", "事由", "text")]);

    [Fact]
    public async Task A_field_is_added_behind_the_selected_one_under_a_key_of_its_own()
    {
        await using var context = new FakeServer().Context();
        var page = Show(context);

        await page.Find("#slot-0").ClickAsync();
        await page.FindAll(".kindgrid .btn")[2].ClickAsync();
        form.Fields.Select(field => $"{field["key"]} {field["type"]}").ShouldBe(["kind choice", "field1 number", "period dateRange", "reason text"]);
        await page.Find("#prop-label").InputAsync("天数");
        form.Fields[1]["label"]!.ToString().ShouldBe("天数");
    }

    [Fact]
    public async Task Fields_are_moved_and_removed_by_keyboard()
    {
        await using var context = new FakeServer().Context();
        var page = Show(context);

        await page.Find("#slot-2").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });
        form.Fields.Select(field => field["key"]!.ToString()).ShouldBe(["kind", "reason", "period"]);
        await page.Find("#slot-0").KeyDownAsync(new KeyboardEventArgs { Key = "Delete" });
        form.Fields.Select(field => field["key"]!.ToString()).ShouldBe(["reason", "period"]);
    }

    [Fact]
    public async Task What_is_shown_required_and_computed_follows_at_once()
    {
        form = FormDraft.Of([.. form.Fields, Field("hospital", "医院", "text", """{"visibleWhen":{"all":true,"parts":[{"field":"kind","operator":"=","value":"病假"}]},"requiredWhen":{"all":true,"parts":[{"field":"days","operator":">","value":"2"}]}}"""), Field("days", "天数", "formula", """{"formula":"days(period)","decimals":0}""")]);
        await using var context = new FakeServer().Context();
        var page = Show(context);

        page.FindAll("#try-hospital").ShouldBeEmpty();
        await page.Find("#try-kind").ChangeAsync("病假");
        await page.Find("#try-period").ChangeAsync("2026-12-01");
        await page.FindAll(".tryout .daterange input")[1].ChangeAsync("2026-12-04");
        page.Find("#try-days").TextContent.ShouldBe("4");
        page.Find("label[for=try-hospital] .rq").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_formula_that_cannot_be_read_is_said_where_it_is_written()
    {
        form = FormDraft.Of([.. form.Fields, Field("sum", "合计", "formula")]);
        await using var context = new FakeServer().Context();
        var page = Show(context);

        await page.Find("#slot-3").ClickAsync();
        await page.Find("#prop-formula").InputAsync("days(other)");
        page.Find(".props .err").TextContent.ShouldContain("other");
        await page.Find("#prop-formula").InputAsync("days(period)");
        page.FindAll(".props .err").ShouldBeEmpty();
    }

    [Fact]
    public void Hidden_and_computed_answers_are_not_sent()
    {
        form = FormDraft.Of([.. form.Fields, Field("hospital", "医院", "text", """{"visibleWhen":{"all":true,"parts":[{"field":"kind","operator":"=","value":"病假"}]}}""")]);
        FormState.ToSend(form.Preview(), new JsonObject { ["kind"] = "年假", ["hospital"] = "市一", ["reason"] = "回家" }).Select(answer => answer.Key).ShouldBe(["kind", "reason"]);
    }

    private IRenderedComponent<FormBuilder> Show(BunitContext context)
    {
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        IRenderedComponent<FormBuilder>? page = null;
        page = context.Render<FormBuilder>(p => p.Add(b => b.Form, form).Add(b => b.OnChange, changed =>
        {
            form = changed.Form;
            page!.Render(again => again.Add(b => b.Form, form));
        }));
        return page;
    }

    private static JsonObject Field(string key, string label, string type, string more = "{}")
    {
        var field = JsonNode.Parse(more)!.AsObject();
        (field["key"], field["label"], field["type"]) = (key, label, type);
        return field;
    }
}

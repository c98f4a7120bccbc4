using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Layout;
using HrBpm.Designer.Settings;
using HrBpm.Designer.SignIn;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Settings;

/// <summary>A company's own fields: what is begun, saved, put in order, and taken out of use.</summary>
public sealed class FieldsPageTests
{
    private const string List = "GET /api/custom-fields", Shirt = "0198c1d2-0000-7000-8000-000000000001", Size = "0198c1d2-0000-7000-8000-000000000002";

    [Fact]
    public async Task A_field_is_added_in_the_builder_and_saved_with_its_rules()
    {
        var server = Server();
        await using var context = Context(server);
        var page = context.Render<FieldsPage>();
        page.FindAll(".fslot .lab").Select(label => label.TextContent.Trim()).ShouldBe(["衬衫尺码*", "工牌照片"]);

        await page.FindAll(".kindgrid .btn").Single(button => button.TextContent.Contains("金额", StringComparison.Ordinal)).ClickAsync();
        page.FindAll(".fslot.wrong").Count.ShouldBe(1, "it is not saved yet");
        await page.Find("#own-key").ChangeAsync("mealAllowance");
        await page.Find("#own-zh").InputAsync("餐补");
        await page.Find("#own-en").InputAsync("");
        await page.Find("#own-save").ClickAsync();
        page.Find(".ownsave [role=alert]").TextContent.ShouldContain("请填写中文和英文名称");
        await page.Find("#own-en").InputAsync("Meal allowance");
        await page.Find("#own-max").ChangeAsync("500");
        await page.Find("#own-seen").ChangeAsync("Pay");
        await page.Find("#own-save").ClickAsync();

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/custom-fields").Body)!;
        ((string?)sent["entity"], (string?)sent["field"]!["key"], (string?)sent["field"]!["kind"], (string?)sent["field"]!["labelEn"], (string?)sent["field"]!["seenAs"], (double)sent["field"]!["rules"]!["max"]!).ShouldBe(("person", "mealAllowance", "money", "Meal allowance", "pay", 50000));
    }

    [Fact]
    public async Task A_field_is_taken_out_of_use_and_brought_back_from_the_bar()
    {
        var server = Server().On($"POST /api/custom-fields/{Shirt}/retire", "{}").On($"POST /api/custom-fields/{Shirt}/restore", "{}");
        await using var context = Context(server);
        var page = context.Render<FieldsPage>();

        await page.Find("button[aria-label='删除字段 衬衫尺码']").ClickAsync();
        var undo = context.Services.GetRequiredService<UndoBar>();
        undo.Text.ShouldBe("已停用「衬衫尺码」，已填的值都还在。");
        await page.InvokeAsync(undo.Undo!);

        server.Asked.Select(asked => asked.Line).Where(line => line.StartsWith("POST", StringComparison.Ordinal)).ShouldBe([$"POST /api/custom-fields/{Shirt}/retire", $"POST /api/custom-fields/{Shirt}/restore"]);
        page.Find(".retired summary").TextContent.ShouldContain("1");
    }

    [Fact]
    public async Task Fields_are_put_in_order_and_a_change_names_the_version_that_was_read()
    {
        var server = Server().On($"PUT /api/custom-fields/{Shirt}", "{}").On($"PUT /api/custom-fields/{Size}", "{}");
        await using var context = Context(server);
        var page = context.Render<FieldsPage>();

        await page.Find("#slot-1").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });

        var sent = server.Asked.Where(asked => asked.Line.StartsWith("PUT", StringComparison.Ordinal)).ToDictionary(asked => asked.Line, asked => JsonNode.Parse(asked.Body)!);
        ((int?)sent[$"PUT /api/custom-fields/{Size}"]["field"]!["position"], (int)sent[$"PUT /api/custom-fields/{Size}"]["version"]!, (int?)sent[$"PUT /api/custom-fields/{Shirt}"]["field"]!["position"]).ShouldBe((0, 4, 1));
    }

    [Fact]
    public async Task Whoever_may_not_manage_fields_is_told_and_what_cannot_be_read_can_be_tried_again()
    {
        await using (var context = Context(Server(), Permission.TasksRead)) context.Render<FieldsPage>().Find(".state h2").TextContent.ShouldContain("没有权限");
        var broken = new FakeServer().On(List, """{"code":"x","detail":"Expected a database, but there is none."}""", HttpStatusCode.InternalServerError);
        await using var other = Context(broken);
        var page = other.Render<FieldsPage>();
        page.Markup.ShouldContain("字段没有读出来");
        broken.On(List, "[]");
        await page.FindAll("button").Single(button => button.TextContent.Contains("重试", StringComparison.Ordinal)).ClickAsync();
        page.Markup.ShouldContain("还没有字段");
    }

    private static FakeServer Server() => new FakeServer().On("POST /api/custom-fields", "{}").On(List, $$"""
        [{"id":"{{Shirt}}","entity":"person","key":"shirt","kind":"choice","labelZh":"衬衫尺码","labelEn":"Shirt","isRequired":true,"isUnique":false,"isSearchable":false,"isSecret":false,"seenAs":"person","changedAs":"person","position":0,"rules":{"options":[{"value":"M","labelZh":"中","labelEn":"M"}]},"columns":[],"tableRows":100,"canChange":true,"version":3},
         {"id":"{{Size}}","entity":"person","key":"badge","kind":"attachment","labelZh":"工牌照片","labelEn":"Badge","isRequired":false,"isUnique":false,"isSearchable":false,"isSecret":false,"seenAs":"person","changedAs":"person","position":5,"rules":{},"columns":[],"tableRows":100,"canChange":true,"version":4},
         {"id":"0198c1d2-0000-7000-8000-000000000003","entity":"person","key":"old","kind":"text","labelZh":"旧字段","labelEn":"Old","isRequired":false,"isUnique":false,"isSearchable":false,"isSecret":false,"seenAs":"person","changedAs":"person","position":9,"rules":{},"columns":[],"tableRows":100,"canChange":true,"retiredUtc":"2026-01-01T00:00:00Z","version":1}]
        """);

    private static BunitContext Context(FakeServer server, Permission permission = Permission.FieldsManage)
    {
        var context = server.Context();
        context.Services.GetRequiredService<Session>().Begin(new() { PersonId = Guid.NewGuid(), Name = "许诺", UserName = "xu.nuo", Permissions = [permission] });
        return context;
    }
}

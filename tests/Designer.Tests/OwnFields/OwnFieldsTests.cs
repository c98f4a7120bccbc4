using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Offboarding;
using HrBpm.Designer.OwnFields;
using HrBpm.Designer.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.OwnFields;

/// <summary>Fields that a company has added, where people fill them in and read them.</summary>
public sealed class OwnFieldsTests
{
    private const string Case = "00000000-0000-4000-8000-000000000001", Talk = "00000000-0000-4000-8000-0000000000a1", Letter = "00000000-0000-4000-8000-0000000000a6", Li = "00000000-0000-4000-8000-0000000000b1";

    private static readonly string Fields = $$$"""
        [{{{Field(Talk, "exitTalk", "text", "离职面谈", "\"isRequired\":true")}}},
         {{{Field(Guid.NewGuid().ToString(), "tier", "choice", "级别", "\"default\":\"b\"", """{"options":[{"value":"a","labelZh":"甲","labelEn":"A"},{"value":"b","labelZh":"乙","labelEn":"B"}]}""")}}},
         {{{Field(Guid.NewGuid().ToString(), "bonus", "money", "奖金", "\"isRequired\":false", """{"currencies":["GBP"]}""")}}},
         {{{Field(Guid.NewGuid().ToString(), "buddy", "person", "伙伴")}}},
         {{{Field(Letter, "letter", "attachment", "辞职信")}}},
         {{{Field(Guid.NewGuid().ToString(), "file", "text", "档案", "\"canChange\":false")}}}]
        """;

    [Fact]
    public async Task A_case_is_started_with_what_the_company_asks_for_and_what_is_missing_is_said_at_its_field()
    {
        var server = Server();
        await using var context = ContextOf(server);
        var page = context.Render<StartOffboardingPage>();
        page.WaitForElement("#own-exitTalk");
        page.FindAll("#own-file").ShouldBeEmpty("what the caller may not change is not asked");
        page.FindAll("#own-tier option[selected], #own-tier").Count.ShouldBeGreaterThan(0);
        (await AnswersAsync(page, "leaver", "receiver")).ShouldBe(2);
        await page.Find("#why").ChangeAsync("个人发展");

        await page.Find("form").SubmitAsync();
        page.FindAll(".err").Select(error => error.TextContent).ShouldBe(["请填写"], "only the own field is missing");
        server.Asked.ShouldNotContain(asked => asked.Line == "POST /api/offboarding");

        await page.Find("#own-exitTalk").ChangeAsync("已约");
        await page.Find("#own-bonus").ChangeAsync("12.50");
        await page.Find("form").SubmitAsync();
        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/offboarding").Body)!["custom"]!;
        sent.ToJsonString().ShouldBe(JsonNode.Parse("""{"exitTalk":"已约","tier":"b","bonus":{"amountMinor":1250,"currency":"GBP"},"buddy":null,"letter":null}""")!.ToJsonString(), "options by their values, amounts in the field's currency");
    }

    [Fact]
    public async Task A_page_shows_the_values_and_whoever_may_changes_them_there()
    {
        await using var context = ContextOf(Server());
        JsonObject? saved = null;
        var custom = JsonNode.Parse($$"""{"exitTalk":"想回老家","tier":"a","bonus":{"amountMinor":5,"currency":"GBP"},"buddy":"{{Li}}","letter":"{{Case}}","file":"A-1"}""")!.AsObject();
        var card = context.Render<OwnFieldsCard>(p => p.Add(c => c.Entity, "offboardingCase").Add(c => c.Custom, custom).Add(c => c.Save, given => Task.FromResult(saved = given)));
        card.WaitForElement("dl");

        card.FindAll("dt").Zip(card.FindAll("dd")).Select(pair => $"{pair.First.TextContent} {pair.Second.TextContent.Trim()}").ShouldBe(["离职面谈 想回老家", "级别 甲", "奖金 0.05 GBP", "伙伴 李娜", "辞职信 下载这个文件", "档案 A-1"]);
        card.Find("dd a").GetAttribute("href").ShouldBe($"api/custom-fields/{Letter}/files/{Case}");
        await card.Find("button").ClickAsync(new());
        await card.Find("#own-exitTalk").ChangeAsync("");
        await card.Find("form").SubmitAsync();
        (saved, card.Find(".err").TextContent).ShouldBe((null, "请填写"));
        await card.Find("#own-exitTalk").ChangeAsync("留下");
        await card.Find("form").SubmitAsync();
        saved!["letter"]!.ToString().ShouldBe(Case, "the file that is there stays");
        saved.ContainsKey("file").ShouldBeFalse();
        card.FindAll("dd")[0].TextContent.ShouldBe("留下");
    }

    [Fact]
    public async Task Whoever_only_looks_changes_nothing_and_where_there_is_nothing_nothing_is_shown()
    {
        await using var context = ContextOf(Server());
        var looking = context.Render<OwnFieldsCard>(p => p.Add(c => c.Entity, "offboardingCase").Add(c => c.Custom, new JsonObject { ["tier"] = "b" }));
        looking.WaitForElement("dl");
        looking.FindAll("button").ShouldBeEmpty();
        context.Render<OwnFieldsCard>(p => p.Add(c => c.Entity, "offboardingCase")).FindAll("section").ShouldBeEmpty();
    }

    [Fact]
    public void Rows_of_a_table_go_there_and_back_and_options_of_one_name_are_told_apart()
    {
        var table = new ListFieldsView
        {
            Key = "family", Kind = CustomFieldKind.Table, LabelZh = "家庭", LabelEn = "Family", CanChange = true,
            Columns = [new() { Key = "name", Kind = CustomFieldKind.Text, LabelZh = "姓名", LabelEn = "Name" }, new() { Key = "kin", Kind = CustomFieldKind.Choice, LabelZh = "关系", LabelEn = "Kin", Rules = new() { Options = [new() { Value = "m", LabelZh = "亲属", LabelEn = "Mother" }, new() { Value = "f", LabelZh = "亲属", LabelEn = "Father" }] } }],
        };
        var form = OwnForm.Of([table], isEnglish: false);
        var stored = JsonNode.Parse("""{"family":[{"name":"张三","kin":"f"}]}""")!.AsObject();
        var answers = form.ToAnswers(stored);

        answers["family"]![0]!["kin"]!.ToString().ShouldBe("亲属 (f)");
        form.ToCustom(answers).ToJsonString().ShouldBe(stored.ToJsonString());
        form.Say(table, stored["family"]!, _ => null).ShouldBe("姓名 张三，关系 亲属 (f)");
    }

    // Picks the one person that the search finds.
    private static async Task<int> AnswersAsync(IRenderedComponent<StartOffboardingPage> page, params string[] ids)
    {
        foreach (var id in ids)
        {
            await page.Find($"#{id}").InputAsync("li");
            page.WaitForElement($"#{id}-found button");
            await page.Find($"#{id}-found button").ClickAsync(new());
        }

        return ids.Length;
    }

    private static BunitContext ContextOf(FakeServer server)
    {
        var context = server.Context();
        context.Services.GetRequiredService<Session>().Begin(new() { Name = "刘洋", Permissions = [Permission.OffboardingStart, Permission.OffboardingManage] });
        return context;
    }

    private static FakeServer Server() => new FakeServer()
        .On("GET /api/start-drafts", "[]")
        .On("GET /api/custom-fields", Fields)
        .On("GET /api/people", $$"""{"items":[{"id":"{{Li}}","name":"李娜","employeeNumber":"XK0005","department":"销售部","position":"经理","isActive":true}],"total":1}""")
        .On($"GET /api/people/{Li}", $$$"""{"id":"{{{Li}}}","name":"李娜","employeeNumber":"XK0005","userName":"li.na","email":"li.na@x.example","employments":[],"custom":{ } }""")
        .On("POST /api/offboarding", $$"""{"id":"{{Case}}","number":"LZ-1"}""");

    private static string Field(string id, string key, string kind, string label, string more = "\"isRequired\":false", string rules = "{}") => $$"""
        {"id":"{{id}}","entity":"offboardingCase","key":"{{key}}","kind":"{{kind}}","labelZh":"{{label}}","labelEn":"{{key}}","help":null,"isUnique":false,"isSearchable":false,"isSecret":false,"seenAs":"person","changedAs":"person",
         "position":0,"rules":{{rules}},"columns":[],"tableRows":0,"version":0,"canChange":true,{{more}}}
        """;
}

using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.People;
using HrBpm.Designer.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace HrBpm.Designer.Tests.People;

/// <summary>People of the company: who is found, and one of them.</summary>
public sealed class PeoplePageTests
{
    private const string LiNa = "00000000-0000-4000-8000-000000000007", ZhangWei = "00000000-0000-4000-8000-000000000009", Sales = "0198c1d2-0000-7000-8000-000000000001", East = "0198c1d2-0000-7000-8000-000000000002",
        School = "0198c1d2-0000-7000-8000-000000000003", Own = "0198c1d2-0000-7000-8000-000000000004";

    [Fact]
    public async Task What_narrows_the_list_stands_in_its_address_and_in_the_file()
    {
        var server = Server();
        await using var context = Context(server, Permission.PeopleRead, Permission.OrgRead, Permission.PeopleExport, Permission.PeopleImport);
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"people?search=zw&department={East}&state=all");
        var page = context.Render<PeoplePage>();

        server.Queries.Last(query => query.StartsWith("/api/people?", StringComparison.Ordinal)).ShouldBe($"/api/people?search=zw&skip=0&take=50&departmentId={East}");
        page.Find("#export-csv").GetAttribute("href").ShouldBe($"api/people/export?format=csv&search=zw&departmentId={East}");
        page.FindAll("#by-department option").Select(option => option.TextContent).ShouldBe(["全部部门", "销售部", "\u3000华东组"], "a department stands below the one that it belongs to");
        page.FindAll("tbody tr").Select(row => row.QuerySelector(".chip")!.TextContent).ShouldBe(["在职", "不在职"]);
        page.FindAll("a[href='people/import']").Count.ShouldBe(1);

        await page.Find("#by-company").ChangeAsync(School);
        navigation.Uri.ShouldEndWith($"?search=zw&state=all&company={School}");
    }

    [Fact]
    public async Task Whoever_may_not_export_or_import_is_not_offered_it()
    {
        await using var context = Context(Server(), Permission.PeopleRead);
        var page = context.Render<PeoplePage>();

        page.FindAll("tbody tr").Count.ShouldBe(2);
        page.FindAll("#export-xlsx, #export-csv, a[href='people/import'], #by-branch, #by-department").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_has_employments_own_fields_and_numbers_that_are_revealed_for_a_reason()
    {
        var server = Server().On($"POST /api/people/{ZhangWei}/secrets/reveal", """{"value":"310101199001011234"}""");
        await using var context = Context(server, Permission.PeopleRead, Permission.IdentityRead, Permission.IdentityReveal);
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<PersonPage>(parameters => parameters.Add(p => p.PersonId, new Guid(ZhangWei)));

        page.FindAll(".jobs li").Select(job => job.ClassName).ShouldBe(["now", ""]);
        page.Find(".person-facts").TextContent.ShouldContain("衬衫尺码中号", customMessage: "an option by its label");
        page.Find(".number").TextContent.ShouldBe("****1234");
        _ = page.Find(".reveal").ClickAsync();
        await dialogs.Find("#reason").InputAsync("办理社保");
        await dialogs.Find("form").SubmitAsync();

        page.Find(".number").TextContent.ShouldBe("310101199001011234");
        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line.EndsWith("/reveal", StringComparison.Ordinal)).Body)!;
        ((string)sent["field"]!, (string)sent["reason"]!).ShouldBe(("identityNumber", "办理社保"));
    }

    [Fact]
    public async Task On_ones_own_page_one_sees_who_looked_and_somebody_unknown_is_said_to_be_so()
    {
        await using (var context = Context(Server().On("GET /api/me/viewers", "[]"), ZhangWei, Permission.PeopleRead, Permission.OwnAccount, Permission.IdentityRead))
        {
            var page = context.Render<PersonPage>(parameters => parameters.Add(p => p.PersonId, new Guid(ZhangWei)));
            (page.Markup.Contains("谁看过我的资料", StringComparison.Ordinal), page.FindAll(".number").Count).ShouldBe((true, 0));
        }

        await using var other = Context(new FakeServer().On($"GET /api/people/{LiNa}", """{"code":"people.unknown","detail":"Expected …"}""", HttpStatusCode.NotFound), Permission.PeopleRead);
        other.Render<PersonPage>(parameters => parameters.Add(p => p.PersonId, new Guid(LiNa))).Find(".state h2").TextContent.ShouldBe("没有这个人，或者你没有权限查看。");
    }

    private static FakeServer Server() => new FakeServer()
        .On("GET /api/org", $$$"""
            {"on":"2026-11-23","company":{"id":"{{{Own}}}","name":"星河科技","group":"星河集团"},"branches":[{"id":"{{{Own}}}","name":"上海分公司","timeZoneId":"Asia/Shanghai","locale":"zh-CN"}],"positions":[],
             "departments":[{"id":"{{{Sales}}}","parentId":null,"name":"销售部","headId":null,"headName":null,"people":3},{"id":"{{{East}}}","parentId":"{{{Sales}}}","name":"华东组","headId":null,"headName":null,"people":2}]}
            """)
        .On("GET /api/people", $$$"""{"items":[{{{Found(ZhangWei, "张伟", true)}}},{{{Found(LiNa, "李娜", false)}}}],"total":2,"isTotalExact":true,"companies":[{"id":"{{{Own}}}","name":"星河科技"},{"id":"{{{School}}}","name":"星河学校"}]}""")
        .On($"GET /api/people/{ZhangWei}", $$$"""
            {"id":"{{{ZhangWei}}}","name":"张伟","employeeNumber":"XK0006","userName":"zhang.wei","email":"z@x.example","phone":null,"weComUserId":null,"locale":null,"dingTalkUnionId":null,"custom":{"shirt":"M"},
             "employments":[{{{Job("销售部", "2026-01-01", "null")}}},{{{Job("客服部", "2020-01-01", "\"2025-12-31\"")}}}]}
            """)
        .On("GET /api/custom-fields", """
            [{"id":"0198c1d2-0000-7000-8000-000000000009","entity":"person","key":"shirt","kind":"choice","labelZh":"衬衫尺码","labelEn":"Shirt","help":null,"isRequired":false,"isUnique":false,"isSearchable":false,"isSecret":false,"seenAs":"person","changedAs":"person","position":0,
              "rules":{"options":[{"value":"M","labelZh":"中号","labelEn":"M"}]},"columns":[],"tableRows":100,"default":null,"canChange":true,"retiredUtc":null,"version":1}]
            """)
        .On($"GET /api/people/{ZhangWei}/secrets", """{"identityKind":"residentIdentityCard","identityNumber":"****1234","bankName":null,"bankAccount":null,"version":1}""");

    private static string Found(string id, string name, bool isActive) => $$"""
        {"id":"{{id}}","name":"{{name}}","employeeNumber":"XK0006","userName":"u","email":"u@x.example","branch":"上海分公司","department":"销售部","position":"客户经理","managerId":null,"isActive":{{(isActive ? "true" : "false")}}}
        """;

    private static string Job(string department, string from, string until) => $$"""
        {"id":"{{Guid.NewGuid()}}","branchId":"{{Own}}","branch":"上海分公司","departmentId":"{{Sales}}","department":"{{department}}","positionId":"{{Own}}","position":"客户经理","from":"{{from}}","until":{{until}},"manager":null,"dottedLineManager":null,"hrBp":null,"custom":null}
        """;

    private static BunitContext Context(FakeServer server, params Permission[] permissions) => Context(server, Guid.NewGuid().ToString(), permissions);

    private static BunitContext Context(FakeServer server, string me, params Permission[] permissions)
    {
        var context = server.Context();
        context.Services.GetRequiredService<Session>().Begin(new() { PersonId = new(me), Name = "刘洋", UserName = "liu.yang", Permissions = [.. permissions] });
        return context;
    }
}

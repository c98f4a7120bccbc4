using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Layout;
using HrBpm.Designer.Roles;
using HrBpm.Designer.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace HrBpm.Designer.Tests.Roles;

/// <summary>Roles in words, how they change, and who holds them.</summary>
public sealed class RolesPageTests
{
    private const string Grant = "0198c1d2-0000-7000-8000-000000000001", DongJie = "00000000-0000-4000-8000-000000000008";

    [Fact]
    public async Task A_role_says_in_words_what_it_allows_and_how_far_and_who_holds_it()
    {
        await using var context = Context(Server(), "Finance");
        var page = context.Render<RolesPage>();

        page.FindAll(".rights li").Select(right => right.TextContent.Trim()).ShouldBe(["查看员工全公司", "看薪资全公司"]);
        page.Find(".roleh").TextContent.ShouldContain("授予要两个人");
        page.Find(".rolepane .note").TextContent.ShouldContain("这个角色有改动在等第二人同意");
        page.FindAll(".rolelist h2").Select(title => title.TextContent).ShouldBe(["本公司新建", "可授予的角色", "按身份自动拥有"]);
        page.Find(".acc-row").TextContent.ShouldContain("全公司 · 2026-12-01 – 长期");
        page.FindAll("#remove-role").ShouldBeEmpty("the product's own role stays");
    }

    [Fact]
    public async Task A_change_is_asked_for_with_all_rights_and_a_reason()
    {
        var server = Server().On("PUT /api/roles/Finance", $$"""{"requestId":"{{Grant}}"}""", HttpStatusCode.Accepted);
        await using var context = Context(server, "Finance");
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<RolesPage>();
        await page.Find("#change-role").ClickAsync();
        page.Find("#ask-change").HasAttribute("disabled").ShouldBeTrue("nothing is another yet");

        await page.Find("#right-PayRead").ChangeAsync("");
        await page.Find("#right-AuditRead").ChangeAsync("Company");
        page.Find(".roleacts").TextContent.ShouldContain("改动 2 项");
        _ = page.Find("#ask-change").ClickAsync();
        await dialogs.Find("#role-reason").InputAsync("年审");
        await dialogs.Find("form").SubmitAsync();

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "PUT /api/roles/Finance").Body)!;
        sent["rights"]!.AsArray().Select(right => $"{right!["permission"]} {right["reach"]}").ShouldBe(["peopleRead company", "auditRead company"], ignoreOrder: true);
        ((string)sent["reason"]!).ShouldBe("年审");
        context.Services.GetRequiredService<UndoBar>().Text.ShouldBe("已提出，等第二人同意。");
    }

    [Fact]
    public async Task A_copy_has_a_name_of_its_own_and_a_role_of_the_company_can_be_ended()
    {
        var server = Server().On("PUT /api/roles/Bookkeeper", $$"""{"requestId":"{{Grant}}"}""", HttpStatusCode.Accepted).On("DELETE /api/roles/出纳", $$"""{"requestId":"{{Grant}}"}""", HttpStatusCode.Accepted);
        await using var context = Context(server, "出纳");
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<RolesPage>();
        _ = page.Find("#copy-role").ClickAsync();
        dialogs.Find("#ask-role").HasAttribute("disabled").ShouldBeTrue();
        await dialogs.Find("#role-name").InputAsync("Bookkeeper");
        await dialogs.Find("form").SubmitAsync();
        server.Asked.ShouldContain(asked => asked.Line == "PUT /api/roles/Bookkeeper");

        _ = page.Find("#remove-role").ClickAsync();
        await dialogs.Find("#confirm").ClickAsync();
        server.Asked.ShouldContain(asked => asked.Line.StartsWith("DELETE /api/roles/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_powerful_role_is_asked_for_and_a_grant_is_taken_back_for_a_reason()
    {
        var server = Server().On("POST /api/role-grants", $$"""{"requestId":"{{Grant}}"}""", HttpStatusCode.Accepted).On($"POST /api/role-grants/{Grant}/revoke", "", HttpStatusCode.NoContent);
        await using var context = Context(server, "Finance");
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"settings/roles?person={DongJie}");
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<RolesPage>();
        page.Find(".rolepane h2").TextContent.ShouldBe("董洁");

        _ = page.Find("#new-grant").ClickAsync();
        await dialogs.Find("#grant-role").ChangeAsync("Finance");
        dialogs.Find(".note.warn").TextContent.ShouldContain("要另一个人同意后才生效");
        await dialogs.Find("form").SubmitAsync();
        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/role-grants").Body)!;
        ((string)sent["personId"]!, (string)sent["role"]!).ShouldBe((DongJie, "Finance"));
        context.Services.GetRequiredService<UndoBar>().Text.ShouldBe("已提出，等第二人同意。");

        _ = page.Find(".revoke").ClickAsync();
        await dialogs.Find("#reason").InputAsync("调岗");
        await dialogs.Find("form").SubmitAsync();
        server.Asked.ShouldContain(asked => asked.Line == $"POST /api/role-grants/{Grant}/revoke");
    }

    private static FakeServer Server() => new FakeServer().On("GET /api/org/branches", "[]")
        .On("GET /api/roles", """
            [{"name":"Finance","isOwn":false,"isOfProduct":true,"canBeGranted":true,"needsTwoPeople":true,"rights":[{"permission":"payRead","reach":"company","isPowerful":true},{"permission":"peopleRead","reach":"company","isPowerful":false}]},
             {"name":"出纳","isOwn":true,"isOfProduct":false,"canBeGranted":true,"needsTwoPeople":false,"rights":[]},
             {"name":"Leaver","isOwn":false,"isOfProduct":true,"canBeGranted":false,"needsTwoPeople":false,"rights":[{"permission":"selfRead","reach":"own","isPowerful":false}]}]
            """)
        .On("GET /api/role-grants", $$"""{"items":[{"id":"{{Grant}}","personId":"{{DongJie}}","person":"董洁","role":"Finance","branchId":null,"from":"2026-12-01","until":null,"revokedUtc":null}],"total":1}""")
        .On($"GET /api/people/{DongJie}", $$$"""{"id":"{{{DongJie}}}","name":"董洁","employeeNumber":"X","userName":"dong.jie","email":"d@x.example","phone":null,"weComUserId":null,"locale":null,"dingTalkUnionId":null,"employments":[],"custom":{}}""")
        .On("GET /api/two-person-requests", $$$"""
            [{"id":"{{{Grant}}}","act":"roles.change","subject":"role:Finance","person":null,"summary":"","reason":null,"particulars":{"name":"Finance","rights":"[]"},"askedById":"{{{DongJie}}}","askedBy":"董洁","askedUtc":"2026-11-22T01:00:00Z","expiresUtc":"2026-11-28T03:00:00Z",
              "state":"open","decidedById":null,"decidedBy":null,"decidedUtc":null,"canConsent":true}]
            """);

    private static BunitContext Context(FakeServer server, string role)
    {
        var context = server.Context();
        context.Services.GetRequiredService<Session>().Begin(new() { PersonId = Guid.NewGuid(), Name = "许诺", UserName = "xu.nuo", Permissions = [Permission.RolesManage, Permission.ConsentGive, Permission.OrgRead] });
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"settings/roles?role={Uri.EscapeDataString(role)}");
        return context;
    }
}

using System.Net;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Layout;
using HrBpm.Designer.SignIn;
using HrBpm.Designer.TwoPersonRule;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace HrBpm.Designer.Tests.TwoPersonRule;

/// <summary>What waits for a second person: said in words, and decided.</summary>
public sealed class ConsentsPageTests
{
    private const string List = "GET /api/two-person-requests", Grant = "0198c1d2-0000-7000-8000-000000000001", Change = "0198c1d2-0000-7000-8000-000000000002", Own = "0198c1d2-0000-7000-8000-000000000003",
        Me = "00000000-0000-4000-8000-000000000009", Other = "00000000-0000-4000-8000-000000000008";

    [Fact]
    public async Task A_request_says_what_why_who_and_what_a_role_would_gain_and_lose()
    {
        await using var context = Context(Server());
        var page = context.Render<ConsentsPage>();

        page.FindAll(".consent").Count.ShouldBe(2, "one's own waits for somebody else");
        var grant = page.Find($"#request-{Grant.Replace("-", "", StringComparison.Ordinal)}").TextContent;
        foreach (var said in new[] { "授予 董洁 角色「薪资专员」", "赵敏 于 11-22", "顶替产假", "期限 2026-12-01 – 长期", "同意后立即生效", "5 天 后失效" }) grant.ShouldContain(said);
        page.FindAll(".rightdiff li").Select(right => right.TextContent).ShouldBe(["增加看薪资 · 全公司", "去掉查看员工 · 仅本人"]);
        context.Services.GetRequiredService<ConsentCounts>().Waiting.ShouldBe(2);
    }

    [Fact]
    public async Task A_consent_is_asked_about_and_what_somebody_else_was_quicker_with_is_said()
    {
        var server = Server().On($"POST /api/two-person-requests/{Grant}/consent", """{"code":"two-person.decided","detail":"Expected …"}""", HttpStatusCode.Conflict);
        await using var context = Context(server);
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<ConsentsPage>();

        _ = page.Find(".consent-acts .btn.p").ClickAsync();
        server.Asked.ShouldNotContain(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal));
        server.On(List, "[]");
        await dialogs.Find("#confirm").ClickAsync();

        page.Find("[role=alert]").TextContent.ShouldContain("已经复核过了");
        page.Markup.ShouldContain("没有等你复核的申请");
        context.Services.GetRequiredService<ConsentCounts>().Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Ones_own_request_can_only_be_taken_back()
    {
        var server = Server().On($"POST /api/two-person-requests/{Own}/refuse", "", HttpStatusCode.NoContent);
        await using var context = Context(server);
        context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("consents?show=mine");
        var page = context.Render<ConsentsPage>();

        page.Find(".consent-acts").TextContent.ShouldContain("要由另一个有权限的人同意");
        page.FindAll(".consent-acts .btn.p").ShouldBeEmpty();
        await page.Find(".consent-acts .btn").ClickAsync();

        server.Asked.ShouldContain(asked => asked.Line == $"POST /api/two-person-requests/{Own}/refuse");
        context.Services.GetRequiredService<UndoBar>().Text.ShouldBe("已撤回：删除 张伟 的个人信息");
    }

    [Fact]
    public async Task The_menu_counts_for_whoever_may_decide_and_shows_others_nothing()
    {
        await using (var context = Context(Server()))
        {
            context.Render<NavMenu>().Find("a[href=consents] .n").TextContent.ShouldBe("2");
        }

        var server = Server();
        await using var other = Context(server, Permission.TasksComplete);
        other.Render<NavMenu>().FindAll("a[href=consents]").ShouldBeEmpty();
        other.Render<ConsentsPage>().Find(".state h2").TextContent.ShouldContain("没有权限");
        server.Asked.ShouldNotContain(asked => asked.Line == List);
    }

    private static FakeServer Server() => new FakeServer()
        .On("GET /api/tasks", """{"items":[],"total":0}""").On("GET /api/mentions", """{"items":[],"total":0}""")
        .On("GET /api/roles", """[{"name":"Finance","isOwn":false,"isOfProduct":true,"canBeGranted":true,"needsTwoPeople":true,"rights":[{"permission":"peopleRead","reach":"own"},{"permission":"selfRead","reach":"own"}]}]""")
        .On(List, $$$"""
            [{"id":"{{{Grant}}}","act":"role-grants.grant","subject":"person:{{{Other}}}","person":"董洁","summary":"授予 董洁 角色 PayrollClerk","reason":"顶替产假","particulars":{"role":"PayrollClerk","from":"2026-12-01","until":null,"branchId":null,"reason":"顶替产假"},
              "askedById":"{{{Other}}}","askedBy":"赵敏","askedUtc":"2026-11-22T01:00:00Z","expiresUtc":"2026-11-28T03:00:00Z","state":"open","decidedById":null,"decidedBy":null,"decidedUtc":null,"canConsent":true},
             {"id":"{{{Change}}}","act":"roles.change","subject":"role:Finance","person":null,"summary":"角色 Finance","reason":null,"particulars":{"name":"Finance","rights":"[{\"Permission\":\"SelfRead\",\"Reach\":\"Own\",\"IsPowerful\":false},{\"Permission\":\"PayRead\",\"Reach\":\"Company\",\"IsPowerful\":true}]"},
              "askedById":"{{{Other}}}","askedBy":"赵敏","askedUtc":"2026-11-22T01:00:00Z","expiresUtc":"2026-11-28T03:00:00Z","state":"open","decidedById":null,"decidedBy":null,"decidedUtc":null,"canConsent":true},
             {"id":"{{{Own}}}","act":"privacy.erase","subject":"person:{{{Other}}}","person":"张伟","summary":"删除个人信息：Contact","reason":"本人申请","particulars":{"kinds":[1],"reason":"本人申请"},
              "askedById":"{{{Me}}}","askedBy":"许诺","askedUtc":"2026-11-22T01:00:00Z","expiresUtc":"2026-11-28T03:00:00Z","state":"open","decidedById":null,"decidedBy":null,"decidedUtc":null,"canConsent":false}]
            """);

    private static BunitContext Context(FakeServer server, Permission permission = Permission.ConsentGive)
    {
        var context = server.Context();
        context.Services.GetRequiredService<Session>().Begin(new() { PersonId = new(Me), Name = "许诺", UserName = "xu.nuo", Permissions = [permission, Permission.RolesManage] });
        return context;
    }
}

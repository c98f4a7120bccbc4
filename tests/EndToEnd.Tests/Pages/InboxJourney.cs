using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Pages;

/// <summary>The inbox in a real browser: from the list to a signed task, on a desk and on a phone.</summary>
public sealed class InboxJourney(PagesBrowser pages) : IClassFixture<PagesBrowser>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await pages.StartAsync();

    public ValueTask DisposeAsync() => pages.LeaveAsync();

    [Fact]
    public async Task A_notice_is_signed_with_three_clicks_on_a_desk_and_the_next_step_on_a_phone()
    {
        await StartResignationAsync("zhang.wei", "chen.chen");
        var head = await pages.SignInAsync("wang.qiang", 390, 844);
        await Assertions.Expect(head.Locator(".list .state")).ToContainTextAsync("没有待办");
        await head.GiveAuthenticatorAsync();
        await head.Locator(".me .drop .btn").ClickAsync();
        await head.ClickAsync("text=账号安全");
        await head.RegisterPasskeyAsync();
        await PagesBrowser.CheckAsync(head, "account-phone");
        (await head.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("nothing is wider than the phone");
        await head.Locator(".nav a").First.ClickAsync();
        var manager = await pages.SignInAsync("li.na");
        await manager.Locator(".it a.open").First.ClickAsync();
        await Assertions.Expect(manager.Locator(".abar .btn.p")).ToBeEnabledAsync();
        await manager.Locator("#talk").FillAsync("交接请 @cc");
        await Assertions.Expect(manager.Locator("[role=option]")).ToContainTextAsync("陈晨");
        await manager.Keyboard.PressAsync("Enter");
        await manager.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(manager.Locator(".comments .at")).ToHaveTextAsync("@陈晨");
        await PagesBrowser.CheckAsync(manager, "inbox-desk");

        await manager.Locator(".abar .btn.p").ClickAsync();
        await Assertions.Expect(manager.Locator(".intent")).ToBeVisibleAsync();
        await manager.FillAsync("#password", "a wrong one");
        await manager.Locator(".df .btn.p").ClickAsync();
        await Assertions.Expect(manager.Locator("#sign-problem")).ToBeVisibleAsync();
        await PagesBrowser.CheckAsync(manager, "sign-desk");
        // The server does what it is asked, and its answer is lost: asked again, it is done once.
        var sent = 0;
        await manager.RouteAsync("**/complete", async route =>
        {
            var answer = await route.FetchAsync();
            if (++sent == 1) await route.AbortAsync();
            else await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });
        await manager.FillAsync("#password", Server.Tests.HrBpmServer.Password);
        await manager.Locator(".df .btn.p").ClickAsync();
        await Assertions.Expect(manager.Locator("#sign-problem")).ToContainTextAsync("连不上服务器");
        await manager.Locator(".df .btn.p").ClickAsync();
        await Assertions.Expect(manager.Locator(".toast")).ToContainTextAsync("已签署");
        await Assertions.Expect(manager.Locator(".list .state")).ToContainTextAsync("没有待办");

        // It comes by itself.
        await Assertions.Expect(head.Locator(".it a.open")).ToHaveCountAsync(1);
        await PagesBrowser.CheckAsync(head, "inbox-phone");
        await head.Locator(".it a.open").First.ClickAsync();
        await Assertions.Expect(head.Locator(".abar .btn.p")).ToBeEnabledAsync();
        await PagesBrowser.CheckAsync(head, "task-phone");
        (await head.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("nothing is wider than the phone");
        await head.Locator(".abar .drop .btn").ClickAsync();
        await Assertions.Expect(head.Locator(".drop-list")).ToBeVisibleAsync();
        await PagesBrowser.KeepAsync(head, "more-phone");
        await head.Keyboard.PressAsync("Escape");
        await head.Locator(".abar .btn.p").ClickAsync();
        await PagesBrowser.CheckAsync(head, "sign-phone");
        await head.ClickAsync("#sign-passkey");
        await Assertions.Expect(head.Locator(".list .state")).ToContainTextAsync("没有待办");
        (await StatementAsync("王强")).ShouldContain("\"by\":\"passkey\"");
    }

    [Fact]
    public async Task The_pages_speak_English_to_whoever_reads_English()
    {
        // Somebody to whom no other test of this class gives work, in whatever order they come.
        var page = await pages.SignInAsync("he.jing", language: "en-GB");
        await Assertions.Expect(page.Locator(".list .state")).ToContainTextAsync("Nothing to do");
        await PagesBrowser.CheckAsync(page, "inbox-english");
    }

    [Fact]
    public async Task On_a_phone_without_scripts_a_task_is_read_signed_and_answered_in_three_small_pages()
    {
        await StartResignationAsync("zeng.lin", "tian.yu");
        var page = await pages.OpenAsync(390, 844, hasScripts: false);
        var received = new List<string>();
        page.Response += (_, answer) => received.Add(answer.Request.ResourceType);
        await page.GotoAsync("/t");
        await PagesBrowser.FillInAsync(page, "peng.fei");
        await LookAsync(page, "phone-list");

        await page.Locator("a.it", new() { HasText = "曾琳" }).ClickAsync();
        await LookAsync(page, "phone-reading");
        await page.Locator(".bar .p").ClickAsync();
        await LookAsync(page, "phone-signing");
        await page.FillAsync("#password", "a wrong one");
        await page.Locator(".bar .p").ClickAsync();
        await Assertions.Expect(page.Locator(".note.bad")).ToContainTextAsync("密码不正确");
        await page.FillAsync("#password", Server.Tests.HrBpmServer.Password);
        await page.Locator(".bar .p").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("已签署");
        await LookAsync(page, "phone-signed");

        received.ShouldAllBe(type => type == "document", "nothing but the pages themselves is loaded");
    }

    private Task<string> StatementAsync(string signer) => pages.Server.InScopeAsync(async services =>
        System.Text.Encoding.UTF8.GetString(await services.GetRequiredService<AppDbContext>().Signatures.Where(s => s.SignerName == signer).OrderByDescending(s => s.SignedAtUtc).Select(s => s.Statement).FirstAsync()));

    // What a page weighs is all that it weighs: there is nothing beside it.
    private async Task LookAsync(IPage page, string name)
    {
        await pages.CheckPlainAsync(page, name);
        System.Text.Encoding.UTF8.GetByteCount(await page.ContentAsync()).ShouldBeLessThan(60_000, name);
    }

    private async Task StartResignationAsync(string leaver, string receiver)
    {
        using var hr = await pages.Server.SignInAsync("liu.yang");
        async Task<string> IdOfAsync(string name) => (string)(await hr.GetFromJsonAsync<JsonNode>($"/api/people?search={name}"))!["items"]![0]!["id"]!;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(pages.Server.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).DateTime);
        var answer = await hr.PostAsJsonAsync("/api/offboarding", new
        {
            requestId = Guid.NewGuid(), leaverId = await IdOfAsync(leaver), kind = "resignation", noticeDate = today, legalEnd = today.AddDays(30), lastWorkingDay = today.AddDays(27),
            payThrough = today.AddDays(30), receiverId = await IdOfAsync(receiver), reason = "因家庭原因计划回成都发展",
        });
        answer.EnsureSuccessStatusCode();
    }
}

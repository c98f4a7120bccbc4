using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Tests.Roles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>People scan with WeCom and DingTalk; the sandbox stands in for both.</summary>
public sealed class MessengerTests(OneServer servers) : IClassFixture<OneServer>
{
    [Theory]
    [InlineData("wecom", "hejing", TestDatabase.Sqlite)]
    [InlineData("wecom", "hejing", TestDatabase.Postgres)]
    [InlineData("dingtalk", "ding-hejing", TestDatabase.Sqlite)]
    [InlineData("dingtalk", "ding-hejing", TestDatabase.Postgres)]
    public async Task Somebody_scans_and_is_signed_in(string messenger, string id, TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        (await server.Client().GetFromJsonAsync<List<JsonObject>>("/api/sign-in/offers"))!.ShouldContain(o => (string)o["start"]! == $"/sign-in/{messenger}");
        var browser = server.Client();

        var back = await ScanAsync(browser, messenger, id, "yes");
        (await browser.GetAsync(back)).StatusCode.ShouldBe(HttpStatusCode.OK);

        ((string)(await browser.GetFromJsonAsync<JsonObject>("/api/me"))!["userName"]!).ShouldBe("he.jing");
        (await browser.GetAsync(back)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "an answer counts once");
    }

    [Theory]
    [InlineData("wecom", "tianyu")]
    [InlineData("dingtalk", "ding-tianyu")]
    public async Task Who_did_not_begin_cancels_is_no_member_or_has_left_is_not_signed_in(string messenger, string id)
    {
        var server = await servers.OnAsync();
        async Task<HttpStatusCode> TryAsync(string answer)
        {
            var browser = server.Client();
            var status = (await browser.GetAsync(await ScanAsync(browser, messenger, id, answer))).StatusCode;
            (await browser.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            return status;
        }

        (await TryAsync("no")).ShouldBe(HttpStatusCode.Unauthorized);
        (await TryAsync("outsider")).ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Client().GetAsync(await ScanAsync(server.Client(), messenger, id, "yes"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "another browser began it");
        (await server.Client().GetAsync($"/sign-in/{messenger}?return=//evil.example")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await server.InScopeAsync(async s =>
        {
            await s.GetRequiredService<ISignInAccounts>().DisableAsync(DemoIds.Of("tian.yu"), default);
            return await s.GetRequiredService<AppDbContext>().SaveChangesAsync();
        });
        (await TryAsync("yes")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_id_that_two_people_have_is_nobodys()
    {
        var server = await servers.OnAsync();
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().People.Where(p => p.Id == DemoIds.Of("pan.yue") || p.Id == DemoIds.Of("jin.yan")).ExecuteUpdateAsync(set => set.SetProperty(p => p.DingTalkUnionId, "of-both")));
        var browser = server.Client();

        (await browser.GetAsync(await ScanAsync(browser, "dingtalk", "of-both", "yes"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WeComs_own_browser_is_not_asked_to_scan_and_the_stand_in_sends_nobody_elsewhere()
    {
        var server = await servers.OnAsync();
        var phone = server.Client();
        phone.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (iPhone) wxwork/4.1.0");
        (await phone.GetAsync("/sign-in/wecom")).Headers.Location!.ToString().ShouldContain("scope=snsapi_base");
        (await server.Client().GetAsync("/sandbox/wecom/scan?redirect_uri=https://evil.example/sign-in/&state=x")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await server.Client().GetAsync("/sign-in/feishu")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<Uri> ScanAsync(HttpClient browser, string messenger, string id, string answer)
    {
        var sent = await browser.GetAsync($"/sign-in/{messenger}?return=/api/me");
        var page = sent.Headers.Location!;
        (await (await browser.GetAsync(page)).Content.ReadAsStringAsync()).ShouldContain("扫码并确认");
        var scanned = await browser.PostAsync(page, new FormUrlEncodedContent(new Dictionary<string, string> { ["who"] = id, ["answer"] = answer }));
        scanned.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return scanned.Headers.Location!;
    }
}

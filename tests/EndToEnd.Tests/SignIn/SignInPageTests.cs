using System.Net;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.SignIn;
using HrBpm.Server.Features.SignIn.Enterprise;
using HrBpm.Server.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OtpNet;

namespace HrBpm.EndToEnd.Tests.SignIn;

/// <summary>The sign-in page in a real browser: passkeys with Chromium's virtual authenticator, and each step at the width of a desktop and of a phone.</summary>
public sealed class SignInPageTests(SignInBrowser browser) : IClassFixture<SignInBrowser>
{
    [Fact]
    public async Task A_passkey_is_registered_on_the_page_of_the_account_signs_in_and_is_worth_nothing_once_it_is_removed()
    {
        await browser.StartAsync();
        var page = await browser.OpenAsync();
        await page.GiveAuthenticatorAsync();
        await PasswordAsync(page, "he.jing");
        page.SetDefaultTimeout(120_000);
        await page.GotoAsync("/account");
        await page.RegisterPasskeyAsync();
        var made = (await (await page.APIRequest.GetAsync("/api/me/passkeys")).JsonAsync())!.Value[0].GetProperty("id").GetString();
        await SignOutAsync(page);

        await ByPasskeyAsync(page);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("已登录");
        (await page.APIRequest.GetAsync("/api/me/sessions")).Status.ShouldBe(200);
        (await (await page.APIRequest.GetAsync("/api/me")).JsonAsync())!.Value.GetProperty("userName").GetString().ShouldBe("he.jing");
        (await (await page.APIRequest.GetAsync("/api/me/sessions")).TextAsync()).ShouldContain("\"passkey\"");

        (await page.APIRequest.DeleteAsync($"/api/me/passkeys/{made}")).Status.ShouldBe(204);
        await SignOutAsync(page);
        await ByPasskeyAsync(page);
        await Assertions.Expect(page.Locator("#passkey-wrong")).ToBeVisibleAsync();
    }

    /// <summary>Loading the app first, only to be told to sign in, took seconds.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("/inbox")]
    [InlineData("/flows/offboarding?tab=form")]
    public async Task A_page_of_the_app_leads_who_has_not_signed_in_there_at_once_and_back(string path)
    {
        await browser.StartAsync();
        using var stranger = browser.Server.Client();
        using var known = await browser.Server.SignInAsync("xu.nuo");

        var led = await stranger.GetAsync(path, TestContext.Current.CancellationToken);
        var shown = await known.GetAsync(path, TestContext.Current.CancellationToken);

        (led.StatusCode, led.Headers.Location?.OriginalString).ShouldBe((HttpStatusCode.Redirect, $"/sign-in?return={Uri.EscapeDataString(path)}"));
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("blazor.webassembly");
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Each_step_fits_a_desktop_and_a_phone_and_breaks_no_rule_of_its_page(int width, int height)
    {
        await browser.StartAsync();
        await OfferAsync();
        var page = await browser.OpenAsync(width, height);
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error" && !message.Text.Contains("401", StringComparison.Ordinal)) complaints.Add(message.Text); };
        async Task LookAsync(string name)
        {
            await SignInBrowser.KeepAsync(page, $"{name}-{width}");
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, name);
        }

        await page.GotoAsync("/sign-in");
        await LookAsync("sign-in");
        await page.FillAsync("#company", "somebody@xinghe-tech");
        await page.ClickAsync(".find button");
        await Assertions.Expect(page.GetByText("星河统一认证")).ToBeVisibleAsync();
        await LookAsync("sign-in-company");
        await page.FillAsync("#userName", "li.na");
        await page.FillAsync("#password", "wrong");
        await page.ClickAsync("text=用密码登录");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await LookAsync("sign-in-wrong");

        await page.ClickAsync("text=企业微信");
        await LookAsync("sandbox-scan");
        await page.SelectOptionAsync("#who", "lina");
        await page.ClickAsync("text=扫码并确认");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("已登录");
        await LookAsync("signed-in");
        await SignOutAsync(page);

        // 冯雪 pays wages: her role needs a second factor, and an administrator has asked for a new password.
        await browser.Server.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            await db.SecondFactors.ExecuteDeleteAsync();
            (await db.Users.SingleAsync(a => a.PersonId == DemoIds.Of("feng.xue"))).AskForNewPassword();
            return await db.SaveChangesAsync();
        });
        var password = await browser.Server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().OldPasswords.AnyAsync()) ? Second : HrBpmServer.Password;
        await PasswordAsync(page, "feng.xue", password, done: false);
        await LookAsync("enrol");
        var app = new Totp(Base32Encoding.ToBytes(await page.InnerTextAsync("main code")));
        await page.FillAsync("#code", app.ComputeTotp());
        await page.ClickAsync("text=继续");
        await Assertions.Expect(page.Locator("li")).ToHaveCountAsync(10);
        await LookAsync("recovery-codes");
        await page.ClickAsync("text=已保存");
        await LookAsync("new-password");
        await page.FillAsync("#newPassword", "short");
        await page.ClickAsync("text=继续");
        await Assertions.Expect(page.GetByText("密码太短。")).ToBeVisibleAsync();
        var fresh = password == Second ? Third : Second;
        await page.FillAsync("#newPassword", fresh);
        await page.ClickAsync("text=继续");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("已登录");
        await SignOutAsync(page);
        await PasswordAsync(page, "feng.xue", fresh, done: false);
        await LookAsync("code");
        await page.FillAsync("#code", "000000");
        await page.ClickAsync("text=继续");
        await Assertions.Expect(page.GetByText("验证码不正确")).ToBeVisibleAsync();

        complaints.ShouldBeEmpty("the page's own content policy lets all of it be");
    }

    private const string Second = "paper-lantern-harbour-7", Third = "velvet-anchor-orchard-3";

    private async Task OfferAsync()
    {
        var tech = DemoIds.Of("company:星河科技");
        await browser.Server.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            if (await db.SignInNames.AnyAsync()) return 0;
            db.AddRange(new SignInName { CompanyId = tech, Name = "xinghe-tech" }, new IdentityProvider
            {
                CompanyId = tech, Name = "星河统一认证", Issuer = "https://idp.example", ClientId = "c", Claim = "email", PersonKey = PersonKey.Email, IsTrustedForSecondFactor = false, IsOn = true,
            });
            return await db.SaveChangesAsync();
        });
    }

    private static async Task PasswordAsync(IPage page, string userName, string password = HrBpmServer.Password, bool done = true)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#userName", userName);
        await page.FillAsync("#password", password);
        await page.ClickAsync("text=用密码登录");
        if (done) await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("已登录");
    }

    private static async Task ByPasskeyAsync(IPage page) => await page.ClickAsync("#passkey");

    private static async Task SignOutAsync(IPage page)
    {
        await page.GotoAsync("/sign-in/done");
        await page.ClickAsync("text=退出登录");
        await Assertions.Expect(page.Locator("#userName")).ToBeVisibleAsync();
    }
}

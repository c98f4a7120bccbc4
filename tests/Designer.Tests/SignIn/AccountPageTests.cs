using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Layout;
using HrBpm.Designer.SignIn;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace HrBpm.Designer.Tests.SignIn;

/// <summary>How somebody looks after their own account.</summary>
public sealed class AccountPageTests
{
    private const string Here = "0198c1d2-0000-7000-8000-000000000001", Phone = "0198c1d2-0000-7000-8000-000000000002", Key = "0198c1d2-0000-7000-8000-000000000003";

    [Fact]
    public async Task Sessions_say_device_way_and_address_and_one_is_ended()
    {
        var server = Server().On($"DELETE /api/me/sessions/{Phone}", "", HttpStatusCode.NoContent);
        await using var context = Context(server);
        var card = context.Render<SessionsCard>();
        var rows = card.FindAll(".acc-row");
        rows[0].TextContent.ShouldContain("Chrome · Windows");
        (rows[0].TextContent.Contains("本机", StringComparison.Ordinal), rows[0].QuerySelector("button")).ShouldBe((true, null));
        rows[1].TextContent.ShouldContain("企业微信 · iPhone");
        rows[1].TextContent.ShouldContain("通行密钥登录 · 10.0.0.7");

        await rows[1].QuerySelector("button")!.ClickAsync();

        server.Asked.ShouldContain(asked => asked.Line == $"DELETE /api/me/sessions/{Phone}");
        context.Services.GetRequiredService<UndoBar>().Text.ShouldBe("已退出 企业微信 · iPhone");
    }

    [Fact]
    public async Task Signing_out_everywhere_is_asked_about_first_and_ends_this_session()
    {
        var server = Server().On("POST /api/me/sign-out-everywhere", "", HttpStatusCode.NoContent);
        await using var context = Context(server);
        var dialogs = context.Render<MudDialogProvider>();
        var card = context.Render<SessionsCard>();

        _ = card.Find("#out-everywhere").ClickAsync();
        server.Asked.ShouldNotContain(asked => asked.Line == "POST /api/me/sign-out-everywhere");
        await dialogs.Find("#confirm").ClickAsync();

        server.Asked.ShouldContain(asked => asked.Line == "POST /api/me/sign-out-everywhere");
        context.Services.GetRequiredService<Session>().State.ShouldBe(SessionState.SignedOut);
    }

    [Fact]
    public async Task A_password_is_typed_twice_and_a_refusal_is_said()
    {
        var server = Server().On("POST /api/me/password", """{"code":"password.breached.invalid","detail":"Expected …"}""", HttpStatusCode.BadRequest);
        await using var context = Context(server);
        var dialogs = context.Render<MudDialogProvider>();
        _ = context.Render<PasswordCard>().Find("#change-password").ClickAsync();
        await dialogs.Find("#old-password").InputAsync("old");
        await dialogs.Find("#new-password").InputAsync("123456789012");
        await dialogs.Find("#new-again").InputAsync("1234567890xx");
        dialogs.Find("button[type=submit]").HasAttribute("disabled").ShouldBeTrue();
        dialogs.Markup.ShouldContain("两次输入的不一样。");
        await dialogs.Find("#new-again").InputAsync("123456789012");

        await dialogs.Find("form").SubmitAsync();

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/me/password").Body)!;
        ((string)sent["currentPassword"]!, (string)sent["newPassword"]!).ShouldBe(("old", "123456789012"));
        dialogs.Find("[role=alert]").TextContent.ShouldContain("这个密码已经泄露过");
    }

    [Fact]
    public async Task An_authenticator_app_is_enrolled_by_password_code_and_kept_recovery_codes()
    {
        var server = Server().On("POST /api/me/second-factor", """{"secret":"JBSWY3DPEHPK3PXP","uri":"otpauth://totp/x","qrSvg":"<svg id='qr'></svg>"}""").On("POST /api/me/second-factor/confirm", """{"recoveryCodes":["aaaa-bbbb","cccc-dddd"]}""");
        await using var context = Context(server);
        var dialogs = context.Render<MudDialogProvider>();
        var card = context.Render<SecondFactorCard>();
        card.Markup.ShouldContain("未开启");
        _ = card.Find("#enrol").ClickAsync();

        await dialogs.Find("#own-password").InputAsync("secret");
        await dialogs.Find("form").SubmitAsync();
        dialogs.FindAll("#qr").Count.ShouldBe(1);
        dialogs.Find("#totp-secret").TextContent.ShouldBe("JBSWY3DPEHPK3PXP");
        await dialogs.Find("#code").InputAsync(" 123456 ");
        await dialogs.Find("form").SubmitAsync();
        dialogs.FindAll("#recovery-codes li").Select(code => code.TextContent).ShouldBe(["aaaa-bbbb", "cccc-dddd"]);
        server.On("GET /api/me/second-factor", """{"isEnrolled":true,"isDemanded":true,"recoveryCodesLeft":10}""");
        await dialogs.Find("form").SubmitAsync();

        ((string)JsonNode.Parse(server.Asked.Single(asked => asked.Line == "POST /api/me/second-factor/confirm").Body)!["code"]!).ShouldBe("123456");
        card.Markup.ShouldContain("恢复码还剩 10 个");
        card.FindAll("button").ShouldBeEmpty("what is demanded is not removed");
    }

    [Theory]
    [InlineData("NotAllowedError", "没有在设备上确认")]
    [InlineData("InvalidStateError", "已经有你的通行密钥")]
    [InlineData("", null)]
    public async Task A_passkey_has_a_name_and_what_the_browser_did_not_make_is_said(string error, string? said)
    {
        var server = Server().On("POST /api/me/passkeys/begin", """{"options":{"challenge":"abc"},"state":"sealed"}""").On("POST /api/me/passkeys", $$"""{"id":"{{Key}}"}""");
        await using var context = Context(server);
        context.JSInterop.Setup<bool>("hrbpmPasskeys.can").SetResult(true);
        context.JSInterop.Setup<PasskeyDialog.Made>("hrbpmPasskeys.create", """{"challenge":"abc"}""").SetResult(new(error.Length == 0 ? """{"id":"made"}""" : "", error));
        var dialogs = context.Render<MudDialogProvider>();
        _ = context.Render<PasskeysCard>().Find("#add-passkey").ClickAsync();
        await dialogs.Find("#own-password").InputAsync("secret");
        dialogs.Find("#make-passkey").HasAttribute("disabled").ShouldBeTrue("it has no name yet");
        await dialogs.Find("#passkey-name").InputAsync(" 我的手机 ");

        await dialogs.Find("form").SubmitAsync();

        var sent = server.Asked.Where(asked => asked.Line == "POST /api/me/passkeys").Select(asked => JsonNode.Parse(asked.Body)!).SingleOrDefault();
        if (said is not null) (sent, dialogs.Find("[role=alert]").TextContent.Contains(said, StringComparison.Ordinal)).ShouldBe((null, true));
        else ((string?)sent!["name"], (string?)sent["state"], (string?)sent["credential"]!["id"]).ShouldBe(("我的手机", "sealed", "made"));
    }

    [Fact]
    public async Task A_passkey_is_removed_after_a_question_and_a_browser_without_them_offers_none()
    {
        var server = Server().On($"DELETE /api/me/passkeys/{Key}", "", HttpStatusCode.NoContent);
        await using var context = Context(server);
        var dialogs = context.Render<MudDialogProvider>();
        var card = context.Render<PasskeysCard>();
        card.FindAll("#add-passkey").ShouldBeEmpty();
        card.Markup.ShouldContain("还没有用过");

        _ = card.Find("button[aria-label='移除 笔记本']").ClickAsync();
        await dialogs.Find("#confirm").ClickAsync();

        server.Asked.ShouldContain(asked => asked.Line == $"DELETE /api/me/passkeys/{Key}");
    }

    [Fact]
    public async Task Who_saw_what_is_secret_is_said_with_the_reason()
    {
        await using var context = Context(Server());

        context.Render<ViewersCard>().Find(".acc-row").TextContent.ShouldSatisfyAllConditions(text => text.ShouldContain("刘洋 查看了你的证件号码"), text => text.ShouldContain("原因：办理社保"));
    }

    private static FakeServer Server() => new FakeServer()
        .On("GET /api/me/sessions", $$"""
            [{"id":"{{Phone}}","way":"passkey","carrier":"cookie","startedUtc":"2026-11-20T01:00:00Z","lastSeenUtc":"2026-11-22T01:00:00Z","address":"10.0.0.7","userAgent":"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Mobile wxwork/4.1","isThis":false},
             {"id":"{{Here}}","way":"password","carrier":"cookie","startedUtc":"2026-11-23T01:00:00Z","lastSeenUtc":"2026-11-23T02:00:00Z","address":null,"userAgent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36","isThis":true}]
            """)
        .On("GET /api/me/second-factor", """{"isEnrolled":false,"isDemanded":false,"recoveryCodesLeft":0}""")
        .On("GET /api/me/passkeys", $$"""[{"id":"{{Key}}","name":"笔记本","createdUtc":"2026-11-01T01:00:00Z","lastUsedUtc":null,"isBackedUp":true}]""")
        .On("GET /api/me/viewers", """[{"atUtc":"2026-11-21T01:00:00Z","by":"刘洋","action":"person.secret-revealed","data":{"field":"IdentityNumber","reason":"办理社保"}}]""");

    private static BunitContext Context(FakeServer server)
    {
        var context = server.Context();
        context.Services.GetRequiredService<Session>().Begin(new() { PersonId = Guid.NewGuid(), Name = "李娜", UserName = "li.na", Permissions = [Permission.OwnAccount] });
        return context;
    }
}

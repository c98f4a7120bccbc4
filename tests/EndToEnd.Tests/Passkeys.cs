using HrBpm.Server.Tests;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests;

/// <summary>Passkeys of Chromium's virtual authenticator.</summary>
internal static class Passkeys
{
    /// <summary>Gives the window an authenticator, whose person is always there and willing.</summary>
    public static async Task GiveAuthenticatorAsync(this IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
    }

    /// <summary>Registers a passkey of whoever has signed in, on the page of their account, which is open.</summary>
    public static async Task RegisterPasskeyAsync(this IPage page)
    {
        await page.ClickAsync("#add-passkey");
        await page.FillAsync("#passkey-name", "测试密钥");
        await page.FillAsync("#own-password", HrBpmServer.Password);
        await page.ClickAsync("#make-passkey");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "移除 测试密钥" })).ToBeVisibleAsync();
    }
}

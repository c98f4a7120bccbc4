using System.Text.Json;
using HrBpm.Server.Tests;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests;

/// <summary>Passkeys of Chromium's virtual authenticator.</summary>
internal static class Passkeys
{
    private const string Register = """
        async password => {
          const post = async (path, body) => { const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }); if (!answer.ok) throw new Error(await answer.text()); return answer.json(); };
          const begun = await post("/api/me/passkeys/begin", { password });
          const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(begun.options) });
          return post("/api/me/passkeys", { state: begun.state, name: "测试密钥", credential: credential.toJSON() });
        }
        """;

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

    /// <summary>Registers a passkey of whoever has signed in.</summary>
    public static Task<JsonElement> RegisterPasskeyAsync(this IPage page) => page.EvaluateAsync<JsonElement>(Register, HrBpmServer.Password);
}

using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.SignIn.Enterprise;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OtpNet;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>People sign in by their company's identity provider: a real one, which is another server of ours, and one that lies.</summary>
public sealed class ProviderTests(ProviderTests.Servers servers) : IClassFixture<ProviderTests.Servers>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Somebody_signs_in_at_a_real_provider_and_is_known_by_issuer_and_subject_from_then_on(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        var provider = await MakeAsync(server, "星河统一认证", await servers.IssuerAsync(), "placeholder", "placeholder", "userName", "preferred_username");
        var (clientId, secret) = await servers.RegisterAsync($"{server.Address.ToString().TrimEnd('/')}/sign-in/oidc/{provider}/callback");
        await ChangeAsync(server, provider, clientId, secret);
        await SwitchOnAsync(server, provider);
        (await (await server.SignInAsync("xu.nuo")).PutAsJsonAsync("/api/sign-in-names", new { names = new[] { "xinghe-tech" } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var offer = (await server.Client().GetFromJsonAsync<List<JsonObject>>("/api/sign-in/offers?company=Xinghe-Tech"))!.Single(o => (string)o["name"]! == "星河统一认证");

        var browser = server.Client();
        var end = await new FormBrowser(browser, "li.na").WalkAsync($"{offer["start"]}?return=/api/me", _ => false);

        end.StatusCode.ShouldBe(HttpStatusCode.OK, await end.Content.ReadAsStringAsync());
        ((string)(await browser.GetFromJsonAsync<JsonObject>("/api/me"))!["userName"]!).ShouldBe("li.na");
        ((string)(await browser.GetFromJsonAsync<List<JsonObject>>("/api/me/sessions"))![0]["way"]!).ShouldBe("provider");
        var stored = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().IdentityProviders.SingleAsync(p => p.Id == provider));
        Encoding.UTF8.GetString(stored.ClientSecret!).ShouldNotContain(secret);

        // The claim says nothing any more; whoever has come before is known, and nobody else.
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().IdentityProviders.Where(p => p.Id == provider).ExecuteUpdateAsync(set => set.SetProperty(p => p.Claim, "nothing")));
        (await new FormBrowser(server.Client(), "li.na").WalkAsync($"/sign-in/oidc/{provider}?return=/api/me", _ => false)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await new FormBrowser(server.Client(), "wang.qiang").WalkAsync($"/sign-in/oidc/{provider}?return=/api/me", _ => false)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var audit = await AuditAsync(server);
        audit.ShouldContain("claim missing");
        audit.ShouldContain("provider.bound");
    }

    public static TheoryData<string> Lies => ["nonce", "no nonce", "audience", "expired", "issuer", "unsigned", "secret as key", "unknown key", "no subject", "azp", "status", "garbage", "no token", "userinfo of another"];

    [Theory, MemberData(nameof(Lies))]
    public async Task A_token_that_is_not_for_this_sign_in_signs_nobody_in(string lie)
    {
        var (server, provider) = await servers.FakeAsync();
        var (browser, state, nonce, _) = await BeginAsync(server, provider);
        var fake = servers.Fake;
        var liNa = new Dictionary<string, object?> { ["preferred_username"] = "li.na" };
        var old = TimeProvider.System.GetUtcNow().AddMinutes(-10).ToUnixTimeSeconds();
        string With(string name, object? value) => fake.Token(nonce, new(liNa) { [name] = value });
        switch (lie)
        {
            case "nonce": fake.Give(With("nonce", "of another sign-in")); break;
            case "no nonce": fake.Give(With("nonce", null)); break;
            case "audience": fake.Give(With("aud", "another program")); break;
            case "expired": fake.Give(fake.Token(nonce, new(liNa) { ["exp"] = old, ["iat"] = old - 60, ["nbf"] = old - 60 })); break;
            case "issuer": fake.Give(With("iss", "https://other.example")); break;
            case "unsigned": fake.Give(FakeProvider.Unsigned(fake.Token(nonce, liNa))); break;
            case "secret as key": fake.Give(fake.Token(nonce, liNa, FakeProvider.BySecret)); break;
            case "unknown key": fake.Give(fake.Token(nonce, liNa, FakeProvider.Stranger)); break;
            case "no subject": fake.Give(With("sub", null)); break;
            case "azp": fake.Give(With("azp", "another program")); break;
            case "status": fake.Answer(400, """{"error":"invalid_grant"}"""); break;
            case "garbage": fake.Answer(200, "<html>"); break;
            case "no token": fake.Answer(200, """{"access_token":"at","token_type":"Bearer"}"""); break;
            default:
                fake.Give(fake.Token(nonce, []));
                fake.Tell("""{"sub":"somebody else","preferred_username":"li.na"}""");
                break;
        }

        (await ReturnAsync(browser, provider, state)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().ExternalLogins.AnyAsync(l => l.ProviderId == provider && l.Subject == "subject-1"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Whom_the_provider_names_must_be_of_its_company_and_may_come_in()
    {
        var (server, provider) = await servers.FakeAsync();
        await server.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            await db.Users.Where(a => a.PersonId == DemoIds.Of("tian.yu")).ExecuteUpdateAsync(set => set.SetProperty(a => a.LockoutEnd, server.Clock.GetUtcNow().AddHours(1)));
            (await s.GetRequiredService<ISignInAccounts>().DisableAsync(DemoIds.Of("zhang.wei"), default)).ShouldBeNull();
            return await db.SaveChangesAsync();
        });

        // 邹文 is of the school, 田宇 is locked, 张伟 has left, and 何静 is taken by whoever came first.
        (await SignInAsAsync(server, provider, "he.jing", "subject-of-he")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var (name, subject) in new[] { ("zou.wen", "s-1"), ("tian.yu", "s-2"), ("zhang.wei", "s-3"), ("nobody", "s-4"), ("he.jing", "s-5") })
            (await SignInAsAsync(server, provider, name, subject)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, name);

        var audit = await AuditAsync(server);
        foreach (var why in (string[])["nobody has that name", "locked", "disabled", "bound to another subject"]) audit.ShouldContain(why);
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().ExternalLogins.Where(l => l.ProviderId == provider && l.Subject.StartsWith("s-")).CountAsync())).ShouldBe(0);
        var forgotten = await (await server.SignInAsync("xu.nuo")).DeleteAsync($"/api/identity-providers/{provider}/people/{DemoIds.Of("he.jing")}");
        forgotten.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await SignInAsAsync(server, provider, "he.jing", "s-5")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_counts_in_any_case_and_from_the_userinfo_endpoint_but_not_where_it_is_not_verified()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var provider = await MakeAsync(server, "按邮箱", servers.Fake.Issuer, FakeProvider.ClientId, FakeProvider.Secret, "email", "email");
        await SwitchOnAsync(server, provider);
        async Task<HttpStatusCode> TryAsync(bool verified, string subject)
        {
            var (browser, state, nonce, _) = await BeginAsync(server, provider);
            servers.Fake.Give(servers.Fake.Token(nonce, new() { ["sub"] = subject }));
            servers.Fake.Tell(new JsonObject { ["sub"] = subject, ["email"] = "Dong.Jie@xinghe.example", ["email_verified"] = verified }.ToJsonString());
            return (await ReturnAsync(browser, provider, state)).StatusCode;
        }

        (await TryAsync(verified: false, "subject-of-dong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await TryAsync(verified: true, "subject-of-dong")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_answer_counts_once_and_in_the_browser_that_asked_and_leads_nowhere_else()
    {
        var (server, provider) = await servers.FakeAsync();
        var (browser, state, nonce, query) = await BeginAsync(server, provider);
        servers.Fake.Give(servers.Fake.Token(nonce, new() { ["sub"] = "subject-of-chen", ["preferred_username"] = "chen.chen", ["amr"] = new[] { "pwd", "otp" } }));

        (await ReturnAsync(server.Client(), provider, state)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "another browser");
        (await ReturnAsync(browser, provider, state)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReturnAsync(browser, provider, state)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "a second time");

        var (authorization, fields) = servers.Fake.Redeemed;
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(fields["code_verifier"]))).ShouldBe(query["code_challenge"].ToString());
        query["code_challenge_method"].ToString().ShouldBe("S256");
        Encoding.UTF8.GetString(Convert.FromBase64String(authorization["Basic ".Length..])).ShouldBe($"{FakeProvider.ClientId}:{Uri.EscapeDataString(FakeProvider.Secret)}");

        var (second, other, _, _) = await BeginAsync(server, provider);
        (await ReturnAsync(second, provider, "x" + other[1..])).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "another state");
        var (third, itsState, _, _) = await BeginAsync(server, provider);
        (await third.GetAsync($"/sign-in/oidc/{provider}/callback?code=c&state={itsState}&iss=https://other.example")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var elsewhere in (string[])["https://evil.example/", "//evil.example/", "/\\evil.example", "/%09/evil.example", "javascript:alert(1)"])
            (await server.Client().GetAsync($"/sign-in/oidc/{provider}?return={(elsewhere.Contains('%') ? elsewhere : Uri.EscapeDataString(elsewhere))}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, elsewhere);
    }

    [Fact]
    public async Task Who_has_an_authenticator_app_is_asked_for_a_code_unless_the_provider_is_trusted_to_have_asked()
    {
        var (server, provider) = await servers.FakeAsync();
        var client = await server.SignInAsync("jiang.wen");
        var begun = (await (await client.PostAsJsonAsync("/api/me/second-factor", new { password = HrBpmServer.Password })).Content.ReadFromJsonAsync<JsonObject>())!;
        var app = new Totp(Base32Encoding.ToBytes((string)begun["secret"]!));
        (await client.PostAsJsonAsync("/api/me/second-factor/confirm", new { code = app.ComputeTotp() })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var (browser, state, nonce, _) = await BeginAsync(server, provider);
        servers.Fake.Give(servers.Fake.Token(nonce, new() { ["sub"] = "subject-of-jiang", ["preferred_username"] = "jiang.wen", ["amr"] = new[] { "otp" } }));
        var asked = await ReturnAsync(browser, provider, state);
        (await asked.Content.ReadAsStringAsync()).ShouldContain("name=\"code\"");
        (await browser.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "the code is missing");

        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().IdentityProviders.Where(p => p.Id == provider).ExecuteUpdateAsync(set => set.SetProperty(p => p.IsTrustedForSecondFactor, true)));
        (await SignInAsAsync(server, provider, "jiang.wen", "subject-of-jiang", "otp")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await SignInAsAsync(server, provider, "jiang.wen", "subject-of-jiang")).Content.ReadAsStringAsync()).ShouldContain("name=\"code\"");
    }

    [Fact]
    public async Task A_provider_is_switched_on_by_two_people_and_a_change_of_who_is_who_switches_it_off()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var admin = await server.SignInAsync("xu.nuo");
        var id = await MakeAsync(server, "试验", servers.Fake.Issuer, "c", "topsecret-1", "email", "email");
        (await admin.PostAsync($"/api/identity-providers/{id}/try", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Client().GetAsync($"/sign-in/oidc/{id}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "it is off");
        var asked = (string)(await (await admin.PostAsync($"/api/identity-providers/{id}/on", null)).Content.ReadFromJsonAsync<JsonObject>())!["requestId"]!;
        await (await admin.PostAsync($"/api/two-person-requests/{asked}/consent", null)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "two-person.same-forbidden");
        (await ChangeAsync(server, id, "c2", null)).ShouldBe(HttpStatusCode.NoContent);
        await (await (await server.SignInAsync("zhao.min")).PostAsync($"/api/two-person-requests/{asked}/consent", null)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity-providers.changed-meanwhile");

        await SwitchOnAsync(server, id);
        (await server.Client().GetAsync($"/sign-in/oidc/{id}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ChangeAsync(server, id, "c3", null)).ShouldBe(HttpStatusCode.NoContent);
        (await server.Client().GetAsync($"/sign-in/oidc/{id}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "the change switched it off");
        (await admin.GetStringAsync("/api/identity-providers")).ShouldNotContain("topsecret-1");
        (await AuditAsync(server)).ShouldNotContain("topsecret-1");
    }

    [Fact]
    public async Task What_an_administrator_may_not_enter_is_refused()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var admin = await server.SignInAsync("xu.nuo");
        foreach (var issuer in (string[])["http://idp.example", "ftp://idp.example", "idp.example", "https://idp.example/?x=1", "https://user@idp.example"])
            await (await admin.PostAsJsonAsync("/api/identity-providers", Body("x", issuer, "c", "s", "email", "email"))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "identity-providers.issuer.invalid");
        var inside = await MakeAsync(server, "内网", "https://10.20.30.40", "c", "s", "email", "email");
        var tried = await (await admin.PostAsync($"/api/identity-providers/{inside}/try", null)).ShouldBeProblemAsync(HttpStatusCode.BadGateway, "identity-providers.unreachable");
        ((string)tried["detail"]!).ShouldContain("Connectors:Http:AllowedNetworks");

        Task<HttpResponseMessage> NameAsync(HttpClient client, params string[] names) => client.PutAsJsonAsync("/api/sign-in-names", new { names });
        await (await NameAsync(admin, "x")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sign-in-names.name.invalid");
        await (await NameAsync(admin, "xinghe.example")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "sign-in-names.shared");
        (await NameAsync(await server.SignInAsync("kang.ning"), "xinghe-school")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await NameAsync(admin, "XINGHE-SCHOOL")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "sign-in-names.taken");
        foreach (var name in (string[])["xinghe-school", "nobody-here"])
            (await server.Client().GetStringAsync($"/api/sign-in/offers?company={name}")).ShouldNotContain("/sign-in/oidc/");
        await (await (await server.SignInAsync("li.na")).GetAsync("/api/identity-providers")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
    }

    private static object Body(string name, string issuer, string clientId, string secret, string key, string claim) =>
        new { terms = new { name, issuer, clientId, claim, personKey = key, isTrustedForSecondFactor = false }, clientSecret = secret };

    internal static async Task<Guid> MakeAsync(HrBpmServer server, string name, string issuer, string clientId, string secret, string key, string claim)
    {
        var answer = await (await server.SignInAsync("xu.nuo")).PostAsJsonAsync("/api/identity-providers", Body(name, issuer, clientId, secret, key, claim));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (Guid)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
    }

    private static async Task<HttpStatusCode> ChangeAsync(HrBpmServer server, Guid id, string clientId, string? secret)
    {
        var admin = await server.SignInAsync("xu.nuo");
        var now = (await admin.GetFromJsonAsync<List<JsonObject>>("/api/identity-providers"))!.Single(p => (Guid)p["id"]! == id);
        now["terms"]!["clientId"] = clientId;
        return (await admin.PutAsJsonAsync($"/api/identity-providers/{id}", new { terms = now["terms"], clientSecret = secret, version = now["version"] })).StatusCode;
    }

    internal static async Task SwitchOnAsync(HrBpmServer server, Guid id)
    {
        var asked = (string)(await (await (await server.SignInAsync("xu.nuo")).PostAsync($"/api/identity-providers/{id}/on", null)).Content.ReadFromJsonAsync<JsonObject>())!["requestId"]!;
        var consented = await (await server.SignInAsync("zhao.min")).PostAsync($"/api/two-person-requests/{asked}/consent", null);
        consented.StatusCode.ShouldBe(HttpStatusCode.NoContent, await consented.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpClient Browser, string State, string Nonce, Dictionary<string, Microsoft.Extensions.Primitives.StringValues> Query)> BeginAsync(HrBpmServer server, Guid provider)
    {
        var browser = server.Client();
        var sent = await browser.GetAsync($"/sign-in/oidc/{provider}");
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        var query = QueryHelpers.ParseQuery(sent.Headers.Location!.Query);
        return (browser, query["state"].ToString(), query["nonce"].ToString(), query);
    }

    private static Task<HttpResponseMessage> ReturnAsync(HttpClient browser, Guid provider, string state) => browser.GetAsync($"/sign-in/oidc/{provider}/callback?code=c&state={state}");

    private async Task<HttpResponseMessage> SignInAsAsync(HrBpmServer server, Guid provider, string name, string subject, string way = "pwd")
    {
        var (browser, state, nonce, _) = await BeginAsync(server, provider);
        servers.Fake.Give(servers.Fake.Token(nonce, new() { ["sub"] = subject, ["preferred_username"] = name, ["amr"] = new[] { way } }));
        return await ReturnAsync(browser, provider, state);
    }

    private static Task<string> AuditAsync(HrBpmServer server) => server.InScopeAsync(async s =>
        string.Join('\n', (await s.GetRequiredService<AppDbContext>().AuditEntries.AsNoTracking().ToListAsync()).Select(e => System.Text.Json.JsonSerializer.Serialize(e))));

    /// <summary>Servers that people sign in to, one that is a provider, and one that lies.</summary>
    public sealed class Servers : IAsyncDisposable
    {
        private readonly Dictionary<TestDatabase, HrBpmServer> started = [];
        private HrBpmServer? real;
        private Guid? atFake;

        internal FakeProvider Fake { get; } = new();

        internal async Task<HrBpmServer> OfAsync(TestDatabase database)
        {
            if (started.TryGetValue(database, out var server)) return server;
            server = await HrBpmServer.StartAsync(database, new Dictionary<string, string?> { ["Connectors:Http:AllowedNetworks:0"] = "127.0.0.0/8", ["Connectors:Http:AllowedNetworks:1"] = "::1/128" });
            await server.InScopeAsync(s =>
            {
                var db = s.GetRequiredService<AppDbContext>();
                db.Add(new RoleGrant { CompanyId = DemoIds.Of("company:星河科技"), PersonId = DemoIds.Of("zhao.min"), Role = "CompanyAdministrator" });
                return db.SaveChangesAsync();
            });
            return started[database] = server;
        }

        /// <summary>A server at which the lying provider is on.</summary>
        internal async Task<(HrBpmServer Server, Guid Provider)> FakeAsync()
        {
            var server = await OfAsync(TestDatabase.Sqlite);
            if (atFake is null)
            {
                atFake = await MakeAsync(server, "会说谎的", Fake.Issuer, FakeProvider.ClientId, FakeProvider.Secret, "userName", "preferred_username");
                await SwitchOnAsync(server, atFake.Value);
            }

            return (server, atFake.Value);
        }

        // By another name of this machine, because browsers and clients keep cookies by name and not by port.
        internal async Task<string> IssuerAsync() => $"http://localhost:{(await RealAsync()).Address.Port}";

        /// <summary>Makes us known to the real provider.</summary>
        internal async Task<(string ClientId, string Secret)> RegisterAsync(string redirectUri)
        {
            var answer = await (await (await RealAsync()).SignInAsync("xu.nuo")).PostAsJsonAsync("/api/oauth-clients",
                new { name = "HrBpm", kind = "website", redirectUris = new[] { redirectUri }, postLogoutRedirectUris = Array.Empty<string>(), scopes = Array.Empty<string>() });
            var made = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
            return ((string)made["clientId"]!, (string)made["clientSecret"]!);
        }

        private async Task<HrBpmServer> RealAsync() => real ??= await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["OAuth:Enabled"] = "true" });

        public async ValueTask DisposeAsync()
        {
            foreach (var server in started.Values) await server.DisposeAsync();
            if (real is not null) await real.DisposeAsync();
            Fake.Dispose();
        }
    }
}

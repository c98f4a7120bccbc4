using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Duende.IdentityModel.Client;
using Duende.IdentityModel.OidcClient;
using Duende.IdentityModel.OidcClient.Browser;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>Other programs get tokens: driven by somebody else's OpenID Connect client, with a browser that only follows links and sends forms.</summary>
public sealed class OAuthTests(OAuthTests.Servers servers) : IClassFixture<OAuthTests.Servers>
{
    private const string Redirect = "http://127.0.0.1:7890/callback";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_standard_client_signs_somebody_in_by_code_and_PKCE_refreshes_and_revokes(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        var client = OidcClientFor(server, await MakeAppAsync(server, ["people.read"]), "openid profile offline_access people.read", new Browser(server.Client(), "li.na"));

        var login = await client.LoginAsync(new LoginRequest(), TestContext.Current.CancellationToken);

        login.IsError.ShouldBeFalse($"{login.Error} {login.ErrorDescription}");
        login.User.FindFirst("preferred_username")!.Value.ShouldBe("li.na");
        (await GetAsync(server, login.AccessToken, "/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var refreshed = await client.RefreshTokenAsync(login.RefreshToken, cancellationToken: TestContext.Current.CancellationToken);
        refreshed.IsError.ShouldBeFalse($"{refreshed.Error} {refreshed.ErrorDescription}");
        refreshed.RefreshToken.ShouldNotBe(login.RefreshToken);
        (await GetAsync(server, refreshed.AccessToken, "/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var revoked = await server.Client().RevokeTokenAsync(new TokenRevocationRequest { Address = "/connect/revoke", ClientId = client.Options.ClientId, Token = refreshed.AccessToken });
        revoked.IsError.ShouldBeFalse(revoked.Error);
        await (await GetAsync(server, refreshed.AccessToken, "/api/me")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.required");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_refresh_token_that_comes_twice_ends_everything_that_grew_from_it(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        var client = OidcClientFor(server, await MakeAppAsync(server, ["people.read"]), "openid profile offline_access people.read", new Browser(server.Client(), "wang.qiang"));
        var login = await client.LoginAsync(new LoginRequest(), TestContext.Current.CancellationToken);
        login.IsError.ShouldBeFalse($"{login.Error} {login.ErrorDescription}");
        var refreshed = await client.RefreshTokenAsync(login.RefreshToken, cancellationToken: TestContext.Current.CancellationToken);

        (await client.RefreshTokenAsync(login.RefreshToken, cancellationToken: TestContext.Current.CancellationToken)).Error.ShouldBe("invalid_grant");

        (await client.RefreshTokenAsync(refreshed.RefreshToken, cancellationToken: TestContext.Current.CancellationToken)).Error.ShouldBe("invalid_grant");
        (await GetAsync(server, refreshed.AccessToken, "/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_allows_what_its_scopes_and_its_person_allow_and_ends_with_the_sessions()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var client = OidcClientFor(server, await MakeAppAsync(server, ["people.read", "workflows.manage"]), "openid profile workflows.manage", new Browser(server.Client(), "zhang.wei"));
        var login = await client.LoginAsync(new LoginRequest(), TestContext.Current.CancellationToken);
        login.IsError.ShouldBeFalse($"{login.Error} {login.ErrorDescription}");

        var me = (await (await GetAsync(server, login.AccessToken, "/api/me")).Content.ReadFromJsonAsync<JsonObject>())!;
        ((string?)me["userName"]).ShouldBe("zhang.wei");
        (await GetAsync(server, login.AccessToken, "/api/people?q=li")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "the scope was not asked for");
        (await GetAsync(server, login.AccessToken, "/elsa/api/workflow-definitions")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "the person may not");
        (await GetAsync(server, login.AccessToken, "/api/me/sessions")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "one's own account is for oneself");

        await server.InScopeAsync(async s =>
        {
            (await s.GetRequiredService<ISignInAccounts>().DisableAsync(DemoIds.Of("zhang.wei"), default)).ShouldBeNull();
            return await s.GetRequiredService<AppDbContext>().SaveChangesAsync();
        });
        (await GetAsync(server, login.AccessToken, "/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_service_acts_for_its_person_with_a_secret_that_is_stored_as_a_hash(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        var admin = await server.SignInAsync("xu.nuo");
        var made = await MakeAsync(admin, new { name = "IT", kind = "service", redirectUris = Array.Empty<string>(), postLogoutRedirectUris = Array.Empty<string>(), scopes = new[] { "people.read" }, actsForPersonId = DemoIds.Of("liu.yang") });
        var (id, secret) = ((string)made["clientId"]!, (string)made["clientSecret"]!);
        ((bool)made["awaitsConsent"]!).ShouldBeTrue();
        (await TokenAsync(server, id, secret, "people.read")).Error.ShouldBe("unauthorized_client", "its person has not been asked");
        var person = await server.SignInAsync("liu.yang");
        var asked = (await person.GetFromJsonAsync<JsonArray>("/api/me/consents"))!.Single(c => (string)c!["clientId"]! == id)!;
        (asked["consentedUtc"], (string)asked["means"]![0]!).ShouldBe((null, "查看组织和人员"));
        await (await admin.PostAsync($"/api/me/consents/{id}", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "oauth.client.unknown");
        (await person.PostAsync($"/api/me/consents/{id}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var token = await TokenAsync(server, id, secret, "people.read");
        token.IsError.ShouldBeFalse($"{token.Error} {token.ErrorDescription}");
        ((string?)(await (await GetAsync(server, token.AccessToken!, "/api/me")).Content.ReadFromJsonAsync<JsonObject>())!["userName"]).ShouldBe("liu.yang");
        (await GetAsync(server, token.AccessToken!, "/api/tasks")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await TokenAsync(server, id, "wrong", "people.read")).HttpStatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TokenAsync(server, id, secret, "audit.read")).IsError.ShouldBeTrue("the client may not ask for it");

        var seen = await server.Client().IntrospectTokenAsync(new TokenIntrospectionRequest { Address = "/connect/introspect", ClientId = id, ClientSecret = secret, Token = token.AccessToken! });
        seen.IsActive.ShouldBeTrue();
        var stored = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().OAuthClients.SingleAsync(c => c.ClientId == id));
        stored.ClientSecret!.ShouldNotContain(secret);

        var renewed = (await (await admin.PostAsync($"/api/oauth-clients/{id}/secret", null)).Content.ReadFromJsonAsync<JsonObject>())!;
        (await TokenAsync(server, id, secret, "people.read")).HttpStatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TokenAsync(server, id, (string)renewed["clientSecret"]!, "people.read")).IsError.ShouldBeFalse();
        (await person.DeleteAsync($"/api/me/consents/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await GetAsync(server, token.AccessToken!, "/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "what was given is taken back");
        (await TokenAsync(server, id, (string)renewed["clientSecret"]!, "people.read")).Error.ShouldBe("unauthorized_client");
        (await admin.DeleteAsync($"/api/oauth-clients/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nobody_makes_a_service_that_reaches_further_than_they_do_or_acts_for_somebody_unasked(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        await server.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            db.Add(new RoleGrant { CompanyId = DemoIds.Of("company:星河科技"), PersonId = DemoIds.Of("su.qing"), Role = OrgRoles.GroupAdministrator });
            return await db.SaveChangesAsync();
        });
        var admin = await server.SignInAsync("xu.nuo");
        object Service(string person, params string[] scopes) => new { name = "x", kind = "service", redirectUris = Array.Empty<string>(), postLogoutRedirectUris = Array.Empty<string>(), scopes, actsForPersonId = DemoIds.Of(person) };

        // The group's administrator sees the whole group, who looks after a company does not.
        foreach (var scope in (string[])["people.read", "audit.read", "workflows.manage", "tasks.read"])
            await (await admin.PostAsJsonAsync("/api/oauth-clients", Service("su.qing", scope))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "oauth.person.forbidden");
        foreach (var scope in (string[])["pay.read", "pay.release"])
            await (await admin.PostAsJsonAsync("/api/oauth-clients", Service("zheng.kai", scope))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "oauth.scope.forbidden");

        // The finance manager's tasks are the finance manager's to give.
        var made = await MakeAsync(admin, Service("zheng.kai", "tasks.complete"));
        var (id, secret) = ((string)made["clientId"]!, (string)made["clientSecret"]!);
        (await TokenAsync(server, id, secret, "tasks.complete")).Error.ShouldBe("unauthorized_client");
        ((await (await server.SignInAsync("zheng.kai")).GetFromJsonAsync<JsonArray>("/api/me/consents"))!).Single(c => (string)c!["clientId"]! == id)!["consentedUtc"].ShouldBeNull("it is seen before anything is given");

        // What a person comes to hold later, the service does not.
        var mine = await MakeAsync(admin, Service("xu.nuo", "people.read"));
        var before = await TokenAsync(server, (string)mine["clientId"]!, (string)mine["clientSecret"]!, "people.read");
        await server.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            db.Add(new RoleGrant { CompanyId = DemoIds.Of("company:星河科技"), PersonId = DemoIds.Of("xu.nuo"), Role = OrgRoles.GroupAdministrator });
            return await db.SaveChangesAsync();
        });
        var school = $"/api/people/{DemoIds.Of("kang.ning")}";
        (await GetAsync(server, before.AccessToken!, school)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.GetAsync(school)).StatusCode.ShouldBe(HttpStatusCode.OK, "the person sees the other company now");
        (await GetAsync(server, before.AccessToken!, $"/api/people/{DemoIds.Of("li.na")}")).StatusCode.ShouldBe(HttpStatusCode.OK, "and the service what it saw");
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().RoleGrants.Where(g => g.PersonId == DemoIds.Of("xu.nuo") && g.Role == OrgRoles.GroupAdministrator).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task Each_scope_gives_its_permissions_and_no_other()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        await server.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            foreach (var role in (string[])[OrgRoles.HrManager, OrgRoles.CompanyAdministrator]) db.Add(new RoleGrant { CompanyId = DemoIds.Of("company:星河科技"), PersonId = DemoIds.Of("zhou.ting"), Role = role });
            return await db.SaveChangesAsync();
        });
        var expected = new Dictionary<string, string[]>
        {
            ["people.read"] = ["peopleRead"], ["people.write"] = ["peopleRead", "peopleWrite"], ["people.import"] = ["peopleRead", "peopleImport"], ["people.export"] = ["peopleRead", "peopleExport"],
            ["contacts.read"] = ["peopleRead", "contactRead"], ["identity.read"] = ["peopleRead", "identityRead"], ["identity.reveal"] = ["peopleRead", "identityRead", "identityReveal"], ["org.write"] = ["orgWrite"],
            ["tasks.read"] = ["tasksRead"], ["tasks.complete"] = ["tasksRead", "tasksComplete"], ["offboarding.read"] = ["offboardingRead"], ["offboarding.manage"] = ["offboardingRead", "offboardingStart", "offboardingManage"],
            ["pay.read"] = ["payRead"], ["pay.release"] = ["payRead", "payRelease"], ["workflows.read"] = ["workflowsRead"], ["workflows.manage"] = ["workflowsRead", "workflowsManage"],
            ["signatures.read"] = ["signaturesRead"], ["audit.read"] = ["auditRead"],
        };
        var all = await server.SignInAsync("zhou.ting");
        var made = await MakeAsync(all, new { name = "x", kind = "service", redirectUris = Array.Empty<string>(), postLogoutRedirectUris = Array.Empty<string>(), scopes = expected.Keys, actsForPersonId = DemoIds.Of("zhou.ting") });

        var offered = (await server.Client().GetFromJsonAsync<JsonObject>("/.well-known/openid-configuration"))!["scopes_supported"]!.AsArray().Select(s => (string)s!);
        offered.ShouldBe([.. expected.Keys, "openid", "profile", "offline_access"], ignoreOrder: true);
        foreach (var (scope, permissions) in expected)
        {
            var token = await TokenAsync(server, (string)made["clientId"]!, (string)made["clientSecret"]!, scope);
            var me = (await (await GetAsync(server, token.AccessToken!, "/api/me")).Content.ReadFromJsonAsync<JsonObject>())!;
            me["permissions"]!.AsArray().Select(p => (string)p!).ShouldBe([.. permissions, "selfRead", "orgRead"], ignoreOrder: true, scope);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_client_is_changed_and_what_people_consented_to_ends_with_its_scopes(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        var (admin, browser) = (await server.SignInAsync("xu.nuo"), server.Client());
        var id = await MakeAppAsync(server, ["people.read"]);
        var login = await OidcClientFor(server, id, "openid profile offline_access people.read", new Browser(browser, "pan.yue")).LoginAsync(new LoginRequest(), TestContext.Current.CancellationToken);
        login.IsError.ShouldBeFalse($"{login.Error} {login.ErrorDescription}");
        object Terms(string name, string redirect, params string[] scopes) => new { name, redirectUris = new[] { redirect }, postLogoutRedirectUris = Array.Empty<string>(), scopes };

        (await admin.PutAsJsonAsync($"/api/oauth-clients/{id}", Terms("新报表", "https://reports.example/back", "people.read"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var shown = (await admin.GetFromJsonAsync<JsonArray>("/api/oauth-clients"))!.Single(c => (string)c!["clientId"]! == id)!;
        ((string)shown["name"]!, (string)shown["kind"]!, (string)shown["scopes"]![0]!, (string)shown["redirectUris"]![0]!).ShouldBe(("新报表", "app", "people.read", "https://reports.example/back"));
        (await GetAsync(server, login.AccessToken, "/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK, "a name gives and takes nothing");
        (await browser.GetFromJsonAsync<JsonArray>("/api/me/consents"))!.Select(c => ((string)c!["clientId"]!, (string)c["scopes"]![0]!)).ShouldContain((id, "people.read"));

        (await admin.PutAsJsonAsync($"/api/oauth-clients/{id}", Terms("新报表", Redirect, "people.read", "tasks.read"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await GetAsync(server, login.AccessToken, "/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetFromJsonAsync<JsonArray>("/api/me/consents"))!.Select(c => (string)c!["clientId"]!).ShouldNotContain(id);
        await (await admin.PutAsJsonAsync($"/api/oauth-clients/{id}", Terms("x", Redirect, "people.read", "pay.read"))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "oauth.scope.forbidden");
        await (await admin.PutAsJsonAsync($"/api/oauth-clients/{id}", Terms("x", "http://example.com/", "people.read"))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "oauth.redirect.invalid");
        await (await (await server.SignInAsync("zou.wen")).PutAsJsonAsync($"/api/oauth-clients/{id}", Terms("x", Redirect))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");

        // A person takes back what they gave.
        var again = await OidcClientFor(server, id, "openid profile tasks.read", new Browser(browser, "pan.yue")).LoginAsync(new LoginRequest(), TestContext.Current.CancellationToken);
        again.IsError.ShouldBeFalse($"{again.Error} {again.ErrorDescription}");
        (await browser.DeleteAsync($"/api/me/consents/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await GetAsync(server, again.AccessToken, "/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await (await browser.DeleteAsync($"/api/me/consents/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "oauth.client.unknown");
        const string pkce = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
        (await browser.GetAsync($"/connect/authorize?client_id={id}&response_type=code&scope=openid%20tasks.read&redirect_uri={Uri.EscapeDataString(Redirect)}&prompt=none{pkce}"))
            .Headers.Location!.ToString().ShouldContain("error=consent_required");
    }

    [Fact]
    public async Task Refused_secrets_of_one_address_are_counted()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?>(Enabled) { ["Transport:FailedSignIns"] = "2" });
        for (var n = 0; n < 2; n++) (await TokenAsync(server, "nobody", "wrong", "people.read")).HttpStatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var refused = await server.Client().PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = "x", ["client_id"] = "y" }));

        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "sign-in.too-many-failures");
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_client_may_have_its_person_prove_themselves_anew()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var id = await MakeAppAsync(server, ["people.read"]);
        var browser = await server.SignInAsync("chen.chen");
        var ask = $"/connect/authorize?client_id={id}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(Redirect)}&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

        var anew = (await browser.GetAsync(ask + "&prompt=login%20consent%20select_account")).Headers.Location!.ToString();
        anew.ShouldStartWith("/sign-in?return=");
        Uri.UnescapeDataString(anew).ShouldEndWith("&prompt=consent%20select_account");
        (await browser.GetAsync(ask + "&max_age=3600")).StatusCode.ShouldBe(HttpStatusCode.OK, "the consent page: this sign-in is young enough");
        var old = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2);
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().SignInSessions.ExecuteUpdateAsync(set => set.SetProperty(x => x.StartedUtc, old)));
        (await browser.GetAsync(ask + "&max_age=3600")).Headers.Location!.ToString().ShouldStartWith("/sign-in?return=");
        (await browser.GetAsync(ask + "&max_age=3600&prompt=none")).Headers.Location!.ToString().ShouldContain("error=login_required");

        var login = await OidcClientFor(server, id, "openid profile", new Browser(server.Client(), "chen.chen")).LoginAsync(new LoginRequest(), TestContext.Current.CancellationToken);
        login.IsError.ShouldBeFalse($"{login.Error} {login.ErrorDescription}");
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(login.IdentityToken).GetPayloadValue<long>("auth_time").ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-10).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task What_a_client_must_not_do_is_refused()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var id = await MakeAppAsync(server, ["people.read"]);
        var browser = server.Client();
        const string pkce = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
        string Ask(string more, string redirect = Redirect) => $"/connect/authorize?client_id={id}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(redirect)}{more}";

        foreach (var wrong in (string[])[Ask(""), Ask(pkce.Replace("S256", "plain")), Ask(pkce, "https://evil.example/"), Ask(pkce).Replace("response_type=code", "response_type=token")])
            (await browser.GetAsync(wrong)).Headers.Location?.ToString().Contains("code=").ShouldNotBe(true, wrong);
        (await browser.GetAsync(Ask(pkce, "https://evil.example/"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.GetAsync(Ask(pkce + "&prompt=none"))).Headers.Location!.ToString().ShouldContain("error=login_required");
        (await browser.GetAsync("/sign-in?return=https://evil.example/")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.GetAsync("/sign-in?return=//evil.example/connect/authorize?")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var stranger = await server.SignInAsync("zou.wen");
        (await stranger.GetAsync(Ask(pkce))).Headers.Location!.ToString().ShouldContain("error=access_denied");
        var refusing = OidcClientFor(server, id, "openid people.read", new Browser(server.Client(), "chen.chen", answer: "no"));
        (await refusing.LoginAsync(new LoginRequest(), TestContext.Current.CancellationToken)).Error.ShouldBe("access_denied");
    }

    [Fact]
    public async Task Nobody_makes_a_client_that_may_do_more_than_they_or_that_sends_codes_elsewhere()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var admin = await server.SignInAsync("xu.nuo");
        Task<HttpResponseMessage> TryAsync(string kind, string scope, string? redirect, Guid? person = null) => admin.PostAsJsonAsync("/api/oauth-clients",
            new { name = "x", kind, redirectUris = redirect is null ? [] : new[] { redirect }, postLogoutRedirectUris = Array.Empty<string>(), scopes = new[] { scope }, actsForPersonId = person });

        await (await TryAsync("app", "pay.read", Redirect)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "oauth.scope.forbidden");
        await (await TryAsync("app", "everything", Redirect)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "oauth.scope.invalid");
        foreach (var redirect in (string?[])[null, "http://example.com/", "javascript:alert(1)", "/relative", "https://example.com/#x"])
            await (await TryAsync("app", "people.read", redirect)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "oauth.redirect.invalid");
        await (await TryAsync("service", "people.read", null)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "oauth.person.invalid");
        await (await TryAsync("service", "people.read", null, DemoIds.Of("zou.wen"))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "oauth.person.invalid");
        await (await (await server.SignInAsync("li.na")).GetAsync("/api/oauth-clients")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
    }

    [Fact]
    public async Task A_client_signs_its_person_out_and_any_other_page_has_to_ask()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var made = await MakeAsync(await server.SignInAsync("xu.nuo"), new { name = "门户", kind = "app", redirectUris = new[] { Redirect }, postLogoutRedirectUris = new[] { "http://127.0.0.1:7890/bye" }, scopes = Array.Empty<string>() });
        var browser = server.Client();
        var login = await OidcClientFor(server, (string)made["clientId"]!, "openid profile", new Browser(browser, "pan.yue")).LoginAsync(new LoginRequest(), TestContext.Current.CancellationToken);
        login.IsError.ShouldBeFalse($"{login.Error} {login.ErrorDescription}");
        async Task<HttpStatusCode> MeAsync() => (await browser.GetAsync("/api/me")).StatusCode;

        (await (await browser.GetAsync("/connect/logout")).Content.ReadAsStringAsync()).ShouldContain("name=\"answer\"");
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/connect/logout") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["answer"] = "yes" }), Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        (await browser.SendAsync(foreign)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.GetAsync($"/connect/logout?id_token_hint={login.IdentityToken}&post_logout_redirect_uri=https://evil.example/")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await MeAsync()).ShouldBe(HttpStatusCode.OK, "nobody has signed out yet");

        var out1 = await browser.GetAsync($"/connect/logout?id_token_hint={login.IdentityToken}&post_logout_redirect_uri={Uri.EscapeDataString("http://127.0.0.1:7890/bye")}&state=s1");
        out1.Headers.Location!.ToString().ShouldBe("http://127.0.0.1:7890/bye?state=s1");
        (await MeAsync()).ShouldBe(HttpStatusCode.Unauthorized);

        // The same token does not sign somebody else out unasked.
        var other = await server.SignInAsync("he.jing");
        (await (await other.GetAsync($"/connect/logout?id_token_hint={login.IdentityToken}")).Content.ReadAsStringAsync()).ShouldContain("name=\"answer\"");
        (await other.PostAsync("/connect/logout", new FormUrlEncodedContent(new Dictionary<string, string> { ["answer"] = "yes" }))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static readonly Dictionary<string, string?> Enabled = new() { ["OAuth:Enabled"] = "true" };

    private static async Task<string> MakeAppAsync(HrBpmServer server, string[] scopes) =>
        (string)(await MakeAsync(await server.SignInAsync("xu.nuo"), new { name = "报表", kind = "app", redirectUris = new[] { Redirect }, postLogoutRedirectUris = Array.Empty<string>(), scopes }))["clientId"]!;

    private static async Task<JsonObject> MakeAsync(HttpClient admin, object client)
    {
        var answer = await admin.PostAsJsonAsync("/api/oauth-clients", client);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static OidcClient OidcClientFor(HrBpmServer server, string id, string scope, IBrowser browser)
    {
        var options = new OidcClientOptions { Authority = server.Address.ToString().TrimEnd('/'), ClientId = id, Scope = scope, RedirectUri = Redirect, Browser = browser, LoadProfile = true };
        options.Policy.Discovery.RequireHttps = false;
        return new OidcClient(options);
    }

    private static Task<TokenResponse> TokenAsync(HrBpmServer server, string id, string secret, string scope) => server.Client().RequestClientCredentialsTokenAsync(
        new ClientCredentialsTokenRequest { Address = "/connect/token", ClientId = id, ClientSecret = secret, Scope = scope });

    private static Task<HttpResponseMessage> GetAsync(HrBpmServer server, string token, string path)
    {
        var client = server.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client.GetAsync(path);
    }

    /// <summary>The browser of the client's user, which ends where the client listens.</summary>
    private sealed class Browser(HttpClient client, string userName, string answer = "yes") : IBrowser
    {
        public async Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default)
        {
            var end = await new FormBrowser(client, userName, answer).WalkAsync(options.StartUrl, to => to.ToString().StartsWith(Redirect, StringComparison.Ordinal));
            return new BrowserResult { Response = end.Headers.Location!.ToString(), ResultType = BrowserResultType.Success };
        }
    }

    /// <summary>One server for each kind of database, started at first need.</summary>
    public sealed class Servers : IAsyncDisposable
    {
        private readonly Dictionary<TestDatabase, HrBpmServer> started = [];

        internal async Task<HrBpmServer> OfAsync(TestDatabase database) =>
            started.TryGetValue(database, out var server) ? server : started[database] = await HrBpmServer.StartAsync(database, Enabled);

        public async ValueTask DisposeAsync()
        {
            foreach (var server in started.Values) await server.DisposeAsync();
        }
    }
}

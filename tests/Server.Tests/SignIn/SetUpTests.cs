using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Activities.Tests.Connectors;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>From an empty database, without any demo, to people who sign in.</summary>
public sealed partial class SetUpTests
{
    private const string Password = "correct horse battery 4711", Another = "staple of the second kind 12";

    private static readonly string[] Words =
        ["set-up", "--group=远山集团", "--company", "远山机械", "--branch=杭州", "--time-zone", "Asia/Shanghai", "--admin=许诺 <xu.nuo@yuanshan.example>", "--hr", "赵敏 <zhao.min@yuanshan.example>"];

    private static readonly Dictionary<string, string?> NoDemo = new() { ["Demo:Seed"] = "false" };

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_empty_database_becomes_one_in_which_people_sign_in(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        var (code, output) = await (database == TestDatabase.Sqlite ? VerbRun.AloneAsync([.. Words, .. fresh.Arguments]) : VerbRun.HereAsync([.. Words, .. fresh.Arguments]));
        code.ShouldBe(0, output);
        output.ShouldNotContain(Password);
        var links = Link().Matches(output).Select(m => m.Groups["token"].Value).ToList();
        links.Count.ShouldBe(2, output);
        if (database == TestDatabase.Sqlite)
        {
            (code, output) = await VerbRun.HereAsync([.. Words, .. fresh.Arguments]);
            (code, output.Trim()).ShouldBe((1, "Expected an empty database, but it has the company '远山集团'. Its group administrator adds companies (POST /api/companies), its administrators accounts (POST /api/accounts/invite)."));
        }

        await using var server = await HrBpmServer.StartAsync(fresh, NoDemo);
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Users.CountAsync(a => a.PasswordHash != null))).ShouldBe(0);
        var admin = await ByPageAsync(server, links[0]);
        (await RolesAsync(admin)).ShouldBe(["Employee", "CompanyAdministrator", "GroupAdministrator"]);
        (await server.Client().GetAsync($"/sign-in/invitation?token={links[0]}")).StatusCode.ShouldBe(HttpStatusCode.Gone, "a link is good once");
        var hr = await ByLinkAsync(server, links[1]);
        (await RolesAsync(hr)).ShouldBe(["Employee", "HrManager"]);

        var person = await MadeAsync(admin, "1001", "wang.ping");
        var invited = await JsonAsync(await admin.PostAsync($"/api/accounts/{person}/invite", null));
        ((string)invited["link"]!).ShouldStartWith($"{server.Address.GetLeftPart(UriPartial.Authority)}/sign-in/invitation?token=");
        (await StateAsync(admin, "wang.ping")).ShouldBe("invited");
        foreach (var (state, userNames) in new[] { ("invited", "wang.ping"), ("active", "xu.nuo,zhao.min"), ("none", ""), ("locked", ""), ("disabled", "") })
            string.Join(',', (await admin.GetFromJsonAsync<JsonObject>($"/api/accounts?state={state}"))!["items"]!.AsArray().Select(a => (string)a!["userName"]!)).ShouldBe(userNames, state);
        await (await admin.GetAsync("/api/accounts?state=asleep")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "accounts.state");
        await RefusedAsync(server, "wang.ping", "");
        var first = await ByLinkAsync(server, TokenIn(invited));
        (await StateAsync(admin, "wang.ping")).ShouldBe("active");
        await (await first.PostAsync($"/api/accounts/{person}/invite", null)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");

        (await admin.PostAsJsonAsync($"/api/accounts/{person}/disable", new { reason = "手机被盗" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await first.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await RefusedAsync(server, "wang.ping", Password);
        await (await admin.PostAsync($"/api/accounts/{person}/invite", null)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "accounts.disabled");
        (await StateAsync(admin, "wang.ping")).ShouldBe("disabled");
        (await admin.PostAsJsonAsync($"/api/accounts/{person}/enable", new { reason = "找回" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await SignInAsync(server, "wang.ping", Password);
        await (await admin.PostAsJsonAsync($"/api/accounts/{(await MeAsync(admin))["personId"]}/disable", new { reason = "?" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "accounts.own-forbidden");

        var forgotten = TokenIn(await JsonAsync(await hr.PostAsync($"/api/accounts/{person}/invite", null)));
        server.Clock.Advance(TimeSpan.FromDays(4));
        await (await server.Client().PostAsJsonAsync("/api/sign-in/invitation", new { token = forgotten })).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.invitation.stale");
        await ByLinkAsync(server, TokenIn(await JsonAsync(await hr.PostAsync($"/api/accounts/{person}/invite", null))), Another);
        await RefusedAsync(server, "wang.ping", Password);
        await SignInAsync(server, "wang.ping", Another);
        for (var n = 0; n < 5; n++) await server.Client().PostAsJsonAsync("/api/sign-in", new { userName = "wang.ping", password = "guess" });
        (await StateAsync(admin, "wang.ping")).ShouldBe("locked");
        (await admin.GetFromJsonAsync<JsonObject>("/api/accounts?state=locked"))!["items"]!.AsArray().Count.ShouldBe(1);

        await RolesGoByTwoAsync(admin, hr, person);
        await ManyAtOnceAsync(admin, server);
        await FurtherCompanyAsync(admin, first, server);
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.Where(e => e.Action.StartsWith("account.")).Select(e => e.Action).Distinct().ToListAsync()))
            .ShouldBe(["account.invited", "account.disabled", "account.enabled", "account.link-renewed"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_link_goes_by_mail_to_the_person_alone_where_there_is_a_relay()
    {
        await using var relay = new SmtpPeer();
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?>
        {
            ["Connectors:Mail:Host"] = "127.0.0.1", ["Connectors:Mail:Port"] = $"{relay.Port}", ["Connectors:Mail:Security"] = "None", ["Connectors:Mail:From"] = "hr@xinghe.example",
            ["SignIn:PublicAddress"] = "https://hr.xinghe.example",
        });
        var admin = await server.SignInAsync("xu.nuo");

        var asked = await JsonAsync(await admin.PostAsync($"/api/accounts/{DemoIds.Of("feng.xue")}/invite", null));
        await server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(default);

        (asked["link"], (string?)asked["sentTo"]).ShouldBe((null, "feng.xue@xinghe.example"));
        var mail = Uri.UnescapeDataString(MimeKit.MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(relay.Messages.Single()))).TextBody!);
        mail.ShouldContain("https://hr.xinghe.example/sign-in/invitation?token=");
        await ByLinkAsync(server, Link().Match(mail).Groups["token"].Value);
        // Without a relay the link would be shown: that of somebody who may do more is not.
        await using var without = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await (await (await without.SignInAsync("xu.nuo")).PostAsync($"/api/accounts/{DemoIds.Of("feng.xue")}/invite", null)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "accounts.wider-forbidden");
        (await (await without.SignInAsync("zhao.min")).PostAsync($"/api/accounts/{DemoIds.Of("feng.xue")}/invite", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_cannot_be_set_up_is_refused_and_nothing_is_made()
    {
        await using var fresh = new FreshDatabase(TestDatabase.Sqlite);

        var (code, output) = await VerbRun.HereAsync([.. Words.Where(w => !w.StartsWith("赵敏", StringComparison.Ordinal)), "许诺二 <xu.nuo@elsewhere.example>", .. fresh.Arguments]);

        (code, output.Trim()).ShouldBe((1, "Expected two people, because what is dangerous needs two, but both are xu.nuo."));
        await using var server = await HrBpmServer.StartAsync(fresh, NoDemo);
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Companies.CountAsync())).ShouldBe(0);
    }

    // The two of a new company can grant every role of it between them.
    private static async Task RolesGoByTwoAsync(HttpClient admin, HttpClient hr, Guid person)
    {
        await (await admin.PostAsJsonAsync("/api/role-grants", new { personId = person, role = "PayrollClerk" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "role-grants.wider-forbidden");
        var asked = await JsonAsync(await hr.PostAsJsonAsync("/api/role-grants", new { personId = person, role = "PayrollClerk" }));
        (await admin.PostAsync($"/api/two-person-requests/{asked["requestId"]}/consent", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task ManyAtOnceAsync(HttpClient admin, HrBpmServer server)
    {
        for (var n = 2000; n < 2003; n++) await MadeAsync(admin, $"{n}", $"p{n}");

        var done = await JsonAsync(await admin.PostAsJsonAsync("/api/accounts/invite", new { }));

        done["invited"]!.AsArray().Select(i => (string)i!["userName"]!).ShouldBe(["p2000", "p2001", "p2002"]);
        (done["refused"]!.AsArray().Count, (int)done["remaining"]!).ShouldBe((0, 0));
        await ByLinkAsync(server, TokenIn(done["invited"]![1]!.AsObject()));
        (await JsonAsync(await admin.PostAsJsonAsync("/api/accounts/invite", new { })))["invited"]!.AsArray().ShouldBeEmpty();
        await (await admin.PostAsJsonAsync("/api/accounts/invite", new { people = Array.Empty<Guid>() })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "accounts.people.invalid");
    }

    private static async Task FurtherCompanyAsync(HttpClient admin, HttpClient employee, HrBpmServer server)
    {
        object terms(string name, string userName) => new
        {
            name, branch = "London", timeZoneId = "Europe/London", locale = "en-GB", administrator = new { name = "Ann Lee", email = "ann@y.example", userName }, hrManager = new { name = "Bob Ray", email = "bob@y.example" },
        };
        var made = await JsonAsync(await admin.PostAsJsonAsync("/api/companies", terms("Yuanshan Ltd", "ann.lee")));
        var ann = await ByLinkAsync(server, TokenIn(made["accounts"]![0]!.AsObject()));
        (await RolesAsync(ann)).ShouldBe(["Employee", "CompanyAdministrator"]);
        (string.Join('|', (await ann.GetFromJsonAsync<JsonObject>("/api/people"))!["items"]!.AsArray().Select(p => $"{p!["userName"]} {p["branch"]}"))).ShouldBe("ann.lee London|bob London");
        await (await admin.PostAsJsonAsync("/api/companies", terms("Yuanshan Ltd", "x"))).ShouldBeProblemAsync(HttpStatusCode.Conflict, "companies.name.taken");
        await (await admin.PostAsJsonAsync("/api/companies", terms("Other", "wang.ping"))).ShouldBeProblemAsync(HttpStatusCode.Conflict, "people.user-name.taken");
        await (await ann.PostAsJsonAsync("/api/companies", terms("Third", "y"))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
        (await admin.PutAsJsonAsync($"/api/companies/{made["id"]}", new { name = "Yuanshan plc" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await admin.PutAsJsonAsync($"/api/companies/{Guid.NewGuid()}", new { name = "?" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "companies.unknown");
        (await admin.GetFromJsonAsync<JsonArray>("/api/companies"))!.Select(c => $"{c!["name"]} {c["isGroup"]} {c["branches"]} {c["people"]}").ShouldBe(["远山集团 true 0 0", "Yuanshan plc false 1 2", "远山机械 false 1 6"], ignoreOrder: true);
    }

    private static async Task<Guid> MadeAsync(HttpClient by, string number, string userName)
    {
        var org = (await by.GetFromJsonAsync<JsonObject>("/api/org"))!;
        var employment = new { branchId = org["branches"]![0]!["id"], departmentId = org["departments"]![0]!["id"], positionId = org["positions"]![0]!["id"], from = "2026-01-05" };
        return (await JsonAsync(await by.PostAsJsonAsync("/api/people", new { name = "王平", employeeNumber = number, userName, email = $"{userName}@yuanshan.example", employment })))["id"]!.GetValue<Guid>();
    }

    // As a browser does it: the page of the link, then its form.
    private static async Task<HttpClient> ByPageAsync(HrBpmServer server, string token)
    {
        var client = server.Client();
        var page = await client.GetAsync($"/sign-in/invitation?token={token}");
        var html = await page.Content.ReadAsStringAsync();
        page.StatusCode.ShouldBe(HttpStatusCode.OK, html);
        var form = Hidden().Matches(html).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value));
        form["step"].ShouldBe("newPassword");
        var weak = await client.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>(form) { ["newPassword"] = "short" }));
        (await weak.Content.ReadAsStringAsync()).ShouldContain("role=\"alert\"");
        (await client.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>(form) { ["newPassword"] = Password }))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return client;
    }

    private static async Task<HttpClient> ByLinkAsync(HrBpmServer server, string token, string newPassword = Password)
    {
        var client = server.Client();
        var step = await JsonAsync(await client.PostAsJsonAsync("/api/sign-in/invitation", new { token }));
        ((string)step["next"]!).ShouldBe("newPassword");
        await JsonAsync(await client.PostAsJsonAsync("/api/sign-in/new-password", new { challenge = (string)step["challenge"]!, newPassword }));
        return client;
    }

    private static async Task SignInAsync(HrBpmServer server, string userName, string password) =>
        (await server.Client().PostAsJsonAsync("/api/sign-in", new { userName, password })).StatusCode.ShouldBe(HttpStatusCode.OK);

    private static async Task RefusedAsync(HrBpmServer server, string userName, string password) =>
        await (await server.Client().PostAsJsonAsync("/api/sign-in", new { userName, password })).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.refused");

    private static async Task<string> StateAsync(HttpClient admin, string userName) =>
        (string)(await admin.GetFromJsonAsync<JsonObject>("/api/accounts"))!["items"]!.AsArray().Single(a => (string)a!["userName"]! == userName)!["state"]!;

    private static async Task<JsonObject> MeAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonObject>("/api/me"))!;

    private static async Task<List<string>> RolesAsync(HttpClient client) => [.. (await MeAsync(client))["roles"]!.AsArray().Select(r => (string)r!)];

    private static string TokenIn(JsonObject invited) => Link().Match((string)invited["link"]!).Groups["token"].Value;

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    [GeneratedRegex(@"/sign-in/invitation\?token=(?<token>[\w-]+)")]
    private static partial Regex Link();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex Hidden();
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>Sessions are rows that people can look at and end. Each test has a person of its own on one server per database.</summary>
public sealed class SessionTests(SessionTests.Servers servers) : IClassFixture<SessionTests.Servers>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task People_see_their_sessions_with_place_and_browser(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        var office = await server.SignInAsync("li.na");
        var phone = server.Client();
        phone.DefaultRequestHeaders.UserAgent.ParseAdd("Phone/1.0");
        (await phone.PostAsJsonAsync("/api/sign-in", new { userName = "li.na", password = HrBpmServer.Password })).EnsureSuccessStatusCode();
        await server.SignInAsync("wang.qiang");

        var sessions = await SessionsAsync(office);

        sessions.Select(s => (string?)s["userAgent"]).ShouldBe(["Phone/1.0", null]);
        sessions.Select(s => (bool)s["isThis"]!).ShouldBe([false, true]);
        sessions.ShouldAllBe(s => (string?)s["address"] == "127.0.0.1" && (string?)s["way"] == "password" && (string?)s["carrier"] == "cookie");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_session_that_is_ended_is_over_with_its_next_request_and_the_others_go_on(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        var (here, lost) = (await server.SignInAsync("chen.chen"), await server.SignInAsync("chen.chen"));
        var id = (await SessionsAsync(lost)).Single(s => (bool)s["isThis"]!)["id"]!.GetValue<Guid>();

        (await here.DeleteAsync($"/api/me/sessions/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await lost.GetAsync("/api/me")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.required");
        (await here.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await here.DeleteAsync($"/api/me/sessions/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "sessions.unknown");
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var (theirs, mine) = (await server.SignInAsync("liu.yang"), await server.SignInAsync("zhao.min"));
        var id = (await SessionsAsync(theirs)).Single()["id"]!.GetValue<Guid>();

        await (await mine.DeleteAsync($"/api/me/sessions/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "sessions.unknown");

        (await theirs.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Signing_out_everywhere_ends_cookies_and_tokens(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        var (one, two) = (await server.SignInAsync("sun.lei"), await server.SignInAsync("sun.lei"));
        var studio = server.Client();
        var login = await (await studio.PostAsJsonAsync("/elsa/api/identity/login", new { username = "sun.lei", password = HrBpmServer.Password })).Content.ReadFromJsonAsync<JsonObject>();
        studio.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)login!["accessToken"]!);
        (await SessionsAsync(one)).Select(s => (string?)s["carrier"]).ShouldBe(["accessToken", "cookie", "cookie"]);

        (await one.PostAsync("/api/me/sign-out-everywhere", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        foreach (var client in (HttpClient[])[one, two, studio]) (await client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_copy_of_the_cookie_is_worth_nothing_after_signing_out()
    {
        var server = await servers.OfAsync(TestDatabase.Sqlite);
        var answer = await server.Client().PostAsJsonAsync("/api/sign-in", new { userName = "zhou.ting", password = HrBpmServer.Password });
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        (await SendAsync(server, HttpMethod.Get, "/api/me", cookie)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await SendAsync(server, HttpMethod.Post, "/api/sign-out", cookie)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await SendAsync(server, HttpMethod.Get, "/api/me", cookie)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_session_without_requests_or_older_than_a_week_is_over_and_one_in_use_is_noted(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        var (idle, old, used) = (await server.SignInAsync("wu.jing"), await server.SignInAsync("feng.xue"), await server.SignInAsync("zheng.kai"));
        var nowUtc = TimeProvider.System.GetUtcNow().UtcDateTime;
        await MoveAsync(server, "wu.jing", nowUtc.AddHours(-13), nowUtc.AddHours(-13));
        await MoveAsync(server, "feng.xue", nowUtc.AddDays(-8), nowUtc);
        await MoveAsync(server, "zheng.kai", nowUtc.AddHours(-5), nowUtc.AddHours(-5));

        (await idle.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await old.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        DateTime.Parse((string)(await SessionsAsync(used)).Single()["lastSeenUtc"]!, null, System.Globalization.DateTimeStyles.RoundtripKind).ShouldBe(nowUtc, TimeSpan.FromMinutes(1));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Sign_ins_and_refusals_stand_in_the_audit_log_without_the_password(TestDatabase database)
    {
        var server = await servers.OfAsync(database);
        await server.Client().PostAsJsonAsync("/api/sign-in", new { userName = "oliver.smith", password = "my secret guess" });
        await server.SignInAsync("oliver.smith");
        await server.InScopeAsync(async services =>
        {
            (await services.GetRequiredService<ISignInAccounts>().DisableAsync(DemoIds.Of("oliver.smith"), default)).ShouldBeNull();
            return await services.GetRequiredService<AppDbContext>().SaveChangesAsync();
        });
        await server.Client().PostAsJsonAsync("/api/sign-in", new { userName = "oliver.smith", password = HrBpmServer.Password });

        var subject = $"person:{DemoIds.Of("oliver.smith"):D}";
        var entries = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.Where(e => e.Subject == subject).OrderBy(e => e.Id).ToListAsync());

        entries.Select(e => e.Action).ShouldBe(["sign-in.refused", "sign-in.done", "sign-in.refused"]);
        entries[0].Body.ShouldContain("wrong password");
        entries[2].Body.ShouldContain("disabled");
        entries.ShouldAllBe(e => !e.Body.Contains("my secret guess") && !e.Body.Contains(HrBpmServer.Password));
    }

    private static async Task<List<JsonObject>> SessionsAsync(HttpClient client) => (await client.GetFromJsonAsync<List<JsonObject>>("/api/me/sessions"))!;

    private static Task<HttpResponseMessage> SendAsync(HrBpmServer server, HttpMethod method, string path, string cookie) =>
        server.Client().SendAsync(new HttpRequestMessage(method, path) { Headers = { { "Cookie", cookie } } });

    private static Task<int> MoveAsync(HrBpmServer server, string userName, DateTime startedUtc, DateTime seenUtc) => server.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<AppDbContext>();
        var account = await db.Users.SingleAsync(a => a.UserName == userName);
        return await db.SignInSessions.Where(r => r.AccountId == account.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.StartedUtc, startedUtc).SetProperty(r => r.LastSeenUtc, seenUtc));
    });

    /// <summary>One server for each kind of database, started at first need.</summary>
    public sealed class Servers : IAsyncDisposable
    {
        private readonly Dictionary<TestDatabase, HrBpmServer> started = [];

        internal async Task<HrBpmServer> OfAsync(TestDatabase database) =>
            started.TryGetValue(database, out var server) ? server : started[database] = await HrBpmServer.StartAsync(database);

        public async ValueTask DisposeAsync()
        {
            foreach (var server in started.Values) await server.DisposeAsync();
        }
    }
}

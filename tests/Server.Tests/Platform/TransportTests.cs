using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Platform;

/// <summary>What lies between the server and those who call it.</summary>
public sealed class TransportTests
{
    [Fact]
    public async Task Every_answer_tells_browsers_what_not_to_do_with_it()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = server.Client();

        foreach (var path in (string[])["/api/me", "/api/nothing-here", "/healthz"])
        {
            var answer = await client.GetAsync(path);
            answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"], path);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], path);
            answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"], path);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"], path);
        }

        (await client.GetAsync("/api/me")).Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await client.GetAsync("/scalar")).Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
        (await client.GetAsync("/api/me")).Headers.Contains("Strict-Transport-Security").ShouldBeFalse("in development there is no HTTPS");
    }

    [Fact]
    public async Task In_production_people_are_sent_to_HTTPS_and_told_to_stay_there()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?>
        {
            ["environment"] = "Production", ["https_port"] = "8443", ["Transport:TrustedProxies:0"] = "127.0.0.1", ["SignIn:HashIterations"] = "220000",
        });
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };

        var plain = await client.GetAsync("/api/me");
        plain.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        plain.Headers.Location!.ToString().ShouldBe("https://127.0.0.1:8443/api/me");

        using var proxied = new HttpRequestMessage(HttpMethod.Get, "/api/me") { Headers = { { "X-Forwarded-Proto", "https" }, { "Host", "hr.example.com" } } };
        var secure = await client.SendAsync(proxied);
        secure.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        secure.Headers.GetValues("Strict-Transport-Security").Single().ShouldBe("max-age=31536000; includeSubDomains");

        // The cookie goes by HTTPS only, and the sign-in has made the hash what OWASP asks for: the demo's were made at a lower cost.
        (await HashOfAsync(server, "li.na")).ShouldBe((2u, 1000u));
        using var signIn = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in") { Content = JsonContent.Create(new { userName = "li.na", password = HrBpmServer.Password }), Headers = { { "X-Forwarded-Proto", "https" } } };
        var signedIn = await client.SendAsync(signIn);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.OK, await signedIn.Content.ReadAsStringAsync());
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        foreach (var word in (string[])["secure", "httponly", "samesite=strict"]) cookie.ShouldContain(word, Case.Insensitive);
        (await HashOfAsync(server, "li.na")).ShouldBe((2u, 220_000u));
    }

    [Fact]
    public async Task Failed_sign_ins_of_one_address_are_counted_and_those_of_others_are_not()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["Transport:FailedSignIns"] = "3", ["Transport:TrustedProxies:0"] = "127.0.0.1" });
        for (var n = 0; n < 5; n++) (await TryAsync(server, "zhang.wei", HrBpmServer.Password)).StatusCode.ShouldBe(HttpStatusCode.OK, "who knows the password is not counted");
        (await TryAsync(server, "nobody.1", "x")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TryAsync(server, "nobody.2", "x")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Client().PostAsJsonAsync("/elsa/api/identity/login", new { username = "nobody.3", password = "x" })).StatusCode.ShouldBe(HttpStatusCode.OK, "Elsa's clients are told so");

        var refused = await TryAsync(server, "zhang.wei", HrBpmServer.Password);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "sign-in.too-many-failures");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        (await TryAsync(server, "zhang.wei", HrBpmServer.Password, from: "203.0.113.9")).StatusCode.ShouldBe(HttpStatusCode.OK, "another address may still sign in");
    }

    [Fact]
    public async Task Expensive_routes_are_limited_per_person()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["Transport:ExpensivePerMinute"] = "2" });
        var (admin, school) = (await server.SignInAsync("xu.nuo"), await server.SignInAsync("kang.ning"));
        for (var n = 0; n < 2; n++) (await admin.GetAsync("/api/audit/verification")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var refused = await admin.GetAsync("/api/audit/verification");
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "request.too-often");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        foreach (var (method, path) in new[] { ("GET", "/api/people/export"), ("GET", "/api/tasks/export"), ("GET", "/api/audit/entries/export"), ("POST", "/api/people/imports"), ("GET", "/api/me/data"), ("POST", "/elsa/api/bulk-actions/export/workflow-definitions") })
            (await admin.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = path.EndsWith("imports", StringComparison.Ordinal) ? new MultipartFormDataContent { { new StringContent("x"), "file", "x.csv" } } : method == "POST" ? JsonContent.Create(new { }) : null })).StatusCode
                .ShouldBe(HttpStatusCode.TooManyRequests, $"{path} counts with the others");
        (await admin.GetAsync("/api/people")).StatusCode.ShouldBe(HttpStatusCode.OK, "what is cheap is not slowed down");
        (await school.GetAsync("/api/audit/verification")).StatusCode.ShouldBe(HttpStatusCode.OK, "somebody else is not slowed down");
    }

    [Fact]
    public async Task JSON_that_nests_too_deep_is_refused()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var deep = new StringContent($$"""{"userName":{{new string('[', 100)}}{{new string(']', 100)}},"password":"x"}""", Encoding.UTF8, "application/json");

        var problem = await (await server.Client().PostAsync("/api/sign-in", deep)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.json");
        ((string?)problem["detail"]).ShouldNotBeNull().ShouldStartWith("Expected JSON that nests at most 64 deep, but it goes deeper");
    }

    // Identity's format: 1, then the kind of HMAC (2 is SHA-512) and the number of iterations, both big-endian.
    private static Task<(uint Hmac, uint Iterations)> HashOfAsync(HrBpmServer server, string userName) => server.InScopeAsync(async s =>
    {
        var hash = Convert.FromBase64String((await s.GetRequiredService<AppDbContext>().Users.AsNoTracking().SingleAsync(a => a.UserName == userName)).PasswordHash!);
        hash[0].ShouldBe((byte)1);
        return (BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)), BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)));
    });

    private static async Task<HttpResponseMessage> TryAsync(HrBpmServer server, string userName, string password, string? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in") { Content = JsonContent.Create(new { userName, password }) };
        if (from is not null) request.Headers.Add("X-Forwarded-For", from);
        return await server.Client().SendAsync(request);
    }
}

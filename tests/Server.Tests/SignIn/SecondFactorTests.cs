using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.SignIn;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>Authenticator apps: enrolled, asked for, not to be guessed, not to be replayed.</summary>
public sealed class SecondFactorTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whoever_has_enrolled_an_app_is_asked_for_its_code_and_each_code_is_good_once(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var client = await server.SignInAsync("li.na");
        var (app, _) = await EnrolAsync(client);

        var challenge = await ChallengeAsync(server, "li.na", "code");
        var phone = server.Client();
        (await phone.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await (await CodeAsync(phone, challenge, app.Code(0))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.code.refused");
        await ForgetUsedCodesAsync(server);
        await (await CodeAsync(phone, challenge + "00", app.Code(0))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.challenge.stale");
        (await CodeAsync(phone, challenge, app.Code(0))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await phone.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await (await CodeAsync(server.Client(), challenge, app.Code(0))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.code.refused");
        (await CodeAsync(server.Client(), challenge, app.Code(1))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await phone.GetFromJsonAsync<List<JsonObject>>("/api/me/sessions"))!.Select(s => (string?)s["way"]).ShouldBe(["passwordAndCode", "passwordAndCode", "password"]);

        var login = await (await server.Client().PostAsJsonAsync("/elsa/api/identity/login", new { username = "li.na", password = HrBpmServer.Password })).Content.ReadFromJsonAsync<JsonObject>();
        login!["isAuthenticated"]!.GetValue<bool>().ShouldBeFalse("a password alone gives no token either");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_recovery_code_lets_its_person_in_once_and_is_stored_as_a_hash(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var client = await server.SignInAsync("li.na");
        var (app, codes) = await EnrolAsync(client);
        codes.Distinct().Count().ShouldBe(10);

        var challenge = await ChallengeAsync(server, "li.na", "code");
        (await CodeAsync(server.Client(), challenge, codes[3].ToUpperInvariant().Replace("-", ""))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await CodeAsync(server.Client(), challenge, codes[3])).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.code.refused");

        var state = (await client.GetFromJsonAsync<JsonObject>("/api/me/second-factor"))!;
        ((bool)state["isEnrolled"]!, (int)state["recoveryCodesLeft"]!).ShouldBe((true, 9));
        var stored = await server.InScopeAsync(async s => (await s.GetRequiredService<AppDbContext>().SecondFactors.SingleAsync()).ProtectedSecret);
        stored.AsSpan().IndexOf(app.Secret).ShouldBe(-1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Five_wrong_codes_lock_the_second_factor_and_the_right_password_does_not_forgive_them(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var (app, codes) = await EnrolAsync(await server.SignInAsync("li.na"));
        var wrong = app.WrongCode();

        for (var i = 0; i < 5; i++)
            await (await CodeAsync(server.Client(), await ChallengeAsync(server, "li.na", "code"), wrong)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.code.refused");

        var challenge = await ChallengeAsync(server, "li.na", "code");
        await (await CodeAsync(server.Client(), challenge, app.Code(1))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.code.locked");
        await (await CodeAsync(server.Client(), challenge, codes[0])).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.code.locked");
    }

    [Fact]
    public async Task Wrong_codes_given_at_the_same_time_all_count_and_of_two_equal_right_ones_one_is_taken()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var (app, _) = await EnrolAsync(await server.SignInAsync("li.na"));
        await ForgetUsedCodesAsync(server);
        var challenge = await ChallengeAsync(server, "li.na", "code");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CodeAsync(server.Client(), challenge, app.Code(0))));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CodeAsync(server.Client(), challenge, app.WrongCode())));
        await (await CodeAsync(server.Client(), challenge, app.Code(1))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.code.locked");
    }

    [Fact]
    public async Task Enrolling_and_removing_ask_for_the_password_and_removing_for_a_code_as_well()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = await server.SignInAsync("li.na");
        await (await client.PostAsJsonAsync("/api/me/second-factor", new { password = "a guess" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "sign-in.refused");
        await (await client.PostAsJsonAsync("/api/me/second-factor/confirm", new { code = "123456" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "second-factor.unknown");
        var (app, _) = await EnrolAsync(client);
        await (await client.PostAsJsonAsync("/api/me/second-factor", new { password = HrBpmServer.Password })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "second-factor.enrolled");

        await (await RemoveAsync(client, "a guess", app.Code(1))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "sign-in.refused");
        await (await RemoveAsync(client, HrBpmServer.Password, app.WrongCode())).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "sign-in.code.refused");
        (await RemoveAsync(client, HrBpmServer.Password, app.Code(1))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await server.SignInAsync("li.na");
    }

    [Fact]
    public async Task Where_a_role_demands_a_second_factor_nobody_signs_in_without_enrolling_one_and_an_administrator_resets_a_lost_one()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["SignIn:SecondFactor:Roles:0"] = "HrSpecialist" });
        await server.SignInAsync("li.na");
        var challenge = await ChallengeAsync(server, "liu.yang", "enrol");
        var client = server.Client();

        var offer = (await (await client.PostAsJsonAsync("/api/sign-in/enrol", new { challenge })).Content.ReadFromJsonAsync<JsonObject>())!;
        var app = new AuthenticatorApp((string)offer["uri"]!);
        await (await client.PostAsJsonAsync("/api/sign-in/enrol/confirm", new { challenge, code = app.WrongCode() })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "second-factor.code.invalid");
        (await client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var done = (await (await client.PostAsJsonAsync("/api/sign-in/enrol/confirm", new { challenge, code = app.Code(0) })).Content.ReadFromJsonAsync<JsonObject>())!;
        (done["recoveryCodes"]!.AsArray().Count, (string?)done["me"]!["userName"]).ShouldBe((10, "liu.yang"));
        (await client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await RemoveAsync(client, HrBpmServer.Password, app.Code(1))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second-factor.demanded");

        var admin = await server.SignInAsync("xu.nuo");
        (await admin.PostAsJsonAsync($"/api/accounts/{DemoIds.Of("liu.yang")}/reset-second-factor", new { reason = "phone lost, seen in person" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await ChallengeAsync(server, "liu.yang", "enrol");
        await (await admin.PostAsJsonAsync($"/api/accounts/{DemoIds.Of("xu.nuo")}/reset-second-factor", new { reason = "mine" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second-factor.own");
    }

    [Fact]
    public async Task Unless_a_setting_says_otherwise_administrators_are_led_to_enrol_one_and_cannot_do_without()
    {
        new SignInOptions().SecondFactor.Administrators.ShouldBeTrue("what no setting says is the safe thing");
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["SignIn:SecondFactor:Administrators"] = "true" });
        await server.SignInAsync("li.na");
        new[] { OrgRoles.CompanyAdministrator, OrgRoles.GroupAdministrator }.ShouldAllBe(role => ProductRoles.Find(role)!.Any(r => FinishSignIn.Administrative.Contains(r.Permission)));
        // 赵敏 of HR may give roles, 冯雪 sees and releases pay, 刘洋 sees identity numbers in full, 许诺 administers the company.
        foreach (var person in new[] { "zhao.min", "feng.xue", "liu.yang" }) await ChallengeAsync(server, person, "enrol");
        var challenge = await ChallengeAsync(server, "xu.nuo", "enrol");
        var client = server.Client();

        var offer = (await (await client.PostAsJsonAsync("/api/sign-in/enrol", new { challenge })).Content.ReadFromJsonAsync<JsonObject>())!;
        var app = new AuthenticatorApp((string)offer["uri"]!);
        (await client.PostAsJsonAsync("/api/sign-in/enrol/confirm", new { challenge, code = app.Code(0) })).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await client.GetAsync("/api/roles")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await RemoveAsync(client, HrBpmServer.Password, app.Code(1))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second-factor.demanded");
    }

    [Fact]
    public async Task A_company_can_demand_it_of_all_its_people()
    {
        var company = DemoIds.Of("company:" + DemoGroup.Name);
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var own = Guid.Parse((string)(await (await server.SignInAsync("li.na")).GetFromJsonAsync<JsonObject>("/api/me"))!["companyId"]!);
        company.ShouldNotBe(own);
        await using var strict = await HrBpmServer.StartAsync(server.Database, new Dictionary<string, string?> { ["SignIn:SecondFactor:Companies:0"] = $"{own:D}" });

        await ChallengeAsync(strict, "wang.qiang", "enrol");
        await strict.SignInAsync("zou.wen");
    }

    private static async Task<(AuthenticatorApp App, List<string> Codes)> EnrolAsync(HttpClient client)
    {
        var offer = (await (await client.PostAsJsonAsync("/api/me/second-factor", new { password = HrBpmServer.Password })).Content.ReadFromJsonAsync<JsonObject>())!;
        ((string)offer["qrSvg"]!).ShouldStartWith("<svg");
        var app = new AuthenticatorApp((string)offer["uri"]!);
        ((string)offer["secret"]!).ShouldBe(Base32Encoding.ToString(app.Secret));
        var answer = await client.PostAsJsonAsync("/api/me/second-factor/confirm", new { code = app.Code(0) });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (app, [.. (await answer.Content.ReadFromJsonAsync<JsonObject>())!["recoveryCodes"]!.AsArray().Select(c => (string)c!)]);
    }

    // The code that enrolled the app is used; instead of waiting for the next one, the test takes it back.
    private static Task<int> ForgetUsedCodesAsync(HrBpmServer server) =>
        server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().SecondFactors.ExecuteUpdateAsync(set => set.SetProperty(f => f.LastStep, 0)));

    private static async Task<string> ChallengeAsync(HrBpmServer server, string userName, string next)
    {
        var answer = await server.Client().PostAsJsonAsync("/api/sign-in", new { userName, password = HrBpmServer.Password });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var step = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        ((string?)step["next"]).ShouldBe(next);
        return (string)step["challenge"]!;
    }

    private static Task<HttpResponseMessage> CodeAsync(HttpClient client, string challenge, string code) => client.PostAsJsonAsync("/api/sign-in/code", new { challenge, code });

    private static Task<HttpResponseMessage> RemoveAsync(HttpClient client, string password, string code) => client.PostAsJsonAsync("/api/me/second-factor/remove", new { password, code });

    /// <summary>Reads an otpauth URI and shows codes, as a phone does. It holds its first moment, so that a test does not depend on when a step ends.</summary>
    private sealed class AuthenticatorApp
    {
        private readonly Totp totp;
        private readonly DateTime start = TimeProvider.System.GetUtcNow().UtcDateTime;

        public AuthenticatorApp(string uri)
        {
            var parsed = new Uri(uri);
            (parsed.Scheme, parsed.Host).ShouldBe(("otpauth", "totp"));
            Uri.UnescapeDataString(parsed.AbsolutePath).ShouldStartWith("/HrBpm:");
            Secret = Base32Encoding.ToBytes(System.Web.HttpUtility.ParseQueryString(parsed.Query)["secret"]);
            totp = new Totp(Secret);
        }

        public byte[] Secret { get; }

        public string Code(int steps) => totp.ComputeTotp(start + steps * Step);

        public string WrongCode() => Enumerable.Range(0, 10).Select(i => $"{i}00000").First(c => Enumerable.Range(-2, 6).All(s => Code(s) != c));
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.SignIn;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

public sealed class SignInTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_person_of_the_demo_signs_in_and_is_known(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var client = await server.SignInAsync("Liu.Yang");

        var me = await client.GetFromJsonAsync<JsonObject>("/api/me");

        me!["personId"]!.GetValue<Guid>().ShouldBe(DemoIds.Of("liu.yang"));
        me["name"]!.GetValue<string>().ShouldBe("刘洋");
        me["roles"]!.AsArray().Select(r => r!.GetValue<string>()).ShouldBe(["Employee", "HrSpecialist"]);
        me["permissions"]!.AsArray().Select(r => r!.GetValue<string>()).ShouldContain("offboardingStart");
    }

    [Fact]
    public async Task Without_a_session_the_answer_is_a_problem_and_not_a_redirect()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        var answer = await server.Client().GetAsync("/api/me");

        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.required");
    }

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_from_other_sites()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        var answer = await server.Client().PostAsJsonAsync("/api/sign-in", new { userName = "li.na", password = HrBpmServer.Password });

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        var wrong = await TryAsync(server, "li.na", "not her password");
        var unknown = await TryAsync(server, "nobody.here", "not her password");

        var said = await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.refused");
        (await unknown.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.refused"))["detail"]!.GetValue<string>().ShouldBe(said["detail"]!.GetValue<string>());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        for (var i = 0; i < 5; i++) await (await TryAsync(server, "li.na", "wrong")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.refused");

        await (await TryAsync(server, "li.na", HrBpmServer.Password)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.locked");

        server.Clock.Advance(TimeSpan.FromMinutes(15));
        (await TryAsync(server, "li.na", HrBpmServer.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Wrong_passwords_given_at_the_same_time_all_count()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TryAsync(server, "li.na", "wrong")));

        await (await TryAsync(server, "li.na", HrBpmServer.Password)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.locked");
    }

    [Fact]
    public async Task A_right_password_forgives_the_wrong_ones_before_it()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        for (var i = 0; i < 4; i++) await TryAsync(server, "li.na", "wrong");
        (await TryAsync(server, "li.na", HrBpmServer.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await TryAsync(server, "li.na", "wrong");

        (await TryAsync(server, "li.na", HrBpmServer.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_disabled_account_loses_its_session_with_the_next_request(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var client = await server.SignInAsync("zhang.wei");

        await server.InScopeAsync(async services =>
        {
            (await services.GetRequiredService<ISignInAccounts>().DisableAsync(DemoIds.Of("zhang.wei"), default)).ShouldBeNull();
            return await services.GetRequiredService<AppDbContext>().SaveChangesAsync();
        });

        await (await client.GetAsync("/api/me")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.required");
        await (await TryAsync(server, "zhang.wei", HrBpmServer.Password)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.refused");
    }

    [Fact]
    public async Task A_role_that_is_taken_away_is_gone_with_the_next_request()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = await server.SignInAsync("liu.yang");

        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().RoleGrants.Where(g => g.PersonId == DemoIds.Of("liu.yang")).ExecuteDeleteAsync());

        var me = await client.GetFromJsonAsync<JsonObject>("/api/me");
        me!["roles"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_session_survives_a_restart_of_the_server(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        string cookie;
        await using (var before = await HrBpmServer.StartAsync(fresh))
        {
            var answer = await TryAsync(before, "li.na", HrBpmServer.Password);
            cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }

        await using var after = await HrBpmServer.StartAsync(fresh);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me") { Headers = { { "Cookie", cookie } } };
        (await after.Client().SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = await server.SignInAsync("li.na");

        (await client.PostAsync("/api/sign-out", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Checking_a_password_before_a_signature_counts_towards_the_lock_out()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var person = DemoIds.Of("li.na");
        for (var i = 0; i < 5; i++)
            (await server.InScopeAsync(s => s.GetRequiredService<ISignInAccounts>().CheckPasswordAsync(person, "wrong", default)))!.Code.ShouldBe("sign-in.refused");

        (await server.InScopeAsync(s => s.GetRequiredService<ISignInAccounts>().CheckPasswordAsync(person, HrBpmServer.Password, default)))!.Code.ShouldBe("sign-in.locked");
    }

    [Fact]
    public void Outside_development_passwords_are_not_hashed_at_a_lower_cost() =>
        Should.Throw<SettingsException>(() => HrBpmHost.Build(["--environment=Production", "--SignIn:HashIterations=219999"])).Message
            .ShouldBe("Expected SignIn:HashIterations to be at least 220000 outside development, but it is 219999.");

    private static Task<HttpResponseMessage> TryAsync(HrBpmServer server, string userName, string password) =>
        server.Client().PostAsJsonAsync("/api/sign-in", new { userName, password });
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>Access tokens as Elsa's clients use them.</summary>
public sealed class AccessTokenTests : IAsyncLifetime
{
    private HrBpmServer server = null!;

    public async ValueTask InitializeAsync() => server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_token_stands_for_the_session_of_its_person()
    {
        var answer = await LogInAsync("xu.nuo", HrBpmServer.Password);

        answer.Select(m => m.Key).ShouldBe(["isAuthenticated", "accessToken", "refreshToken"]);
        answer["isAuthenticated"]!.GetValue<bool>().ShouldBeTrue();
        var me = await With((string)answer["accessToken"]!).GetAsync("/api/me");
        ((string?)(await me.Content.ReadFromJsonAsync<JsonObject>())!["userName"]).ShouldBe("xu.nuo");
        (await With((string)answer["accessToken"]!).GetAsync("/elsa/api/features/installed")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_password_gives_no_token_and_counts()
    {
        for (var time = 0; time < 5; time++) (await LogInAsync("xu.nuo", "guess"))["isAuthenticated"]!.GetValue<bool>().ShouldBeFalse();

        (await LogInAsync("xu.nuo", HrBpmServer.Password))["accessToken"].ShouldBeNull("the account is locked");
        (await LogInAsync("nobody", "guess"))["isAuthenticated"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_ends_with_its_account()
    {
        var token = (string)(await LogInAsync("xu.nuo", HrBpmServer.Password))["accessToken"]!;
        await DisableAsync();

        (await With(token).GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_refresh_token_brings_the_next_access_token_and_opens_nothing_itself()
    {
        var first = await LogInAsync("xu.nuo", HrBpmServer.Password);
        var refresh = (string)first["refreshToken"]!;

        var answer = await With(refresh).PostAsync("/elsa/api/identity/refresh-token", null);
        var next = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;

        (await With((string)next["accessToken"]!).GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await With(refresh).GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var wrong in (string[])["x", (string)first["accessToken"]!, refresh[..^3]])
            await (await With(wrong).PostAsync("/elsa/api/identity/refresh-token", null)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.required");
        await DisableAsync();
        await (await With((string)next["refreshToken"]!).PostAsync("/elsa/api/identity/refresh-token", null)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.required");
    }

    [Fact]
    public async Task A_token_that_was_changed_or_made_up_is_refused()
    {
        var token = (string)(await LogInAsync("sun.lei", HrBpmServer.Password))["accessToken"]!;
        var parts = token.Split('.');
        var admin = (string)(await LogInAsync("xu.nuo", HrBpmServer.Password))["accessToken"]!;

        foreach (var forged in (string[])["x", "a.b.c", $"{parts[0]}.{parts[1]}.", $"{admin.Split('.')[0]}.{admin.Split('.')[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}.{parts[2][..^2]}"])
            (await With(forged).GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, forged);
    }

    [Fact]
    public async Task A_token_in_the_query_counts_for_hubs_only()
    {
        var token = (string)(await LogInAsync("xu.nuo", HrBpmServer.Password))["accessToken"]!;

        (await server.Client().GetAsync($"/api/me?access_token={token}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Client().PostAsync($"/elsa/hubs/workflow-instance/negotiate?negotiateVersion=1&access_token={token}", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonObject> LogInAsync(string username, string password)
    {
        var answer = await server.Client().PostAsJsonAsync("/elsa/api/identity/login", new { username, password });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private Task<int> DisableAsync() => server.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var person = await db.People.SingleAsync(p => p.UserName == "xu.nuo");
        await services.GetRequiredService<ISignInAccounts>().DisableAsync(person.Id, CancellationToken.None);
        return await db.SaveChangesAsync();
    });

    private HttpClient With(string token)
    {
        var client = server.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

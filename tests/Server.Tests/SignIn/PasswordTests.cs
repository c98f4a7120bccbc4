using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.SignIn;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>Passwords are changed by those who know the present one, to one that is worth something.</summary>
public sealed class PasswordTests
{
    private const string Good = "棕色狐狸 jumps over 懒狗", Other = "vier Pferde zogen den Wagen";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_changed_password_counts_at_once_and_ends_the_other_sessions(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var (here, elsewhere) = (await server.SignInAsync("li.na"), await server.SignInAsync("li.na"));

        (await ChangeAsync(here, HrBpmServer.Password, Good)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await here.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(server, HrBpmServer.Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(server, Good)).StatusCode.ShouldBe(HttpStatusCode.OK);
        // The same characters as another keyboard writes them: full-width letters.
        (await SignInAsync(server, Good.Replace("jumps", "ｊｕｍｐｓ"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        await (await ChangeAsync(here, Good, Good)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "password.used-before.invalid");
        (await ChangeAsync(here, Good, Other)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await ChangeAsync(here, Other, Good)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "password.used-before.invalid");
    }

    [Fact]
    public async Task Whoever_does_not_know_the_present_password_cannot_change_it_and_their_guesses_count()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = await server.SignInAsync("li.na");

        for (var i = 0; i < 5; i++) await (await ChangeAsync(client, "a guess", Good)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "sign-in.refused");

        await (await ChangeAsync(client, HrBpmServer.Password, Good)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "sign-in.locked");
    }

    [Theory]
    [InlineData("fourteen-chars", false, "password.short.invalid")]
    [InlineData("seven77", true, "password.short.invalid")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", false, "password.guessable.invalid")]
    [InlineData("abcdefghijklmnopqrstu", false, "password.guessable.invalid")]
    [InlineData("123456789012345", false, "password.guessable.invalid")]
    [InlineData("qwertyuiopasdfgh", false, "password.guessable.invalid")]
    [InlineData("zhang.wei zhang.wei!", false, "password.guessable.invalid")]
    [InlineData("HrBpm-2026-HrBpm", false, "password.guessable.invalid")]
    [InlineData("correct horse battery staple", false, null)]
    [InlineData("tr4-Mülleimer", true, null)]
    [InlineData("五个汉字不够十五个所以再加几个字", false, null)]
    public async Task A_password_is_judged_by_its_length_and_how_hard_it_is_to_guess(string password, bool hasSecondFactor, string? code)
    {
        var options = new SignInOptions();
        var rules = new PasswordRules(options, new BreachedPasswords(options));

        (await rules.WhyNotAsync(password, ["zhang.wei", "张伟", "zhang.wei@example.com"], hasSecondFactor, default))?.Code.ShouldBe(code);
        (await rules.WhyNotAsync(password, ["zhang.wei"], hasSecondFactor, default) is null).ShouldBe(code is null);
    }

    [Fact]
    public async Task A_stolen_password_is_refused_where_the_list_is_there()
    {
        var folder = Directory.CreateTempSubdirectory("hrbpm-breached-").FullName;
        try
        {
            // SHA-1 of "correct horse battery staple" is ABF7AAD6438836DBE526AA231ABDE2D0EEF74D42; the line of padding beside it counts for nothing.
            await File.WriteAllLinesAsync(Path.Combine(folder, "ABF7A.txt"), ["0000000000000000000000000000000000A:3", "AD6438836DBE526AA231ABDE2D0EEF74D42:117"]);
            var options = new SignInOptions { BreachedPasswords = folder };
            var rules = new PasswordRules(options, new BreachedPasswords(options));

            (await rules.WhyNotAsync("correct horse battery staple", [], false, default))!.Code.ShouldBe("password.breached.invalid");
            (await rules.WhyNotAsync(Other, [], false, default)).ShouldBeNull();
            await File.WriteAllLinesAsync(Path.Combine(folder, "ABF7A.txt"), ["AD6438836DBE526AA231ABDE2D0EEF74D42:0"]);
            (await rules.WhyNotAsync("correct horse battery staple", [], false, default)).ShouldBeNull();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Should.Throw<SettingsException>(() => new BreachedPasswords(new SignInOptions { BreachedPasswords = folder })).Message.ShouldContain("SignIn:BreachedPasswords");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_administrator_can_ask_for_a_new_password_which_is_then_the_only_way_in(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var (admin, person) = (await server.SignInAsync("xu.nuo"), await server.SignInAsync("li.na"));
        var path = $"/api/accounts/{DemoIds.Of("li.na")}/ask-for-new-password";
        await (await person.PostAsJsonAsync(path, new { reason = "me" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
        await (await admin.PostAsJsonAsync(path, new { reason = " " })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "accounts.reason.invalid");

        (await admin.PostAsJsonAsync(path, new { reason = "the laptop was stolen" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await person.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var answer = await SignInAsync(server, HrBpmServer.Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var step = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        ((string?)step["next"]).ShouldBe("newPassword");
        var client = server.Client();
        await (await client.PostAsJsonAsync("/api/sign-in/code", new { challenge = (string?)step["challenge"], code = "000000" })).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.challenge.stale");
        await (await NewAsync(client, step, HrBpmServer.Password)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "password.short.invalid");
        (await NewAsync(client, step, Good)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await NewAsync(client, step, Other)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.challenge.stale");

        var actions = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.Where(e => e.Subject == $"person:{DemoIds.Of("li.na"):D}").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
        actions.ShouldBe(["sign-in.done", "password.asked-for", "password.changed", "sign-in.done"]);
    }

    [Fact]
    public async Task An_administrator_has_no_say_over_accounts_of_another_company()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var admin = await server.SignInAsync("xu.nuo");

        foreach (var act in (string[])["ask-for-new-password", "reset-second-factor"])
            await (await admin.PostAsJsonAsync($"/api/accounts/{DemoIds.Of("zou.wen")}/{act}", new { reason = "curious" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "accounts.unknown");
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient client, string currentPassword, string newPassword) => client.PostAsJsonAsync("/api/me/password", new { currentPassword, newPassword });

    private static Task<HttpResponseMessage> SignInAsync(HrBpmServer server, string password) => server.Client().PostAsJsonAsync("/api/sign-in", new { userName = "li.na", password });

    private static Task<HttpResponseMessage> NewAsync(HttpClient client, JsonObject step, string newPassword) =>
        client.PostAsJsonAsync("/api/sign-in/new-password", new { challenge = (string?)step["challenge"], newPassword });
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>Passkeys: registered by whoever is signed in, good for one answer to one challenge, and two factors by themselves.</summary>
public sealed class PasskeyTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_passkey_signs_its_person_in_until_it_is_removed(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var (client, device) = (Browser(server, await server.SignInAsync("li.na")), new SoftwareAuthenticator());
        var id = await RegisterAsync(client, device, "手机");

        var phone = Browser(server);
        (await AnswerAsync(phone, device, await BeginAsync(phone))).StatusCode.ShouldBe(HttpStatusCode.OK);

        ((string?)(await phone.GetFromJsonAsync<JsonObject>("/api/me"))!["userName"]).ShouldBe("li.na");
        (await phone.GetFromJsonAsync<List<JsonObject>>("/api/me/sessions"))!.Select(s => (string?)s["way"]).ShouldBe(["passkey", "password"]);
        var listed = (await phone.GetFromJsonAsync<List<JsonObject>>("/api/me/passkeys"))!.Single();
        ((string?)listed["name"]).ShouldBe("手机");
        listed["lastUsedUtc"].ShouldNotBeNull();

        (await client.DeleteAsync($"/api/me/passkeys/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await AnswerAsync(phone, device, await BeginAsync(phone))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.passkey.refused");
        await (await client.DeleteAsync($"/api/me/passkeys/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "passkeys.unknown");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_answer_is_good_once_even_where_the_authenticator_does_not_count(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var device = new SoftwareAuthenticator();
        await RegisterAsync(Browser(server, await server.SignInAsync("li.na")), device, "key");
        var browser = Browser(server);
        var challenge = await BeginAsync(browser);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AnswerAsync(Browser(server), device, challenge)));

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        await (await AnswerAsync(browser, device, challenge)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.passkey.refused");
        (await AnswerAsync(browser, device, await BeginAsync(browser))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_not_the_answer_of_the_registered_key_on_this_site_with_its_user_verified_is_refused()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var device = new SoftwareAuthenticator();
        await RegisterAsync(Browser(server, await server.SignInAsync("li.na")), device, "key");
        var browser = Browser(server);

        (string Why, Func<JsonObject, JsonObject> Answer)[] wrong =
        [
            ("another site", begun => device.Get(begun["options"]!, "https://evil.example")),
            ("another key", begun => new SoftwareAuthenticator().As(device).Get(begun["options"]!, OriginOf(server))),
            ("user not verified", begun => device.Get(begun["options"]!, OriginOf(server), flags: 0x01)),
            ("user not present", begun => device.Get(begun["options"]!, OriginOf(server), flags: 0x04)),
            ("another challenge", begun => device.Get(new JsonObject { ["challenge"] = "AAAA", ["rpId"] = begun["options"]!["rpId"]!.DeepClone() }, OriginOf(server))),
            ("another domain", begun => device.Get(new JsonObject { ["challenge"] = begun["options"]!["challenge"]!.DeepClone(), ["rpId"] = "evil.example" }, OriginOf(server))),
            ("no credential", _ => []),
        ];
        foreach (var (why, answer) in wrong)
        {
            var begun = await BeginAsync(browser);
            var refused = await browser.PostAsJsonAsync("/api/sign-in/passkey", new { state = (string?)begun["state"], credential = answer(begun) });
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, why);
            await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.passkey.refused");
        }

        var forged = await BeginAsync(browser);
        forged["state"] = (string)forged["state"]! + "00";
        await (await AnswerAsync(browser, device, forged)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.challenge.stale");
        (await browser.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Registering_asks_for_the_password_and_belongs_to_whoever_began_it()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var (client, other, device) = (Browser(server, await server.SignInAsync("li.na")), Browser(server, await server.SignInAsync("wang.qiang")), new SoftwareAuthenticator());
        await (await client.PostAsJsonAsync("/api/me/passkeys/begin", new { password = "a guess" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "sign-in.refused");
        var begun = (await (await client.PostAsJsonAsync("/api/me/passkeys/begin", new { password = HrBpmServer.Password })).Content.ReadFromJsonAsync<JsonObject>())!;
        var credential = device.Create(begun["options"]!, OriginOf(server));

        await (await other.PostAsJsonAsync("/api/me/passkeys", new { name = "mine", state = (string?)begun["state"], credential })).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.challenge.stale");
        await (await client.PostAsJsonAsync("/api/me/passkeys", new { name = " ", state = (string?)begun["state"], credential })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkeys.name.invalid");
        await (await client.PostAsJsonAsync("/api/me/passkeys", new { name = "x", state = (string?)begun["state"], credential = new { } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkeys.answer.invalid");
        (await client.PostAsJsonAsync("/api/me/passkeys", new { name = "key", state = (string?)begun["state"], credential })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await client.PostAsJsonAsync("/api/me/passkeys", new { name = "again", state = (string?)begun["state"], credential })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkeys.answer.invalid");
    }

    [Fact]
    public async Task A_passkey_is_two_factors_but_opens_no_account_that_is_disabled()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var device = new SoftwareAuthenticator();
        await RegisterAsync(Browser(server, await server.SignInAsync("liu.yang")), device, "key");
        await using (var strict = await HrBpmServer.StartAsync(server.Database, new Dictionary<string, string?> { ["SignIn:SecondFactor:Roles:0"] = "HrSpecialist" }))
        {
            (await strict.Client().PostAsJsonAsync("/api/sign-in", new { userName = "liu.yang", password = HrBpmServer.Password })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            var there = Browser(strict);
            (await AnswerAsync(there, device, await BeginAsync(there))).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await server.InScopeAsync(async s =>
        {
            (await s.GetRequiredService<ISignInAccounts>().DisableAsync(DemoIds.Of("liu.yang"), default)).ShouldBeNull();
            return await s.GetRequiredService<AppDbContext>().SaveChangesAsync();
        });
        var browser = Browser(server);
        await (await AnswerAsync(browser, device, await BeginAsync(browser))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.passkey.refused");
    }

    private static string OriginOf(HrBpmServer server) => server.Address.GetLeftPart(UriPartial.Authority);

    // A browser says with each change which page sends it.
    private static HttpClient Browser(HrBpmServer server, HttpClient? client = null)
    {
        client ??= server.Client();
        client.DefaultRequestHeaders.Add("Origin", OriginOf(server));
        return client;
    }

    private static async Task<Guid> RegisterAsync(HttpClient client, SoftwareAuthenticator device, string name)
    {
        var begun = (await (await client.PostAsJsonAsync("/api/me/passkeys/begin", new { password = HrBpmServer.Password })).Content.ReadFromJsonAsync<JsonObject>())!;
        var credential = device.Create(begun["options"]!, client.DefaultRequestHeaders.GetValues("Origin").Single());
        var answer = await client.PostAsJsonAsync("/api/me/passkeys", new { name, state = (string?)begun["state"], credential });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<Guid>();
    }

    private static async Task<JsonObject> BeginAsync(HttpClient client) => (await (await client.PostAsync("/api/sign-in/passkey/begin", null)).Content.ReadFromJsonAsync<JsonObject>())!;

    private static Task<HttpResponseMessage> AnswerAsync(HttpClient client, SoftwareAuthenticator device, JsonObject begun) => client.PostAsJsonAsync("/api/sign-in/passkey",
        new { state = (string?)begun["state"], credential = device.Get(begun["options"]!, client.DefaultRequestHeaders.GetValues("Origin").Single()) });
}

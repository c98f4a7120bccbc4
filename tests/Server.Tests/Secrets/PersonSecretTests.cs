using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.PersonSecrets;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Platform.Verbs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrBpm.Server.Tests.Secrets;

public sealed class PersonSecretTests
{
    // Made up; the check characters are right.
    private const string Number = "11010519491231002X", OtherNumber = "440524188001010014", Account = "6222021234567890123";

    public static TheoryData<TestDatabase> Both => Databases.All;

    [Theory, MemberData(nameof(Both))]
    public async Task Numbers_are_masked_until_somebody_says_why_and_the_database_never_holds_them(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("liu.yang");
        var zhang = await IdOfAsync(hr, "zhang.wei");

        await SetAsync(hr, zhang, Number, Account, 0);
        var masked = await hr.GetFromJsonAsync<JsonObject>($"/api/people/{zhang}/secrets");
        masked!["identityNumber"]!.GetValue<string>().ShouldBe("****002X");
        masked["bankAccount"]!.GetValue<string>().ShouldBe("****0123");

        await (await hr.PostAsJsonAsync($"/api/people/{zhang}/secrets/reveal", new { field = "identityNumber", reason = " " })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "person-secrets.reason");
        (await RevealAsync(hr, zhang, "identityNumber")).ShouldBe(Number);
        (await RevealAsync(hr, zhang, "bankAccount")).ShouldBe(Account);
        var trail = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.Where(e => e.Action == "person.secret-revealed").Select(e => e.Body).ToListAsync());
        trail.Count.ShouldBe(2);
        trail.ShouldAllBe(body => !body.Contains("制作合同") && body.Contains($"person:{zhang}"), "the reason is kept beside the entry");

        var found = await (await hr.PostAsJsonAsync("/api/people/find-by-identity-number", new { number = "110105 19491231 002x", reason = "核对" })).Content.ReadFromJsonAsync<JsonObject>();
        found!["personId"]!.GetValue<string>().ShouldBe(zhang);

        var dump = await DatabaseText.OfAsync(server.Database);
        dump.ShouldContain("zhang.wei", Case.Sensitive, "the dump holds the people");
        foreach (var plain in (string[])[Number, Account, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Number)), Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Account))])
            dump.Contains(plain, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"{plain} is in the dump");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_value_that_was_moved_to_another_row_or_column_does_not_open(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("liu.yang");
        var (zhang, li) = (await IdOfAsync(hr, "zhang.wei"), await IdOfAsync(hr, "li.na"));
        await SetAsync(hr, zhang, Number, Account, 0);
        await SetAsync(hr, li, OtherNumber, "6222029999999999999", 0);

        await SwapAsync(server, "UPDATE person_secrets SET bank_account = (SELECT o.bank_account FROM person_secrets o WHERE o.person_id <> person_secrets.person_id)");
        var answer = await hr.PostAsJsonAsync($"/api/people/{zhang}/secrets/reveal", new { field = "bankAccount", reason = "制作合同" });
        (await answer.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "secrets.broken"))["detail"]!.GetValue<string>().ShouldNotContain("6222");
        (await RevealAsync(hr, zhang, "identityNumber")).ShouldBe(Number, "what was not moved still opens");

        await SwapAsync(server, "UPDATE person_secrets SET bank_account = identity_number");
        await (await hr.PostAsJsonAsync($"/api/people/{li}/secrets/reveal", new { field = "bankAccount", reason = "制作合同" })).ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "secrets.broken");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_rotation_seals_everything_anew_and_outlives_a_restart(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        var zhang = "";
        await using (var first = await HrBpmServer.StartAsync(fresh))
        {
            var hr = await first.SignInAsync("liu.yang");
            zhang = await IdOfAsync(hr, "zhang.wei");
            await SetAsync(hr, zhang, Number, Account, 0);
            await SetAsync(hr, await IdOfAsync(hr, "li.na"), OtherNumber, Account, 0);
            var admin = await first.SignInAsync("xu.nuo");
            var begun = await admin.PostAsJsonAsync("/api/keys/rotate", new { });
            begun.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            (await begun.Content.ReadFromJsonAsync<JsonObject>())!["key"]!.GetValue<int>().ShouldBe(2);
            await SetAsync(hr, await IdOfAsync(hr, "sun.lei"), null, Account, 0);
            var now = await admin.GetFromJsonAsync<JsonObject>("/api/keys");
            (now!["rows"]!.GetValue<int>(), now["done"]!.GetValue<int>()).ShouldBe((3, 1), "what is new is sealed with the new key");
            await (await admin.PostAsJsonAsync("/api/keys/rotate", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "keys.rotation-running");
            await (await hr.PostAsJsonAsync("/api/keys/rotate", new { })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
        }

        await using var second = await HrBpmServer.StartAsync(fresh);
        (await second.Services.GetRequiredService<KeyRotation>().RunDueAsync(CancellationToken.None)).ShouldBeInRange(0, 4, "two rows and their indexes; the schedule may have been faster");
        var done = await (await second.SignInAsync("xu.nuo")).GetFromJsonAsync<JsonObject>("/api/keys");
        done!["done"]!.GetValue<int>().ShouldBe(3);
        var used = await second.InScopeAsync(async s => (await s.GetRequiredService<AppDbContext>().PersonSecrets.ToListAsync()).SelectMany(r => new[] { SealedBytes.KeyIdOf(r.BankAccount), r.KeyId }).Distinct().ToList());
        used.Count.ShouldBe(1, "no value is sealed with the key before");
        (await RevealAsync(await second.SignInAsync("liu.yang"), zhang, "identityNumber")).ShouldBe(Number);

        (await CommandLine.RunAsync(["keys", "rotate", .. fresh.Arguments])).ShouldBe(0, "the verb does it while the server works");
        var admin2 = await second.SignInAsync("xu.nuo");
        (await admin2.GetFromJsonAsync<JsonObject>("/api/keys"))!["key"]!.GetValue<int>().ShouldBe(3);
        (await admin2.GetFromJsonAsync<JsonObject>("/api/keys"))!["done"]!.GetValue<int>().ShouldBe(3);
        (await RevealAsync(await second.SignInAsync("liu.yang"), zhang, "bankAccount")).ShouldBe(Account, "the server finds the key that the verb made");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_new_master_key_takes_over_and_the_old_one_may_go(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        var zhang = "";
        await using (var first = await HrBpmServer.StartAsync(fresh))
        {
            var hr = await first.SignInAsync("liu.yang");
            await SetAsync(hr, zhang = await IdOfAsync(hr, "zhang.wei"), Number, null, 0);
        }
        var file = Path.Combine(fresh.Folder, "keys", "master.keys");
        var newer = $"{Guid.CreateVersion7():D}:{Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32))}";
        await File.AppendAllLinesAsync(file, [newer]);
        (await CommandLine.RunAsync(["keys", "rewrap", .. fresh.Arguments])).ShouldBe(0);
        await File.WriteAllTextAsync(file, newer);

        await using var second = await HrBpmServer.StartAsync(fresh);
        (await RevealAsync(await second.SignInAsync("liu.yang"), zhang, "identityNumber")).ShouldBe(Number);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Without_its_master_key_a_value_does_not_open_and_the_operator_is_told_which_is_missing(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        await using (var first = await HrBpmServer.StartAsync(fresh))
        {
            var hr = await first.SignInAsync("liu.yang");
            await SetAsync(hr, await IdOfAsync(hr, "zhang.wei"), Number, null, 0);
        }
        File.Delete(Path.Combine(fresh.Folder, "keys", "master.keys"));

        await using var second = await HrBpmServer.StartAsync(fresh);
        var row = await second.InScopeAsync(s => s.GetRequiredService<AppDbContext>().PersonSecrets.SingleAsync());
        var refused = await Should.ThrowAsync<SealedValueException>(() => second.InScopeAsync(s => s.GetRequiredService<FieldSecrets>().OpenTextAsync(row.PlaceOf(PersonSecretsRow.IdentityNumberColumn), row.IdentityNumber!, CancellationToken.None)));
        refused.Message.ShouldContain("Put the master keys of the server that wrote this back.");
    }

    [Fact]
    public async Task Master_keys_may_come_as_text_and_what_is_none_is_refused_without_being_repeated()
    {
        var (one, other) = ($"{Guid.NewGuid():D}:{Convert.ToBase64String(new byte[32])}", $"{Guid.NewGuid():D}:{Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray())}");
        var before = await new MasterKeyRing(one, "test").WrapAsync([1, 2, 3], "use", default);
        var both = new MasterKeyRing($"{one},{other}", "test");
        (await both.UnwrapAsync(before, "use", default)).ShouldBe([1, 2, 3], "the one before still unwraps");
        await Should.ThrowAsync<SealedValueException>(() => both.UnwrapAsync(before, "another use", default));
        var after = await both.WrapAsync([4], "use", default);
        (await Should.ThrowAsync<SealedValueException>(() => new MasterKeyRing(one, "test").UnwrapAsync(after, "use", default))).Message.ShouldContain(other[..36]);
        foreach (var wrong in (string[])["", "secret", $"x:{Convert.ToBase64String(new byte[32])}", $"{Guid.NewGuid()}:c2VjcmV0", $"{one}\n{one}"])
            Should.Throw<SettingsException>(() => new MasterKeyRing(wrong, "the environment variable HRBPM_MASTER_KEYS")).Message.ShouldSatisfyAllConditions(m => m.ShouldContain("HRBPM_MASTER_KEYS"), m => m.ShouldNotContain("c2VjcmV0"), m => m.ShouldNotContain(one[37..]));
    }

    [Fact]
    public async Task Only_HR_may_see_or_set_numbers_and_only_of_people_in_its_scope()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var hr = await server.SignInAsync("liu.yang");
        var zhang = await IdOfAsync(hr, "zhang.wei");
        await SetAsync(hr, zhang, Number, Account, 0);

        foreach (var other in (string[])["zhang.wei", "li.na", "xu.nuo"])
            await (await (await server.SignInAsync(other)).GetAsync($"/api/people/{zhang}/secrets")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
        var school = await server.SignInAsync("zou.wen");
        await (await school.GetAsync($"/api/people/{zhang}/secrets")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "people.unknown");
        await (await school.PostAsJsonAsync($"/api/people/{zhang}/secrets/reveal", new { field = "bankAccount", reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "people.unknown");
        await (await school.PostAsJsonAsync("/api/people/find-by-identity-number", new { number = Number, reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "people.unknown");

        await (await PutAsync(hr, zhang, OtherNumber, null, 0)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "person-secrets.changed-meanwhile");
        await (await PutAsync(hr, await IdOfAsync(hr, "li.na"), Number, null, 0)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "person-secrets.identity-number-taken");
        var mistyped = await (await PutAsync(hr, zhang, "110105194912310021", null, 1)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "person-secrets.identity-number.invalid");
        mistyped["detail"]!.GetValue<string>().ShouldContain("check character");
        await (await PutAsync(hr, zhang, null, "1234", 1)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "person-secrets.bank-account.invalid");
    }

    [Theory]
    [InlineData("11010519491231002X", true)]
    [InlineData("440524188001010014", true)]
    [InlineData("440524188001010015", false)]
    [InlineData("11010519491331002X", false)]
    [InlineData("01010519491231002X", false)]
    [InlineData("1101051949123100", false)]
    [InlineData("11010519491231002٣", false)]
    public void A_resident_number_has_a_province_a_birthday_and_a_check_character(string number, bool isValid) =>
        (IdentityNumbers.WhyNot(IdentityKind.ResidentIdentityCard, number, new DateOnly(2026, 1, 1)) is null).ShouldBe(isValid);

    private static async Task<string> IdOfAsync(HttpClient hr, string userName) =>
        (await hr.GetFromJsonAsync<JsonObject>($"/api/people?search={userName}"))!["items"]![0]!["id"]!.GetValue<string>();

    private static Task<HttpResponseMessage> PutAsync(HttpClient hr, string person, string? number, string? account, int version) => hr.PutAsJsonAsync($"/api/people/{person}/secrets", new
    {
        identity = number is null ? null : new { kind = "residentIdentityCard", number },
        bankAccount = account is null ? null : new { bankName = "中国工商银行", number = account },
        version,
    });

    private static async Task SetAsync(HttpClient hr, string person, string? number, string? account, int version)
    {
        var answer = await PutAsync(hr, person, number, account, version);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> RevealAsync(HttpClient hr, string person, string field)
    {
        var answer = await hr.PostAsJsonAsync($"/api/people/{person}/secrets/reveal", new { field, reason = "制作合同" });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["value"]!.GetValue<string>();
    }

    private static Task<int> SwapAsync(HrBpmServer server, string sql) => server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Database.ExecuteSqlRawAsync(sql));

    // What somebody holds who has the database: the whole of pg_dump's text, or the bytes of the SQLite file with its log.
}

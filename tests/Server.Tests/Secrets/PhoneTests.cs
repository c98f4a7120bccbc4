using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Secrets;

/// <summary>Phone numbers that are sealed because the setting says so, and blind indexes whose key is changed.</summary>
public sealed class PhoneTests
{
    private const string Number = "11010519491231002X", Phone = "+86 139 7531 8642", Tail = "75318642";
    private static readonly Dictionary<string, string?> Sealing = new() { ["Secrets:SealPhones"] = "true" };

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Phones_follow_the_setting_and_are_found_by_their_tail_throughout(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        await using (var plain = await HrBpmServer.StartAsync(fresh))
        {
            var hr = await plain.SignInAsync("liu.yang");
            await ChangePhoneAsync(hr, Phone);
            await ShouldFindAsync(hr);
            (await DatabaseText.OfAsync(fresh)).ShouldContain(Phone);
        }

        await using (var sealing = await HrBpmServer.StartAsync(fresh, Sealing))
        {
            var hr = await sealing.SignInAsync("liu.yang");
            await ShouldFindAsync(hr);
            await sealing.Services.GetRequiredService<KeyRotation>().RunDueAsync(CancellationToken.None);
            await ShouldFindAsync(hr);
            var stored = await sealing.InScopeAsync(async s => await s.GetRequiredService<AppDbContext>().People.Where(p => p.Phone != null).CountAsync());
            stored.ShouldBe(0, "none is plain any more");
            (await sealing.InScopeAsync(s => s.GetRequiredService<AppDbContext>().PersonKeys.CountAsync(k => k.Key == "8613975318642" || k.Key == "~24681357931668"))).ShouldBe(0);
            if (database == TestDatabase.Sqlite) await sealing.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Database.ExecuteSqlRawAsync("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
            var dump = await DatabaseText.OfAsync(fresh);
            foreach (var plain in (string[])[Phone, "13975318642", "24681357931"]) dump.ShouldNotContainAnywhere(plain);
            await RotateAsync(sealing, hr);
            await ChangePhoneAsync(hr, "+86 139 0000 7777");
            (await FindAsync(hr, Tail)).ShouldBeEmpty();
            await ChangePhoneAsync(hr, Phone);
            await ShouldFindAsync(hr);
        }

        await using var back = await HrBpmServer.StartAsync(fresh);
        await back.Services.GetRequiredService<KeyRotation>().RunDueAsync(CancellationToken.None);
        (await back.InScopeAsync(async s => await s.GetRequiredService<AppDbContext>().People.CountAsync(p => p.SealedPhone != null))).ShouldBe(0);
        await ShouldFindAsync(await back.SignInAsync("liu.yang"));
    }

    // Both ways of finding work before the indexes are made anew, and after that without the key before.
    private static async Task RotateAsync(HrBpmServer server, HttpClient hr)
    {
        var zhang = DemoIds.Of("zhang.wei");
        (await hr.PutAsJsonAsync($"/api/people/{zhang}/secrets", new { identity = new { kind = "residentIdentityCard", number = Number }, bankAccount = (object?)null, version = 0 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var admin = await server.SignInAsync("xu.nuo");
        (await admin.PostAsJsonAsync("/api/keys/rotate", new { })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await ShouldFindAsync(hr);
        (await FindByNumberAsync(hr)).ShouldBe(zhang);
        await server.Services.GetRequiredService<KeyRotation>().RunDueAsync(CancellationToken.None);
        var progress = (await admin.GetFromJsonAsync<JsonObject>("/api/keys"))!;
        progress["done"]!.GetValue<int>().ShouldBe(progress["rows"]!.GetValue<int>());
        var others = progress["others"]!.AsArray().ToDictionary(o => (string)o!["work"]!, o => ((int)o!["rows"]!, (int)o["done"]!));
        others.Keys.ShouldBe(["phones.sealed", "phones.indexed", "identityNumbers.indexed"], ignoreOrder: true);
        others.Values.ShouldAllBe(at => at.Item1 == at.Item2 && at.Item1 > 0);
        var oldest = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().CompanyKeys.Where(k => k.Use == KeyUse.Index && k.Number == 1).ExecuteDeleteAsync());
        oldest.ShouldBeGreaterThan(0);
        await ShouldFindAsync(hr);
        (await FindByNumberAsync(hr)).ShouldBe(zhang);
    }

    private static async Task ShouldFindAsync(HttpClient hr)
    {
        (await FindAsync(hr, Tail)).ShouldBe(["zhang.wei"]);
        (await FindAsync(hr, "8642")).ShouldBe(["zhang.wei"]);
        (await hr.GetFromJsonAsync<JsonObject>($"/api/people/{DemoIds.Of("zhang.wei")}"))!["phone"]!.GetValue<string>().ShouldBe(Phone);
    }

    private static async Task<List<string>> FindAsync(HttpClient hr, string search) =>
        [.. (await hr.GetFromJsonAsync<JsonObject>($"/api/people?search={search}"))!["items"]!.AsArray().Select(p => (string)p!["userName"]!)];

    private static async Task<Guid> FindByNumberAsync(HttpClient hr) =>
        (Guid)(await (await hr.PostAsJsonAsync("/api/people/find-by-identity-number", new { number = Number, reason = "核对" })).Content.ReadFromJsonAsync<JsonObject>())!["personId"]!;

    private static async Task ChangePhoneAsync(HttpClient hr, string phone)
    {
        var zhang = (await hr.GetFromJsonAsync<JsonObject>($"/api/people/{DemoIds.Of("zhang.wei")}"))!;
        var changed = await hr.PutAsJsonAsync($"/api/people/{DemoIds.Of("zhang.wei")}", new { name = (string)zhang["name"]!, email = (string)zhang["email"]!, phone, weComUserId = (string?)zhang["weComUserId"] });
        changed.IsSuccessStatusCode.ShouldBeTrue(await changed.Content.ReadAsStringAsync());
    }
}

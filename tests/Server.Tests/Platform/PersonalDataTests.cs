using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Platform;

public sealed class PersonalDataTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_person_gets_a_copy_of_what_is_held_about_them_and_reads_who_saw_it(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("liu.yang");
        var me = await server.SignInAsync("zhang.wei");
        var id = (await hr.GetFromJsonAsync<JsonObject>("/api/people?search=zhang.wei"))!["items"]![0]!["id"]!.GetValue<string>();
        var set = new { identity = new { kind = "residentIdentityCard", number = "11010519491231002X" }, bankAccount = (object?)null, version = 0 };
        (await hr.PutAsJsonAsync($"/api/people/{id}/secrets", set)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hr.PostAsJsonAsync($"/api/people/{id}/secrets/reveal", new { field = "identityNumber", reason = "办理社保" })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var copy = await me.GetFromJsonAsync<JsonObject>("/api/me/data");
        copy!["organisation"]!["userName"]!.GetValue<string>().ShouldBe("zhang.wei");
        copy["organisation"]!["employments"]![0]!["department"]!.GetValue<string>().ShouldNotBeEmpty();
        copy["numbers"]!["identityNumber"]!.GetValue<string>().ShouldBe("11010519491231002X");
        copy["contractsAndLeaving"]!["contracts"]!.AsArray().Count.ShouldBe(1);
        copy.ToJsonString().ShouldNotContain("li.na", Case.Sensitive, "nobody else's data is in it");

        var views = (await me.GetFromJsonAsync<JsonArray>("/api/me/viewers"))!;
        views.Select(v => v!["action"]!.GetValue<string>()).ShouldBe(["person.data-exported", "person.secret-revealed", "person.secrets-set"]);
        (views[1]!["by"]!.GetValue<string>(), views[1]!["data"]!["reason"]!.GetValue<string>()).ShouldBe(("刘洋", "办理社保"));
        (await (await server.SignInAsync("li.na")).GetFromJsonAsync<JsonArray>("/api/me/viewers"))!.ShouldBeEmpty();
    }
}

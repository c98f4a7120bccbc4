using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Payroll;
using HrBpm.Server.Tests.Roles;
using Microsoft.Extensions.DependencyInjection;

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

        // Looks at the record, the masked numbers and the pay, and files: one with everybody, one without the person.
        var boss = await server.SignInAsync("zhao.min");
        await server.InScopeAsync(s => AddStatementAsync(s.GetRequiredService<AppDbContext>(), s.GetRequiredService<PayAmounts>(), Guid.Parse(id)));
        (await boss.GetAsync($"/api/people/{id}")).EnsureSuccessStatusCode();
        (await boss.GetAsync($"/api/people/{id}/secrets")).EnsureSuccessStatusCode();
        (await me.GetAsync($"/api/people/{id}")).EnsureSuccessStatusCode();
        var statement = (await boss.GetFromJsonAsync<JsonArray>("/api/payroll/statements"))!.Single()!["id"];
        (await boss.GetAsync($"/api/payroll/statements/{statement}")).EnsureSuccessStatusCode();
        (await boss.GetAsync("/api/payroll/statements/export")).EnsureSuccessStatusCode();
        (await boss.GetAsync("/api/people/export?search=li.na")).EnsureSuccessStatusCode();
        (await boss.GetAsync("/api/people/export")).EnsureSuccessStatusCode();

        views = (await me.GetFromJsonAsync<JsonArray>("/api/me/viewers?take=5"))!;
        views.Select(v => $"{v!["by"]} {v["action"]} {v["data"]?["list"]}").ShouldBe(["赵敏 lists.export people", "赵敏 lists.export pay-statements", "赵敏 payroll.statement-read ", "赵敏 person.secrets-seen ", "赵敏 person.record-seen "]);
        ((int)views[0]!["data"]!["people"]!, (int)views[1]!["data"]!["people"]!).ShouldBe((Features.Org.Demo.DemoPeople.Tech.Count, 1));
        views[4]!["data"]!["fields"]!.ToJsonString().ShouldBe("""["phone"]""", "which fields, none of their values");
        (await me.GetFromJsonAsync<JsonArray>("/api/me/viewers?skip=5"))!.Count.ShouldBe(3);
        await (await boss.PostAsJsonAsync($"/api/people/{id}/data", new { reason = "本人书面申请" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "privacy.copy.own");
    }

    private static async Task<int> AddStatementAsync(AppDbContext db, PayAmounts amounts, Guid person)
    {
        var statement = new StatementRow { Id = Guid.CreateVersion7(), CompanyId = OneServer.Tech, CaseId = Guid.CreateVersion7(), CaseNumber = "LZ-1", EmployeeId = person, EmployeeNumber = "XK0006", StatutoryPayUtc = DateTime.UnixEpoch };
        statement.Items.Add(await amounts.SealAsync(new PayItem(Guid.CreateVersion7(), PayItemKind.Wage, 1_234_567, "CNY", PayState.Held), statement, position: 1, CancellationToken.None));
        db.Add(statement);
        return await db.SaveChangesAsync();
    }
}

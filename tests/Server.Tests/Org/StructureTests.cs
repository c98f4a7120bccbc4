using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Org;

public sealed class StructureTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_department_moves_with_all_below_it_and_its_past_stays_known(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("xu.nuo");
        var sales = Department("销售部");
        var inner = await MadeAsync(hr, "/api/org/departments", new { name = "华东销售组", parentId = sales, from = "2026-01-01" });

        await ChangedAsync(hr, $"/api/org/departments/{sales}", new { name = "营销中心", parentId = Department("客户成功部"), from = "2026-03-01" });
        await ChangedAsync(hr, $"/api/org/departments/{sales}/head", new { personId = Person("li.na"), from = "2026-03-15" });

        var paths = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Departments.Where(d => d.Id == sales || d.Id == inner || d.Id == Department("客户成功部")).ToDictionaryAsync(d => d.Id, d => d.Path));
        paths[sales].ShouldStartWith(paths[Department("客户成功部")]);
        paths[inner].ShouldStartWith(paths[sales]);
        (await OnAsync(hr, "2025-12-31", sales)).ShouldBe("销售部 < 总经办, 王强");
        (await OnAsync(hr, "2026-03-14", sales)).ShouldBe("营销中心 < 客户成功部, 王强");
        (await OnAsync(hr, "2026-03-15", sales)).ShouldBe("营销中心 < 客户成功部, 李娜");
        (await HeadsAsync(hr, sales, "?on=2026-03-14")).ShouldBe(["王强"]);
        (await HeadsAsync(hr, sales, "")).ShouldBe(["李娜", "王强"]);
        (await hr.GetFromJsonAsync<JsonObject>("/api/people?search=yxzx"))!["total"]!.GetValue<int>().ShouldBe(DemoPeople.Tech.Count(p => p.Department == "销售部"), "people are found by the new name's initials");
        var audited = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.Where(e => e.Action.StartsWith("org.")).Select(e => e.Action).ToListAsync());
        audited.ShouldBe(["org.department.create", "org.department.change", "org.department.head"], ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Somebody_comes_goes_and_comes_back(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("liu.yang");
        var terms = Terms("zhang.wei", "2024-01-01");
        var id = await MadeAsync(hr, "/api/people", new { name = "单一新", employeeNumber = "XK9001", userName = "shan.yixin", email = "shan.yixin@xinghe.example", phone = "13912345678", employment = terms });

        (await FoundAsync(hr, "shanyi")).ShouldBe(["单一新"]);
        (await FoundAsync(hr, "5678")).ShouldBe(["单一新"]);
        // Who does not see the number neither removes nor replaces it.
        var admin = await server.SignInAsync("xu.nuo");
        await ChangedAsync(admin, $"/api/people/{id}", new { name = "单一心", email = "shan.yixin@xinghe.example", weComUserId = "shanyixin" });
        await (await admin.PutAsJsonAsync($"/api/people/{id}", new { name = "单一心", email = "shan.yixin@xinghe.example", weComUserId = "shanyixin", phone = "13900000000" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "people.phone.forbidden");
        ((string?)(await hr.GetFromJsonAsync<JsonObject>($"/api/people/{id}"))!["phone"]).ShouldBe("13912345678");
        // What a payroll clerk is signed in by is not in the hands of those who may not see pay; what they are called is.
        var clerk = new { name = "冯雪雪", email = "feng.xue@xinghe.example", phone = "+86 138 0000 1038", weComUserId = "fengxue", dingTalkUnionId = "ding-fengxue" };
        foreach (var taken in new object[] { clerk with { weComUserId = "liuyang" }, clerk with { email = "liu.yang@xinghe.example" }, clerk with { dingTalkUnionId = "ding-liuyang" } })
            await (await hr.PutAsJsonAsync($"/api/people/{Person("feng.xue")}", taken)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "people.sign-in-names.forbidden");
        await ChangedAsync(hr, $"/api/people/{Person("feng.xue")}", clerk);
        await ChangedAsync(await server.SignInAsync("zhao.min"), $"/api/people/{Person("feng.xue")}", clerk with { weComUserId = "fengxuexue" });
        await ChangedAsync(hr, $"/api/people/{id}", new { name = "单逸新", email = "shan.yixin@xinghe.example" });
        (await FoundAsync(hr, "单逸")).ShouldBe(["单逸新"]);
        (await FoundAsync(hr, "5678")).ShouldBeEmpty("the number is not known any more");

        var person = (await hr.GetFromJsonAsync<JsonObject>($"/api/people/{id}"))!;
        var first = person["employments"]![0]!["id"]!.GetValue<Guid>();
        await (await hr.PostAsJsonAsync($"/api/people/{id}/employments", Terms("zhang.wei", "2026-02-01"))).ShouldBeProblemAsync(HttpStatusCode.Conflict, "employments.overlap");
        (await hr.PostAsJsonAsync($"/api/people/{id}/employments/{first}/end", new { lastDay = "2026-01-31" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await MadeAsync(hr, $"/api/people/{id}/employments", Terms("tang.xin", "2026-02-01"));

        person = (await hr.GetFromJsonAsync<JsonObject>($"/api/people/{id}"))!;
        person["employments"]!.AsArray().Select(e => $"{e!["department"]} {e["from"]} {e["until"]} {e["manager"]?["name"]} {e["hrBp"]?["name"]}").ShouldBe(["客户成功部 2026-02-01  谢敏 刘洋", "销售部 2024-01-01 2026-01-31 李娜 刘洋"]);
    }

    [Fact]
    public async Task What_can_not_be_is_refused_with_a_sentence_and_nothing_is_stored()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var (hr, employee) = (await server.SignInAsync("xu.nuo"), await server.SignInAsync("zhang.wei"));
        var office = Department("总经办");
        var liNa = await EmploymentAsync(server, "li.na");

        var circle = await (await hr.PutAsJsonAsync($"/api/people/{Person("li.na")}/employments/{liNa}", Terms("li.na", "2020-01-01", manager: "zhang.wei"))).ShouldBeProblemAsync(HttpStatusCode.Conflict, "employments.manager.circle");
        circle["detail"]!.GetValue<string>().ShouldBe("Expected managers to lead to the top, but they would lead in a circle: 李娜 > 张伟 > 李娜.");
        await (await hr.PutAsJsonAsync($"/api/org/departments/{office}", new { name = "总经办", parentId = Department("销售部") })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "departments.circle");
        await (await hr.PutAsJsonAsync($"/api/org/departments/{office}", new { name = "总经办", parentId = office })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "departments.circle");
        await (await hr.PostAsJsonAsync($"/api/org/departments/{office}/close", new { lastDay = "2026-01-01" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "departments.in-use");
        await (await hr.PutAsJsonAsync($"/api/org/departments/{office}/head", new { personId = Person("li.na"), from = "2999-01-01" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "departments.from.invalid");
        await (await hr.PutAsJsonAsync($"/api/org/departments/{office}/head", new { personId = Guid.NewGuid() })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "departments.head.invalid");
        await (await hr.PostAsJsonAsync("/api/org/branches", new { name = "东京", timeZoneId = "Mars/Olympus", locale = "ja-JP" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "branches.time-zone.invalid");
        await (await hr.PostAsJsonAsync("/api/org/positions", new { name = "总经理" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "positions.name.taken");
        await (await hr.PostAsJsonAsync("/api/people", new { name = "甲", employeeNumber = "XK0006", userName = "jia", email = "jia@xinghe.example", employment = Terms("li.na", "2026-01-01") })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "people.number.taken");
        await (await hr.PostAsJsonAsync("/api/people", new { name = "甲", employeeNumber = "XK9006", userName = "jia", email = "nowhere", employment = Terms("li.na", "2026-01-01") })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "people.email.invalid");
        await (await hr.PutAsJsonAsync($"/api/people/{Person("fang.mingyuan")}", new { name = "乙", email = "a@b.example" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "people.unknown");
        (await employee.PostAsJsonAsync("/api/org/positions", new { name = "新职位" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.CountAsync(e => e.Action.StartsWith("org.")))).ShouldBe(0);
    }

    private static Guid Department(string name) => DemoIds.Of($"department:星河科技/{name}");

    private static Guid Person(string userName) => DemoIds.Of(userName);

    private static object Terms(string like, string from, string? manager = null)
    {
        var person = DemoPeople.Tech.Single(p => p.UserName == like);
        return new
        {
            branchId = DemoIds.Of($"branch:星河科技/{person.Branch}"),
            departmentId = Department(person.Department),
            positionId = DemoIds.Of($"position:星河科技/{person.Position}"),
            from,
            managerId = Person(manager ?? person.Manager!),
            hrBpId = Person("liu.yang"),
        };
    }

    private static async Task<Guid> EmploymentAsync(HrBpmServer server, string userName)
    {
        var person = Person(userName);
        return await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Employments.Where(e => e.PersonId == person).Select(e => e.Id).SingleAsync());
    }

    private static async Task<Guid> MadeAsync(HttpClient client, string address, object body)
    {
        var answer = await client.PostAsJsonAsync(address, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<Guid>();
    }

    private static async Task ChangedAsync(HttpClient client, string address, object body)
    {
        var answer = await client.PutAsJsonAsync(address, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> OnAsync(HttpClient client, string day, Guid departmentId)
    {
        var departments = (await client.GetFromJsonAsync<JsonObject>($"/api/org?on={day}"))!["departments"]!.AsArray();
        var department = departments.Single(d => d!["id"]!.GetValue<Guid>() == departmentId)!;
        var parent = departments.Single(d => d!["id"]!.GetValue<Guid>() == department["parentId"]!.GetValue<Guid>())!;
        return $"{department["name"]} < {parent["name"]}, {department["headName"]}";
    }

    private static async Task<List<string>> HeadsAsync(HttpClient client, Guid departmentId, string query) =>
        [.. (await client.GetFromJsonAsync<JsonObject>($"/api/org/departments/{departmentId}/heads{query}"))!["items"]!.AsArray().Select(h => h!["name"]!.GetValue<string>())];

    private static async Task<List<string>> FoundAsync(HttpClient client, string text) =>
        [.. (await client.GetFromJsonAsync<JsonObject>($"/api/people?search={text}"))!["items"]!.AsArray().Select(p => p!["name"]!.GetValue<string>())];
}

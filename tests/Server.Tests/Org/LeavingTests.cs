using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Org;

/// <summary>What ends with an employment, wherever its end was written: the account at the last working hour, what the person heads with the last day.</summary>
public sealed class LeavingTests
{
    private const string Day = "2099-03-02", NextDay = "2099-03-03";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Accounts_and_headships_end_with_the_employment(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("zhao.min");
        await EndByHandAsync(server, hr, "wang.qiang", Day);
        await EndByFileAsync(server, hr, "xie.min", Day);
        await EndByFlowAsync(server, "deng.chao", Day);
        // Somebody who only moves keeps the account, and heads the old department no more.
        await EndByHandAsync(server, hr, "zheng.kai", Day);
        var terms = new { branchId = DemoIds.Of("branch:星河科技/上海分公司"), departmentId = DemoIds.Of("department:星河科技/总经办"), positionId = DemoIds.Of("position:星河科技/总经理助理"), from = NextDay, managerId = DemoIds.Of("lin.feng") };
        (await hr.PostAsJsonAsync($"/api/people/{DemoIds.Of("zheng.kai")}/employments", terms)).EnsureSuccessStatusCode();
        // Somebody who was to leave, and stays after all.
        await EndByHandAsync(server, hr, "cheng.hao", Day);
        await EndByHandAsync(server, hr, "cheng.hao", "2099-12-31");

        foreach (var (department, head) in new[] { ("销售部", "王强"), ("客户成功部", "谢敏"), ("研发部", "邓超"), ("财务部", "郑凯") })
        {
            (await HeadsAsync(hr, department, Day)).ShouldBe([head]);
            (await HeadsAsync(hr, department, NextDay)).ShouldBeEmpty();
            (await HeadOnAsync(hr, department, NextDay)).ShouldBeNull();
        }

        (await HeadsAsync(hr, "信息技术部", NextDay)).ShouldBe(["程浩"]);
        string[] leave = ["wang.qiang", "xie.min", "deng.chao"];
        // In Shanghai it is 17:59 on the last day, and then 18:01.
        await MoveToAsync(server, "2099-03-02T09:59:00Z");
        foreach (var person in leave) (await (await server.SignInAsync(person)).GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK, person);
        var sessions = await Task.WhenAll(leave.Append("zheng.kai").Append("cheng.hao").Select(server.SignInAsync));
        await MoveToAsync(server, "2099-03-02T10:01:00Z");
        (await Task.WhenAll(sessions.Select(async s => (await s.GetAsync("/api/me")).StatusCode))).ShouldBe([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK]);
        (await HeadNowAsync(server, "销售部")).ShouldBe(DemoIds.Of("wang.qiang"), "it is the last day still");

        await MoveToAsync(server, "2099-03-03T00:00:00Z");
        (await HeadNowAsync(server, "销售部")).ShouldBeNull();
        (await HeadNowAsync(server, "财务部")).ShouldBeNull();
        (await HeadNowAsync(server, "信息技术部")).ShouldBe(DemoIds.Of("cheng.hao"));
        // Whoever has left is not let in again by mistake; somebody who is employed a second time is.
        var admin = await server.SignInAsync("xu.nuo");
        await MoveToAsync(server, "2099-03-05T00:00:00Z");
        await (await admin.PostAsJsonAsync($"/api/accounts/{DemoIds.Of("wang.qiang")}/enable", new { reason = "返聘" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "accounts.has-left");
        (await hr.PostAsJsonAsync($"/api/people/{DemoIds.Of("wang.qiang")}/employments", terms with { from = "2099-03-05" })).EnsureSuccessStatusCode();
        (await admin.PostAsJsonAsync($"/api/accounts/{DemoIds.Of("wang.qiang")}/enable", new { reason = "返聘" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await server.SignInAsync("wang.qiang")).GetFromJsonAsync<JsonObject>("/api/me"))!["roles"]!.AsArray().Select(r => (string)r!).ShouldContain("Employee");
    }

    private static async Task EndByHandAsync(HrBpmServer server, HttpClient hr, string person, string lastDay) =>
        (await hr.PostAsJsonAsync($"/api/people/{DemoIds.Of(person)}/employments/{DemoIds.Of("employment:" + person)}/end", new { lastDay })).StatusCode.ShouldBe(HttpStatusCode.OK);

    private static async Task EndByFileAsync(HrBpmServer server, HttpClient hr, string person, string lastDay)
    {
        var number = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().People.Where(p => p.UserName == person).Select(p => p.EmployeeNumber).SingleAsync());
        using var file = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes($"工号,离职日期\n{number},{lastDay}\n")) { Headers = { ContentType = new("text/csv") } }, "file", "leave.csv" } };
        var uploaded = (await (await hr.PostAsync("/api/people/imports", file)).Content.ReadFromJsonAsync<JsonObject>())!;
        foreach (var (act, body) in new[] { ("check", (object)new { mapping = uploaded["mapping"] }), ("apply", new { }) })
        {
            (await hr.PostAsJsonAsync($"/api/people/imports/{uploaded["id"]}/{act}", body)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            await server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(default);
        }

        ((string)(await hr.GetFromJsonAsync<JsonObject>($"/api/people/imports?state=applied"))!["items"]![0]!["id"]!).ShouldBe((string)uploaded["id"]!, "a reload finds it again");
    }

    // As the activity does that archives an offboarding.
    private static Task<int> EndByFlowAsync(HrBpmServer server, string person, string lastDay) => server.InScopeAsync(async s =>
    {
        (await s.GetRequiredService<IEmployments>().EndAsync(DemoIds.Of(person), DateOnly.Parse(lastDay, null), default)).ShouldBeNull();
        return await s.GetRequiredService<AppDbContext>().SaveChangesAsync();
    });

    private static async Task MoveToAsync(HrBpmServer server, string momentUtc)
    {
        server.Clock.Advance(DateTimeOffset.Parse(momentUtc, null) - server.Clock.GetUtcNow());
        await server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(default);
    }

    private static async Task<List<string>> HeadsAsync(HttpClient client, string department, string on) =>
        [.. (await client.GetFromJsonAsync<JsonObject>($"/api/org/departments/{Department(department)}/heads?on={on}"))!["items"]!.AsArray().Select(h => (string)h!["name"]!)];

    private static async Task<string?> HeadOnAsync(HttpClient client, string department, string on) =>
        (string?)(await client.GetFromJsonAsync<JsonObject>($"/api/org?on={on}"))!["departments"]!.AsArray().Single(d => (Guid)d!["id"]! == Department(department))!["headName"];

    private static Task<Guid?> HeadNowAsync(HrBpmServer server, string department) => server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Departments.Where(d => d.Id == Department(department)).Select(d => d.HeadId).SingleAsync());

    private static Guid Department(string name) => DemoIds.Of($"department:星河科技/{name}");
}

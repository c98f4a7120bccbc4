using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Org;

public sealed class PeopleTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_is_found_depends_on_who_looks(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);

        (await FoundByAsync(server, "liu.yang")).Count.ShouldBe(DemoPeople.Tech.Count, "HR sees the company");
        (await FoundByAsync(server, "xu.nuo")).Count.ShouldBe(DemoPeople.Tech.Count, "so does its administrator");
        (await FoundByAsync(server, "zou.wen")).Count.ShouldBe(DemoPeople.School.Count, "and the school's HR the school");
        (await FoundByAsync(server, "wang.qiang")).ShouldBe(DemoPeople.Tech.Where(p => p.Department == "销售部").Select(p => p.UserName), ignoreOrder: true, "a head sees the department");
        (await FoundByAsync(server, "gu.yifan")).Count.ShouldBe(12, "with those below it");
        (await FoundByAsync(server, "li.na")).ShouldBe(["chen.chen", "gao.xiang", "he.jing", "li.na", "luo.dan", "zhang.wei"], ignoreOrder: true, "a manager sees the direct reports");
        (await FoundByAsync(server, "zhang.wei")).ShouldBe(["zhang.wei"], "everybody else only themselves");

        // What narrows the list narrows what one may see, and the file says the same as the list.
        var (hr, school) = (await server.SignInAsync("liu.yang"), await server.SignInAsync("zou.wen"));
        async Task<List<string>> NarrowedAsync(HttpClient by, string to) => UserNames((await by.GetFromJsonAsync<JsonObject>($"/api/people?take=200&{to}"))!);
        async Task<string> IdOfAsync(HttpClient by, string kind, string name) => (string)(await by.GetFromJsonAsync<JsonObject>("/api/org"))![kind]!.AsArray().Single(d => (string?)d!["name"] == name)!["id"]!;
        (await NarrowedAsync(school, $"departmentId={await IdOfAsync(school, "departments", "教务处")}")).ShouldBe(await FoundByAsync(server, "gu.yifan"), ignoreOrder: true);
        var (london, branch) = (DemoPeople.Tech.Where(p => p.Branch == "伦敦分公司").Select(p => p.UserName).ToList(), await IdOfAsync(hr, "branches", "伦敦分公司"));
        (await NarrowedAsync(hr, $"branchId={branch}&active=true")).ShouldBe(london, ignoreOrder: true);
        (await NarrowedAsync(hr, "active=false")).ShouldBeEmpty("nobody has left yet");
        (await NarrowedAsync(hr, $"companyId={Guid.NewGuid()}")).ShouldBeEmpty();
        (await hr.GetStringAsync($"/api/people/export?format=csv&branchId={branch}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(london.Count + 1);
    }

    [Fact]
    public async Task HR_of_one_branch_sees_that_branch()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        var found = await FoundByAsync(server, "charlotte.davies");

        found.Order().ShouldBe(DemoPeople.Tech.Where(p => p.Branch == "伦敦分公司").Select(p => p.UserName).Order());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task People_are_found_by_what_people_type(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("liu.yang");
        async Task<List<string>> FoundAsync(string text) => UserNames((await hr.GetFromJsonAsync<JsonObject>($"/api/people?take=200&search={Uri.EscapeDataString(text)}"))!);

        foreach (var text in new[] { "张", "伟", "zw", "zhangw", "ZHANGWEI", "zhang wei", "xk0006", "张 销售", "1006", "138 0000 1006", "zhang.w" })
            (await FoundAsync(text)).ShouldContain("zhang.wei", text);
        foreach (var (text, userName) in new[] { ("张", "zhang.wei"), ("EMMA", "emma.jones"), ("jones", "emma.jones"), ("xk0006", "zhang.wei"), ("sun.le", "sun.lei"), ("zenglin", "zeng.lin"), ("＋86 13800001006", "zhang.wei") })
            (await FoundAsync(text)).ShouldBe([userName], text);
        (await FoundAsync("xsb")).ShouldBe(DemoPeople.Tech.Where(p => p.Department == "销售部").Select(p => p.UserName), "everybody of 销售部");
        (await FoundAsync("张 研发")).ShouldBeEmpty("each word must be found");
        foreach (var text in new[] { "l", "zw", "xsb", "1006", "张 xsb", "xk00", "无此人" })
            (await ByBothWaysAsync(server, text)).ShouldAllBe(way => way.InOrder == way.Few, text);
        UserNames((await (await server.SignInAsync("li.na")).GetFromJsonAsync<JsonObject>("/api/people?search=l"))!).ShouldBe(["li.na", "luo.dan"], ignoreOrder: true, "only those whom the viewer may see");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_viewer_may_not_see_of_somebody_does_not_find_them(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var manager = await server.SignInAsync("zhao.min");
        foreach (var (key, seenAs) in new[] { ("hobby", "person"), ("grade", "performance"), ("bonusPlan", "pay") })
            await CustomFieldTests.AddAsync(manager, "person", new { key, kind = "choice", labelZh = key, labelEn = key, isSearchable = true, seenAs, rules = new { options = new[] { new { value = key + "A", labelZh = "围棋" + key, labelEn = "Go" + key } } } });
        await CustomFieldTests.WrittenAsync(manager, DemoIds.Of("zhang.wei"), new() { ["hobby"] = "hobbyA", ["grade"] = "gradeA", ["bonusPlan"] = "bonusPlanA" });

        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().CustomKeys.Select(k => k.Key).ToListAsync())).ShouldContain("weiqihobby");
        async Task<int> CountAsync(string person, string text) => (await FoundByAsync(server, person, text)).Count;
        foreach (var (person, phone, hobby, grade, bonus) in new[]
        {
            ("zhao.min", 1, 1, 1, 1), // the HR manager sees all of it
            ("liu.yang", 1, 1, 0, 0), // the HR specialist neither judgement nor pay
            ("li.na", 1, 1, 1, 0), // the manager no pay
            ("xu.nuo", 0, 1, 0, 0), // the administrator no contacts
            ("yu.hang", 0, 0, 0, 0), // a colleague nobody
        })
        {
            (await CountAsync(person, "0000 1006")).ShouldBe(phone, $"{person}, middle of the phone number");
            (await CountAsync(person, "weiqihobby")).ShouldBe(hobby, $"{person}, pinyin of the hobby");
            (await CountAsync(person, "围棋grade")).ShouldBe(grade, $"{person}, grade");
            (await CountAsync(person, "gobonus")).ShouldBe(bonus, $"{person}, bonus");
        }

        (await FoundByAsync(server, "zhang.wei", "1006")).ShouldBe(["zhang.wei"], "one's own number");
        (await FoundByAsync(server, "xu.nuo", "|00001006")).ShouldBeEmpty("not by the sign of the range either");
    }

    [Fact]
    public async Task Signs_that_mean_something_to_SQL_are_searched_for_as_they_are()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        (await FoundByAsync(server, "liu.yang", "%")).ShouldBeEmpty();
        (await FoundByAsync(server, "liu.yang", "_")).ShouldBeEmpty();
        (await FoundByAsync(server, "liu.yang", "' OR 1=1 --")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = await server.SignInAsync("liu.yang");

        var first = await client.GetFromJsonAsync<JsonObject>("/api/people?take=10");
        var second = await client.GetFromJsonAsync<JsonObject>("/api/people?take=10&skip=10");

        first!["total"]!.GetValue<int>().ShouldBe(DemoPeople.Tech.Count);
        UserNames(first).Concat(UserNames(second!)).ShouldBe(DemoPeople.Tech.Take(20).Select(p => p.UserName));
    }

    [Fact]
    public async Task The_structure_is_that_of_ones_own_company()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = await server.SignInAsync("zhang.wei");

        var org = await client.GetFromJsonAsync<JsonObject>("/api/org");

        org!["company"]!["name"]!.GetValue<string>().ShouldBe("星河科技");
        org["company"]!["group"]!.GetValue<string>().ShouldBe("星河集团");
        org["branches"]!.AsArray().Select(b => b!["timeZoneId"]!.GetValue<string>()).ShouldBe(["Asia/Shanghai", "Europe/London"], ignoreOrder: true);
        org["departments"]!.AsArray().Single(d => d!["name"]!.GetValue<string>() == "销售部")!["headName"]!.GetValue<string>().ShouldBe("王强");
    }

    [Fact]
    public async Task Nobody_is_found_without_a_session()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        await (await server.Client().GetAsync("/api/people")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.required");
    }

    private static async Task<List<string>> FoundByAsync(HrBpmServer server, string userName, string search = "")
    {
        var client = await server.SignInAsync(userName);
        var found = await client.GetFromJsonAsync<JsonObject>($"/api/people?take=200&search={Uri.EscapeDataString(search)}");
        return UserNames(found!);
    }

    private static Task<List<(string Few, string InOrder)>> ByBothWaysAsync(HrBpmServer server, string text) => server.InScopeAsync(async scope =>
    {
        var (db, user) = (scope.GetRequiredService<AppDbContext>(), scope.GetRequiredService<CurrentUser>());
        user.Become((await scope.GetRequiredService<FindIdentity>().OfAsync(DemoIds.Of("liu.yang"), default))!);
        var company = DemoIds.Of("company:星河科技");
        async Task<string> FoundAsync(int few) => string.Join(' ', await (await new FindPeople(db, user, scope.GetRequiredService<HrBpm.Server.Platform.Secrets.CompanyKeys>(), new DateOnly(2026, 5, 1), Permission.PeopleRead, few).AmongAsync(db.People.Where(p => p.CompanyId == company), text, default)).People
            .OrderBy(p => p.EmployeeNumber).Select(p => p.UserName).ToListAsync());
        return new List<(string, string)> { (await FoundAsync(FindPeople.Few), await FoundAsync(0)) };
    });

    private static List<string> UserNames(JsonObject found) => [.. found["items"]!.AsArray().Select(p => p!["userName"]!.GetValue<string>())];
}

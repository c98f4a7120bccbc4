using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Org;

public sealed class WhoIsWhoTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_person_is_found_with_department_position_and_time_zone(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);

        var person = await AskAsync(server, org => org.FindAsync(Id("emma.jones"), default));

        person.ShouldNotBeNull();
        person.Name.ShouldBe("Emma Jones");
        person.DepartmentName.ShouldBe("销售部");
        person.PositionName.ShouldBe("客户经理");
        person.TimeZoneId.ShouldBe("Europe/London");
        person.IsActive.ShouldBeTrue();
        (await AskAsync(server, org => org.FindAsync(Guid.NewGuid(), default))).ShouldBeNull();
    }

    [Fact]
    public async Task The_chain_of_managers_is_nearest_first_and_ends_at_the_top()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        (await AskAsync(server, org => org.DirectManagerOfAsync(Id("zhang.wei"), default))).ShouldBe(Id("li.na"));
        (await AskAsync(server, org => org.ManagerChainOfAsync(Id("zhang.wei"), 2, default))).ShouldBe([Id("li.na"), Id("wang.qiang")]);
        (await AskAsync(server, org => org.ManagerChainOfAsync(Id("zhang.wei"), 9, default))).ShouldBe([Id("li.na"), Id("wang.qiang"), Id("lin.feng")]);
        (await AskAsync(server, org => org.DirectManagerOfAsync(Id("lin.feng"), default))).ShouldBeNull();
    }

    [Fact]
    public async Task A_manager_who_has_left_is_passed_over()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await LeaveAsync(server, "li.na");

        (await AskAsync(server, org => org.DirectManagerOfAsync(Id("zhang.wei"), default))).ShouldBe(Id("wang.qiang"));
        (await AskAsync(server, org => org.FindAsync(Id("li.na"), default)))!.IsActive.ShouldBeFalse();
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Employments.Where(e => e.PersonId == Id("zhang.wei")).ExecuteUpdateAsync(set => set.SetProperty(e => e.DottedLineManagerId, Id("li.na")).SetProperty(e => e.HrBpId, Id("jiang.wen"))));
        (await AskAsync(server, org => org.DottedLineManagerOfAsync(Id("zhang.wei"), default))).ShouldBeNull("nobody takes the place of a dotted-line manager who has left");
        (await AskAsync(server, org => org.HrBpOfAsync(Id("zhang.wei"), default))).ShouldBe(Id("jiang.wen"));
    }

    [Fact]
    public async Task Managers_that_go_round_in_a_circle_are_named_once()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Employments.Where(e => e.PersonId == Id("wang.qiang"))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.ManagerId, Id("zhang.wei"))));

        (await AskAsync(server, org => org.ManagerChainOfAsync(Id("zhang.wei"), 9, default))).ShouldBe([Id("li.na"), Id("wang.qiang")]);
    }

    [Fact]
    public async Task The_head_of_a_department_answers_to_the_head_above()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        (await AskAsync(server, org => org.DepartmentHeadOfAsync(Id("zhang.wei"), default))).ShouldBe(Id("wang.qiang"));
        (await AskAsync(server, org => org.DepartmentHeadOfAsync(Id("wang.qiang"), default))).ShouldBe(Id("lin.feng"));
        (await AskAsync(server, org => org.DepartmentHeadOfAsync(Id("lin.feng"), default))).ShouldBeNull();
        (await AskAsync(server, org => org.DepartmentHeadOfAsync(Id("ye.zi"), default))).ShouldBe(Id("bai.xue"));
        (await AskAsync(server, org => org.DepartmentHeadOfAsync(Id("bai.xue"), default))).ShouldBe(Id("gu.yifan"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_role_is_sought_in_the_branch_then_in_the_company_then_in_the_group(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);

        (await AskAsync(server, org => org.HoldersOfRoleAsync("It", Id("zhang.wei"), default))).ShouldBe([Id("sun.lei")], "Shanghai has its own");
        (await AskAsync(server, org => org.HoldersOfRoleAsync("It", Id("emma.jones"), default))).ShouldBe([Id("harry.thomas")], "London has its own");
        (await AskAsync(server, org => org.HoldersOfRoleAsync("HrSpecialist", Id("emma.jones"), default))).ShouldBe([Id("liu.yang")], "London has none, the company has");
        (await AskAsync(server, org => org.HoldersOfRoleAsync("PayrollClerk", Id("ye.zi"), default))).ShouldBe([Id("feng.xue")], "the school has none, the group has");
        (await AskAsync(server, org => org.HoldersOfRoleAsync("Astronaut", Id("ye.zi"), default))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_that_is_held_for_one_branch_does_not_reach_another()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        await LeaveAsync(server, "sun.lei");

        var holders = await AskAsync(server, org => org.HoldersOfRoleAsync("It", Id("zhang.wei"), default));

        holders.ShouldNotContain(Id("harry.thomas"));
    }

    [Fact]
    public async Task A_position_is_sought_in_the_branch_first()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        (await AskAsync(server, org => org.HoldersOfPositionAsync("客户经理", Id("oliver.smith"), default))).ShouldBe([Id("emma.jones"), Id("james.brown")]);
        (await AskAsync(server, org => org.HoldersOfPositionAsync("测试工程师", Id("oliver.smith"), default))).ShouldBe([Id("zeng.lin")]);
    }

    [Fact]
    public async Task The_last_day_of_an_employment_is_still_a_day_of_work()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(server.Clock.GetUtcNow().UtcDateTime, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));
        await EndAsync(server, "zhang.wei", today.AddDays(1));

        (await AskAsync(server, org => org.FindAsync(Id("zhang.wei"), default)))!.IsActive.ShouldBeTrue();
        server.Clock.Advance(TimeSpan.FromDays(2));
        (await AskAsync(server, org => org.FindAsync(Id("zhang.wei"), default)))!.IsActive.ShouldBeFalse();
    }

    [Fact]
    public async Task An_employment_cannot_end_before_it_began()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        var refusal = await server.InScopeAsync(s => s.GetRequiredService<IEmployments>().EndAsync(Id("zhang.wei"), new DateOnly(2001, 1, 1), default));

        refusal!.Code.ShouldBe("employments.before-start");
    }

    private static Guid Id(string userName) => DemoIds.Of(userName);

    private static Task<T> AskAsync<T>(HrBpmServer server, Func<IOrg, Task<T>> question) => server.InScopeAsync(s => question(s.GetRequiredService<IOrg>()));

    private static Task<int> LeaveAsync(HrBpmServer server, string userName) => EndAsync(server, userName, new DateOnly(2025, 1, 31));

    private static Task<int> EndAsync(HrBpmServer server, string userName, DateOnly lastDay) => server.InScopeAsync(async services =>
    {
        (await services.GetRequiredService<IEmployments>().EndAsync(Id(userName), lastDay, default)).ShouldBeNull();
        return await services.GetRequiredService<AppDbContext>().SaveChangesAsync();
    });
}

using System.Text.Json.Nodes;
using HrBpm.Activities.DryRuns;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;

namespace HrBpm.Designer.Tests.DryRuns;

/// <summary>Dry runs that ask the organisation who is who.</summary>
public sealed class DryOrganisationTests
{
    private static readonly DryPerson Sample = new(Guid.Parse("11111111-1111-4111-8111-111111111111"), "李文博", "研发中心", "工程师") { Hours = London };
    private static readonly DryPerson Manager = new(Guid.Parse("22222222-2222-4222-8222-222222222222"), "王琳", "研发中心", "经理"), Finance = new(Guid.Parse("33333333-3333-4333-8333-333333333333"), "吴静", "财务部", "会计"),
        Administrator = new(Guid.Parse("44444444-4444-4444-8444-444444444444"), "许诺", "信息部", "管理员"), Colleague = new(Guid.Parse("55555555-5555-4555-8555-555555555555"), "徐嘉宁", "研发中心", "工程师");

    private static DryHours London => DryHours.Of(new WorkSchedule("Europe/London", new WorkingCalendar
    {
        Week = Enum.GetValues<DayOfWeek>().ToDictionary(day => day, day => (IReadOnlyList<HourSpan>)(day is DayOfWeek.Saturday or DayOfWeek.Sunday ? [] : [HourSpan.Of(9 * 60, 17 * 60)])),
        Days = new Dictionary<DateOnly, SpecialDay> { [new(2026, 9, 2)] = new(new(2026, 9, 2), SpecialDayKind.Off, "holiday") },
    }, []), new(2026, 9, 1));

    [Fact]
    public async Task People_are_named_as_the_organisation_names_them_and_due_on_their_own_calendar()
    {
        await using var run = await BeginAsync();

        var wait = run.Waits.ShouldHaveSingleItem().ShouldBeOfType<DryWait.OfPerson>();
        (wait.Who.Name, wait.Who.Rule, wait.Who.IsStandIn).ShouldBe(("王琳", new DryRule("DirectManager"), false));
        wait.DueUtc.ShouldBe(new DateTime(2026, 9, 3, 16, 0, 0, DateTimeKind.Utc), "17:00 in London, the day after the holiday");
        (run.Hours.TimeZoneId, run.Hours.ToLocal(run.NowUtc).Hour).ShouldBe(("Europe/London", 10));
        await DoAsync(run, run.Next()!);
        run.Waits.ShouldHaveSingleItem().ShouldBeOfType<DryWait.OfPerson>().Who.Rule.ShouldBe(new DryRule("Role", "Finance"));
    }

    [Fact]
    public async Task Where_nobody_is_found_the_policy_acts_and_the_run_says_so()
    {
        await using var run = await BeginAsync(without: "Finance");
        run.Nobody.ShouldBeEmpty();
        await DoAsync(run, run.Next()!);

        run.Waits.ShouldHaveSingleItem().ShouldBeOfType<DryWait.OfPerson>().Who.Name.ShouldBe("许诺");
        var nobody = run.Nobody.ShouldHaveSingleItem();
        (nobody.Step, nobody.Rules[0].Value, nobody.WhenNobody, nobody.Instead[0].Name).ShouldBe(("pay", "Finance", WhenNobody.Administrator, "许诺"));
    }

    [Fact]
    public async Task A_task_is_handed_on_delegated_and_signed_by_others_as_in_the_inbox()
    {
        await using var run = await BeginAsync();
        (await run.DoAsync(new DryAct.Answer("head", "transfer") { To = Sample.Id.ToString("D") }))!.Message.ShouldBe("Expected somebody other than 李文博, whom the case is about.");
        await DoAsync(run, new DryAct.Answer("head", "delegate") { To = Colleague.Id.ToString("D") });

        var waits = run.Waits.OfType<DryWait.OfPerson>().ToList();
        waits.Single(wait => wait.Who.Id == Manager.Id).Allowed.ShouldNotContain("approve", "it waits for the delegate");
        (await run.DoAsync(new DryAct.Answer("head", "approve") { As = Manager.Id }))!.Message.ShouldStartWith("Expected the task to be");
        await DoAsync(run, run.Next()!);
        run.Waits.ShouldHaveSingleItem().ShouldBeOfType<DryWait.OfPerson>().Who.Name.ShouldBe("王琳", "it comes back to its owner");

        await DoAsync(run, new DryAct.Answer("head", "addBefore") { People = [Finance.Id] });
        run.Waits.OfType<DryWait.OfPerson>().Single(wait => wait.Who.Id == Manager.Id).Added.ShouldHaveSingleItem().Name.ShouldBe("吴静");
        await DoAsync(run, new DryAct.Answer("head", "removeSigner") { As = Manager.Id, To = Finance.Id.ToString("D") });
        await DoAsync(run, new DryAct.Answer("head", "transfer") { To = Colleague.Id.ToString("D") });
        run.Waits.ShouldHaveSingleItem().ShouldBeOfType<DryWait.OfPerson>().ShouldSatisfyAllConditions(wait => wait.Who.Name.ShouldBe("徐嘉宁"), wait => wait.Origin.ShouldBe(AssignmentOrigin.Transfer));
    }

    [Fact]
    public async Task A_scenario_holds_nobody_and_goes_the_same_way_without_the_organisation()
    {
        await using var run = await BeginAsync();
        await DoAsync(run, new DryAct.Answer("head", "transfer") { To = Colleague.Id.ToString("D"), Comment = "请徐嘉宁代王琳看一下" });
        await DoAsync(run, run.Next()!);
        await DoAsync(run, run.Next()!);
        run.Status.ShouldBe(InstanceSubStatus.Finished);

        var kept = DryScenario.Of(run, ["Who"]).Write();

        foreach (var person in (DryPerson[])[Sample, Manager, Finance, Colleague])
        {
            kept.ShouldNotContain(person.Name);
            kept.ShouldNotContain(person.Id.ToString("D"));
        }

        kept.ShouldContain("样例人员的直属主管");
        var read = DryScenario.Read(kept);
        (await read.CheckAsync(Flow)).Difference.ShouldBeNull();
        read.WithoutPeople([]).Write().ShouldBe(kept, "doing it again changes nothing");
    }

    private const string Flow = """
        {"definitionId":"small","variables":[{"id":"v1","name":"Who","typeName":"String"}],"options":{"incidentStrategyType":"ContinueWithIncidentsStrategy"},"root":{"id":"flow","type":"Elsa.Flowchart","activities":[
        {"id":"head","type":"HrBpm.Approval","dueInWorking":{"typeName":"String","expression":{"type":"Literal","value":"1wd"}},"decidedBy":{"typeName":"String","memoryReference":{"id":"v1"}},"assignees":{"typeName":"Object","expression":{"type":"Object","value":"[{\"by\":\"DirectManager\"}]"}}},
        {"id":"pay","type":"HrBpm.Approval","assignees":{"typeName":"Object","expression":{"type":"Object","value":"[{\"by\":\"Role\",\"value\":\"Finance\"}]"}}}],
        "connections":[{"source":{"activity":"head","port":"Approved"},"target":{"activity":"pay","port":"In"}}]}}
        """;

    private static Task<DryRun> BeginAsync(string? without = null) =>
        DryRun.BeginAsync(Flow, new DryStart(new DateTime(2026, 9, 1, 9, 0, 0, DateTimeKind.Utc), Sample.Id, new JsonObject { ["person"] = Sample.Id.ToString("D"), ["note"] = "李文博的申请" }, [Sample]), new Organisation(without));

    private static async Task DoAsync(DryRun run, DryAct act) => (await run.DoAsync(act)).ShouldBeNull(act.ToString());

    private sealed class Organisation(string? without) : IDryOrganisation
    {
        public Task<DryPerson?> PersonAsync(Guid id) => Task.FromResult<DryPerson?>(new[] { Sample, Manager, Finance, Administrator, Colleague }.FirstOrDefault(person => person.Id == id));

        public Task<IReadOnlyList<DryPerson>?> FindAsync(string by, string value, Guid personId, int levels) => Task.FromResult<IReadOnlyList<DryPerson>?>((by, value) switch
        {
            ("DirectManager", _) => [Manager],
            ("Role", "Finance") when without != "Finance" => [Finance],
            ("Role", "CompanyAdministrator") => [Administrator],
            _ => [],
        });
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Activities.Tests.Inbox.StepSituation;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Due times in working time. The clock starts on Tuesday, 2026-09-01, at 9 in Shanghai.</summary>
public sealed class WorkingDueTests : IAsyncLifetime
{
    private static readonly WorkSchedule London = new("Europe/London", WorkingCalendar.Usual, []);

    private readonly StepSituation request = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => request.DisposeAsync();

    [Fact]
    public async Task A_due_time_counts_working_days_and_a_reminder_and_an_escalation_do_too()
    {
        await request.StartAsync(Manager(("dueInWorking", "4wd"), ("remindBeforeWorking", "4wh"), ("escalateAfterDueWorking", "2wh")));
        DueOf("李娜").ShouldBe("2026-09-07 18:00", "Monday: the weekend does not count");

        await request.Flow.AdvanceAsync(Until("2026-09-07 13:59"));
        Titles.ShouldNotContain("即将到期：manager 的待办");
        await request.Flow.AdvanceAsync(TimeSpan.FromMinutes(1));
        Titles.Last().ShouldBe("即将到期：manager 的待办");
        await request.Flow.AdvanceAsync(Until("2026-09-08 10:59"));
        request.Holders.ShouldBe("李娜");
        await request.Flow.AdvanceAsync(TimeSpan.FromMinutes(1));
        request.Holders.ShouldBe("李娜 王强");
        DueOf("王强").ShouldBe("2026-09-07 18:00", "the manager's task is as late as the one that it stands in for");
    }

    [Fact]
    public async Task Each_of_several_people_has_a_due_time_on_their_own_calendar()
    {
        request.Schedules.Put("王强", London);
        await request.StartAsync(Step("both", "HrBpm.Approval", ("mode", "All"), ("assignees", """[{"by":"ManagerChain","levels":2}]"""), ("dueInWorking", "8wh"), ("escalateAfterDueWorking", "1wh")));

        DueOf("李娜").ShouldBe("2026-09-01 18:00");
        DueOf("王强").ShouldBe("2026-09-02 01:00", "18:00 in London");
        await request.Flow.AdvanceAsync(Until("2026-09-02 10:00"));
        request.Holders.ShouldBe("李娜 王强 王强", "the one who is late has a manager who decides for her; the other is not late by an hour of his own time");
        await request.Flow.AdvanceAsync(Until("2026-09-02 17:00"));
        request.Holders.ShouldBe("李娜 王强 王强 总经理");
    }

    [Fact]
    public async Task A_task_keeps_its_due_time_whoever_gets_it()
    {
        request.Schedules.Put("赵敏", London);
        await request.StartAsync(Manager(("dueInWorking", "8wh"), ("escalateAfterDueWorking", "1wh")));
        await request.Flow.AdvanceAsync(TimeSpan.FromHours(5));
        await request.DoAsync("李娜", TaskVerbs.Transfer, to: request.Org["赵敏"].ToString("D"));

        DueOf("赵敏").ShouldBe("2026-09-01 18:00");
    }

    [Fact]
    public async Task Where_the_step_says_so_whoever_gets_the_task_has_the_whole_time_anew()
    {
        request.Org.Report("赵敏", "总经理");
        request.Schedules.Put("赵敏", London);
        await request.StartAsync(Manager(("dueInWorking", "8wh"), ("escalateAfterDueWorking", "1wh"), ("dueFollowsAssignee", "true")));
        await request.Flow.AdvanceAsync(TimeSpan.FromHours(5));
        await request.DoAsync("李娜", TaskVerbs.Transfer, to: request.Org["赵敏"].ToString("D"));

        DueOf("赵敏").ShouldBe("2026-09-02 01:00");
        await request.Flow.AdvanceAsync(Until("2026-09-02 16:59"));
        request.Holders.ShouldBe("赵敏", "the first owner's timers do not count any more");
        await request.Flow.AdvanceAsync(TimeSpan.FromMinutes(1));
        request.Holders.ShouldBe("赵敏 总经理");
    }

    [Fact]
    public async Task A_calendar_that_changes_later_moves_nothing_that_is_open()
    {
        await request.StartAsync(Manager(("dueInWorking", "1wd"), ("escalateAfterDueWorking", "1wh")));
        request.Schedules.Usual = new("Asia/Shanghai", new WorkingCalendar { Week = new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>>() }, []);

        DueOf("李娜").ShouldBe("2026-09-02 18:00");
        await request.Flow.AdvanceAsync(Until("2026-09-03 10:00"));
        request.Holders.ShouldBe("李娜 王强");
    }

    [Theory]
    [InlineData("dueInWorking", "2d", "DueInWorking: Expected working days such as 2wd (1 to 366), or working time such as 8wh or 90wm (up to 2000 hours), but got '2d'.")]
    [InlineData("remindBeforeWorking", "x", "RemindBeforeWorking: Expected working days such as 2wd (1 to 366), or working time such as 8wh or 90wm (up to 2000 hours), but got 'x'.")]
    public async Task A_working_time_that_cannot_be_read_stops_the_step_and_says_so(string input, string value, string message)
    {
        await request.StartAsync(Manager((input, value)));

        request.Flow.Instance.Incidents.Single().Code.ShouldBe("inbox.due-invalid");
        request.Flow.Instance.Incidents.Single().Message.ShouldBe(message);
        request.Inbox.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Plain_time_and_working_time_do_not_go_together()
    {
        await request.StartAsync(Manager(("dueIn", "2.00:00:00"), ("dueInWorking", "2wd")));

        request.Flow.Instance.Incidents.Single().Message.ShouldBe("Expected DueIn or DueInWorking, but got both: 2.00:00:00 and '2wd'.");
    }

    [Fact]
    public async Task A_due_time_in_plain_days_is_in_calendar_days_as_before()
    {
        await request.StartAsync(Manager(("dueIn", "4.00:00:00")));

        request.Inbox.Asks.Single().DueUtc.ShouldBe(request.Flow.Clock.NowUtc.AddDays(4));
        request.Inbox.TaskOf("李娜").DueUtc.ShouldBeNull();
    }

    [Fact]
    public async Task A_step_for_somebody_who_never_works_is_an_incident_and_asks_nobody()
    {
        request.Schedules.Put("李娜", new("Asia/Shanghai", new WorkingCalendar { Week = new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>>() }, []));
        await request.StartAsync(Manager(("dueInWorking", "1wd")));

        request.Flow.Instance.Incidents.Single().Code.ShouldBe("working-time.none");
        request.Inbox.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flow_waits_for_working_time()
    {
        await using var harness = new WorkflowHarness([typeof(DelayWorkingTime)], services => services.AddSingleton<IWorkSchedules>(request.Schedules));
        JsonObject Literal(string type, string value) => new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
        var definition = new JsonObject
        {
            ["definitionId"] = "wait", ["toolVersion"] = "3.8.0.0",
            ["root"] = new JsonObject
            {
                ["id"] = "steps", ["type"] = "Elsa.Sequence",
                ["activities"] = new JsonArray(
                    new JsonObject { ["id"] = "wait", ["type"] = "HrBpm.DelayWorkingTime", ["duration"] = Literal("String", "12wh"), ["calendarOf"] = Literal("Guid", request.Org["李娜"].ToString("D")) },
                    new JsonObject { ["id"] = "line", ["type"] = "Elsa.WriteLine", ["text"] = Literal("String", "done") }),
            },
        };
        (await harness.StartAsync(definition.ToJsonString())).Refusal.ShouldBeNull();

        await harness.AdvanceAsync(TimeSpan.FromHours(29) - TimeSpan.FromMinutes(1));
        harness.Lines.ShouldBeEmpty();
        await harness.AdvanceAsync(TimeSpan.FromMinutes(1));
        harness.Lines.ShouldBe(["done"]);
    }

    private IEnumerable<string> Titles => request.Messages.Select(message => (string)message["title"]!);

    private string DueOf(string name)
    {
        var open = request.Inbox.Open.Values.Last(open => open.Task.AssigneeId == request.Org[name].ToString("D"));
        open.Ask.DueUtc.ShouldBe(open.Task.DueUtc);
        return open.Task.DueUtc!.Value.AddHours(8).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private TimeSpan Until(string shanghai) => DateTime.ParseExact(shanghai, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture).AddHours(-8) - request.Flow.Clock.NowUtc;
}

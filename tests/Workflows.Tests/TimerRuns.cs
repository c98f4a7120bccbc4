using System.Text.Json.Nodes;
using HrBpm.Workflows.Testing;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests;

/// <summary>Delay, Timer, Cron and StartAt in the middle of a flow. The clock stands at 2026-09-01 01:00 UTC, a Tuesday.</summary>
public sealed class TimerRuns
{
    private static readonly DateTime Start = new(2026, 9, 1, 1, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("00:30:00", 30)]
    [InlineData("1.00:00:00", 24 * 60)]
    [InlineData("PT45M", 45)]
    public async Task A_delay_reads_its_span_from_text(string span, int minutes)
    {
        await using var harness = await RunAsync(Node("wait", "Elsa.Delay", ("timeSpan", Expression("Literal", "TimeSpan", span))));
        DueOf(harness).ShouldBe(Start.AddMinutes(minutes));
    }

    [Fact]
    public async Task A_delay_takes_its_span_from_an_expression()
    {
        await using var harness = await RunAsync(Node("wait", "Elsa.Delay", ("timeSpan", JavaScript("`0${1 + 1}:00:00`", "TimeSpan"))));
        DueOf(harness).ShouldBe(Start.AddHours(2));
    }

    [Theory]
    [InlineData("soon", "expressions.type")]
    [InlineData("", "delay.time-missing")]
    [InlineData("10675199.00:00:00", "delay.time-too-far")]
    public async Task A_span_that_is_none_is_an_incident_of_its_delay(string span, string code)
    {
        await using var harness = await RunAsync(Node("wait", "Elsa.Delay", ("timeSpan", Expression("Literal", "TimeSpan", span))));
        harness.Instance.Incidents.Single().Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_delay_of_no_length_goes_on_with_the_next_look_at_the_clock()
    {
        await using var harness = await RunAsync(Node("wait", "Elsa.Delay", ("timeSpan", "00:00:00")));
        harness.Lines.ShouldBeEmpty();
        await harness.AdvanceAsync(TimeSpan.Zero);
        harness.Lines.ShouldBe(["after"]);
    }

    [Fact]
    public async Task A_timer_in_the_middle_of_a_flow_waits_for_its_interval_once()
    {
        await using var harness = await RunAsync(Node("wait", "Elsa.Timer", ("interval", Expression("Literal", "TimeSpan", "00:10:00"))));
        await harness.AdvanceAsync(TimeSpan.FromMinutes(9));
        harness.Lines.ShouldBeEmpty();
        await harness.AdvanceAsync(TimeSpan.FromMinutes(60));
        harness.Lines.ShouldBe(["after"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Theory]
    [InlineData("0 30 8 * * MON-FRI", "2026-09-01T08:30:00Z")]
    [InlineData("*/15 * * * * *", "2026-09-01T01:00:15Z")]
    [InlineData("0 0 1 * * *", "2026-09-02T01:00:00Z")]
    [InlineData("0 0 0 L * *", "2026-09-30T00:00:00Z")]
    [InlineData("30 8 * * *", "2026-09-01T08:30:00Z")]
    public async Task A_cron_in_the_middle_of_a_flow_waits_for_the_next_moment_of_its_schedule(string schedule, string due)
    {
        await using var harness = await RunAsync(Node("wait", "Elsa.Cron", ("cronExpression", schedule)));
        DueOf(harness).ShouldBe(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime);
        await harness.AdvanceAsync(TimeSpan.FromDays(40));
        harness.Lines.ShouldBe(["after"]);
    }

    [Theory]
    [InlineData("every day", "cron.expression-invalid")]
    [InlineData("60 * * * * *", "cron.expression-invalid")]
    [InlineData("", "cron.expression-missing")]
    [InlineData("0 0 0 31 2 *", "cron.never")]
    public async Task A_schedule_that_is_none_is_an_incident_of_its_cron(string schedule, string code)
    {
        await using var harness = await RunAsync(Node("wait", "Elsa.Cron", ("cronExpression", schedule)));
        harness.Instance.Incidents.Single().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("2026-09-01T02:00:00Z", "")]
    [InlineData("2026-09-01T10:00:00+08:00", "")]
    [InlineData("2026-09-01T01:00:00Z", "after")]
    [InlineData("2020-01-01T00:00:00Z", "after")]
    public async Task A_start_at_waits_until_its_moment_and_not_for_one_that_has_passed(string moment, string lines)
    {
        await using var harness = await RunAsync(Node("wait", "Elsa.StartAt", ("dateTime", Expression("Literal", "DateTimeOffset", moment))));
        string.Join(',', harness.Lines).ShouldBe(lines);
        await harness.AdvanceAsync(TimeSpan.FromHours(1));
        harness.Lines.ShouldBe(["after"]);
    }

    private static DateTime? DueOf(WorkflowHarness harness) => harness.WaitingAt("wait").Single().DueUtc;

    private static async Task<WorkflowHarness> RunAsync(JsonObject wait)
    {
        var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([wait, Line("after")], ["wait>after"], KeepGoing()));
        return harness;
    }
}

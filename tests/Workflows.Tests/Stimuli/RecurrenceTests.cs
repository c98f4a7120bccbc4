using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Stimuli;

/// <summary>Timer, Cron and StartAt at the head of a flow. The clock stands at 2026-09-01 01:00 UTC.</summary>
public sealed class RecurrenceTests
{
    private static readonly DateTime Now = new(2026, 9, 1, 1, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_timer_starts_at_each_interval_from_its_publication()
    {
        var trigger = (await ReadAsync(Node("t", "Elsa.Timer", ("interval", "00:10:00")))).Single();
        trigger.Stimulus.DueUtc.ShouldBe(Now.AddMinutes(10));
        Recurrence.Next(trigger.Stimulus, Now.AddMinutes(10), Now.AddMinutes(10)).ShouldBe(Now.AddMinutes(20));
    }

    [Fact]
    public async Task Moments_that_were_missed_are_made_up_for_by_one_start_and_the_beat_is_kept()
    {
        var trigger = (await ReadAsync(Node("t", "Elsa.Timer", ("interval", "00:10:00")))).Single();
        Recurrence.Next(trigger.Stimulus, Now.AddMinutes(10), Now.AddMinutes(47)).ShouldBe(Now.AddMinutes(50));
    }

    [Fact]
    public async Task A_cron_starts_at_each_moment_of_its_schedule()
    {
        var trigger = (await ReadAsync(Node("t", "Elsa.Cron", ("cronExpression", "0 0 9 * * *")))).Single();
        trigger.Stimulus.DueUtc.ShouldBe(Now.Date.AddHours(9));
        Recurrence.Next(trigger.Stimulus, Now.Date.AddHours(9), Now.Date.AddDays(3).AddHours(10)).ShouldBe(Now.Date.AddDays(4).AddHours(9));
    }

    [Fact]
    public async Task Elsa_5454_a_start_at_has_one_moment_only()
    {
        var trigger = (await ReadAsync(Node("t", "Elsa.StartAt", ("dateTime", "2026-09-01T09:00:00+08:00")))).SingleOrDefault();
        trigger.ShouldBeNull("its moment has come when it is published");
        trigger = (await ReadAsync(Node("t", "Elsa.StartAt", ("dateTime", "2026-09-01T10:00:00+08:00")))).Single();
        trigger.Stimulus.DueUtc.ShouldBe(Now.AddHours(1));
        Recurrence.Next(trigger.Stimulus, Now.AddHours(1), Now.AddHours(1)).ShouldBeNull();
    }

    [Theory]
    [InlineData("Elsa.Timer", "interval", "00:00:00")]
    [InlineData("Elsa.Timer", "interval", "-00:01:00")]
    [InlineData("Elsa.Timer", "interval", "often")]
    [InlineData("Elsa.Cron", "cronExpression", "often")]
    [InlineData("Elsa.Cron", "cronExpression", "0 0 0 31 2 *")]
    [InlineData("Elsa.StartAt", "dateTime", "soon")]
    public async Task What_never_comes_cannot_be_published_as_a_trigger(string type, string input, string value)
    {
        var problem = (await Should.ThrowAsync<DefinitionException>(() => ReadAsync(Node("t", type, (input, value))))).Problems.Single();
        (problem.Code, problem.Node).ShouldBe(("definitions.trigger-unreadable", "t"));
    }

    [Theory]
    [InlineData("Elsa.Timer", "interval", "00:10:00")]
    [InlineData("Elsa.Cron", "cronExpression", "0 0 9 * * *")]
    [InlineData("Elsa.StartAt", "dateTime", "2026-10-01T00:00:00Z")]
    public async Task The_activity_that_started_an_instance_does_not_wait_in_it(string type, string input, string value)
    {
        await using var harness = new WorkflowHarness();
        var definition = Publish(harness, Node("t", type, (input, value)));
        var trigger = (await harness.Services.GetRequiredService<TriggerReader>().ReadAsync(definition, Now, CancellationToken.None)).Single();
        await harness.Runtime.StartAsync(trigger.StartFor("", "i1", new Dictionary<string, object?>()), CancellationToken.None);
        harness.Kept.Read("i1").SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    private static async Task<IReadOnlyList<Trigger>> ReadAsync(JsonObject activity)
    {
        await using var harness = new WorkflowHarness();
        return await harness.Services.GetRequiredService<TriggerReader>().ReadAsync(Publish(harness, activity), Now, CancellationToken.None);
    }

    private static StoredDefinition Publish(WorkflowHarness harness, JsonObject activity)
    {
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return harness.Kept.Publish("wf", Chart([activity, Line("after")], ["t>after"]));
    }
}

using System.Text.Json.Nodes;
using HrBpm.Workflows.Testing;

namespace HrBpm.Workflows.Tests.Alterations;

/// <summary>Repairs of running instances. Each is done whole or not at all, and the history says what was done.</summary>
public sealed class AlterationTests : IAsyncDisposable
{
    private readonly WorkflowHarness harness = new();

    [Fact]
    public async Task A_variable_gets_another_value_of_its_type()
    {
        await harness.StartAsync(Flow.Chart([Flow.Event("wait"), Flow.Node("say", "Elsa.WriteLine", ("text", Flow.JavaScript("variables.Days + 1", "String")))], ["wait>say"], variables: Days("3")));

        (await AlterAsync(new Alteration.ModifyVariable("days", "41"))).ShouldBeNull();
        await harness.ResumeAsync("wait");

        harness.Lines.ShouldBe(["42"]);
        HistoryIsTheState();
    }

    [Theory]
    [InlineData("hours", 1, "alterations.variable.unknown")]
    [InlineData("days", "soon", "alterations.value.invalid")]
    public async Task A_value_that_does_not_fit_changes_nothing(string variable, object value, string code)
    {
        await harness.StartAsync(Flow.Chart([Flow.Event("wait")], [], variables: Days("3")));
        var before = harness.Kept.History.Count;

        var refusal = await AlterAsync(new Alteration.ModifyVariable("days", 5), new Alteration.ModifyVariable(variable, value));

        refusal!.Code.ShouldBe(code);
        harness.Kept.History.Count.ShouldBe(before);
        harness.Instance.Executions.Values.First(e => e.Variables.ContainsKey("days")).Variables["days"].ShouldBe(3);
    }

    [Fact]
    public async Task A_cancelled_branch_is_passed_by_and_the_join_waits_for_the_rest_only()
    {
        await harness.StartAsync(Forked());

        (await AlterAsync(new Alteration.CancelActivity("left"))).ShouldBeNull();

        harness.Waiting.ShouldBe("right");
        await harness.ResumeAsync("right");
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        harness.Lines.ShouldBe(["end"]);
        HistoryIsTheState();
    }

    [Fact]
    public async Task Cancelling_everything_ends_the_instance()
    {
        await harness.StartAsync(Forked());

        (await AlterAsync(new Alteration.CancelActivity("left"), new Alteration.CancelActivity("right"))).ShouldBeNull();

        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        harness.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_activity_of_a_sequence_is_not_cancelled_because_nothing_would_follow()
    {
        await harness.StartAsync(Flow.Workflow(new JsonObject { ["id"] = "steps", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray(Flow.Event("wait"), Flow.Line("end")) }));

        (await AlterAsync(new Alteration.CancelActivity("wait")))!.Code.ShouldBe("alterations.container");

        harness.Waiting.ShouldBe("wait");
    }

    [Fact]
    public async Task A_step_is_visited_again_in_addition_to_what_goes_on()
    {
        await harness.StartAsync(Flow.Chart([Flow.Line("notify"), Flow.Event("wait"), Flow.Line("end")], ["notify>wait", "wait>end"]));

        (await AlterAsync(new Alteration.ScheduleActivity("end"))).ShouldBeNull();
        await harness.ResumeAsync("wait");

        harness.Lines.ShouldBe(["notify", "end", "end"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        HistoryIsTheState();
    }

    [Fact]
    public async Task A_step_that_failed_is_tried_again()
    {
        await harness.StartAsync(Flow.Chart([Flow.Node("say", "Elsa.WriteLine", ("text", Flow.JavaScript("if (!variables.Days) throw new Error('no days'); return 'ok'", "String")))], [], Flow.KeepGoing(), Days("0")));
        harness.Instance.Incidents.ShouldHaveSingleItem().IsOpen.ShouldBeTrue();

        (await AlterAsync(new Alteration.ModifyVariable("days", 2), new Alteration.ScheduleActivity("say"))).ShouldBeNull();

        harness.Instance.Incidents.ShouldHaveSingleItem().IsOpen.ShouldBeFalse();
        harness.Lines.ShouldBe(["ok"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        HistoryIsTheState();
    }

    [Fact]
    public async Task A_trial_tells_what_would_be_refused_and_changes_nothing()
    {
        await harness.StartAsync(Forked());
        var before = harness.Kept.History.Count;

        (await harness.Runtime.TryAlterAsync(Command(new Alteration.CancelActivity("left")), CancellationToken.None)).ShouldBeNull();
        (await harness.Runtime.TryAlterAsync(Command(new Alteration.CancelActivity("end")), CancellationToken.None))!.Code.ShouldBe("alterations.activity-not-running");

        harness.Waiting.ShouldBe("left, right");
        harness.Kept.History.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_finished_instance_is_left_alone()
    {
        await harness.StartAsync(Flow.Chart([Flow.Line("end")], []));

        (await AlterAsync(new Alteration.ScheduleActivity("end")))!.Code.ShouldBe("workflows.instance-finished");
    }

    private async Task<Refusal?> AlterAsync(params Alteration[] alterations) => await harness.Runtime.AlterAsync(Command(alterations), CancellationToken.None);

    private AlterInstance Command(params Alteration[] alterations) => new(harness.InstanceId, alterations) { Actor = "operator" };

    private void HistoryIsTheState() => InstanceJson.Write(Instance.Replay(harness.Events)).ShouldBe(InstanceJson.Write(harness.Instance));

    private static string Forked() => Flow.Chart([Flow.Fork("fork", "left", "right"), Flow.Event("left"), Flow.Event("right"), Flow.Line("end")], ["fork.left>left", "fork.right>right", "left>end", "right>end"]);

    private static JsonArray Days(string value) => [new JsonObject { ["id"] = "days", ["name"] = "Days", ["typeName"] = "Int32", ["value"] = value }];

    public ValueTask DisposeAsync() => harness.DisposeAsync();
}

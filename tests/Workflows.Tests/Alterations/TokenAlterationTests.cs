using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows.Tests.Alterations;

/// <summary>Repairs of instances whose flowcharts run by tokens.</summary>
public sealed class TokenAlterationTests : IAsyncDisposable
{
    private readonly WorkflowHarness harness = new(configure: services => services.AddSingleton(new ElsaOptions { Flowcharts = FlowchartMode.Token }));

    [Fact]
    public async Task A_cancelled_branch_is_passed_by_and_the_join_decides_with_the_rest()
    {
        await harness.StartAsync(Forked(Flow.Join("join", "WaitAllActive")));

        (await AlterAsync(new Alteration.CancelActivity("left"))).ShouldBeNull();
        harness.Waiting.ShouldBe("right");
        await harness.ResumeAsync("right");

        harness.Lines.ShouldBe(["end"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        HistoryIsTheState();
    }

    [Fact]
    public async Task What_only_waited_for_a_cancelled_branch_goes_on_while_others_wait()
    {
        await harness.StartAsync(Flow.Chart([Flow.Fork("fork", "a", "b", "c"), Flow.Line("a"), Flow.Event("b"), Flow.Event("c"), Flow.Line("end")],
            ["fork.a>a", "fork.b>b", "fork.c>c", "a>end", "b>end"]));
        harness.Lines.ShouldBe(["a"], "The line at the end waits for what is under way to it.");

        (await AlterAsync(new Alteration.CancelActivity("b"))).ShouldBeNull();

        harness.Lines.ShouldBe(["a", "end"]);
        harness.Waiting.ShouldBe("c");
        HistoryIsTheState();
    }

    [Fact]
    public async Task A_step_is_visited_in_addition_to_what_goes_on()
    {
        await harness.StartAsync(Flow.Chart([Flow.Line("notify"), Flow.Event("wait"), Flow.Line("end")], ["notify>wait", "wait>end"]));

        (await AlterAsync(new Alteration.ScheduleActivity("end"))).ShouldBeNull();
        await harness.ResumeAsync("wait");

        harness.Lines.ShouldBe(["notify", "end", "end"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        HistoryIsTheState();
    }

    [Fact]
    public async Task A_join_that_has_seen_one_branch_waits_for_the_other_in_the_new_version_too()
    {
        await harness.StartAsync(Forked(Flow.Join("join", "WaitAll")));
        await harness.ResumeAsync("left");

        // The same connections under other numbers, and a step more.
        (await MigrateAsync(Flow.Chart([Flow.Fork("fork", "left", "right"), Flow.Event("left"), Flow.Event("right"), Flow.Join("join", "WaitAll"), Flow.Line("end"), Flow.Line("after")],
            ["end>after", "join>end", "right>join", "left>join", "fork.right>right", "fork.left>left"]))).ShouldBeNull();
        harness.Lines.ShouldBeEmpty();
        await harness.ResumeAsync("right");

        harness.Lines.ShouldBe(["end", "after"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        HistoryIsTheState();
    }

    [Theory]
    [InlineData("left>other", "to lead from 'left' to 'join', where a token is")]
    [InlineData("left>join,other>join", "to lead to 'join', which waits for its branches, as before")]
    public async Task A_version_in_which_the_join_would_wait_for_something_else_is_refused(string instead, string why)
    {
        await harness.StartAsync(Forked(Flow.Join("join", "WaitAll")));
        await harness.ResumeAsync("left");

        var refusal = await MigrateAsync(Flow.Chart([Flow.Fork("fork", "left", "right"), Flow.Event("left"), Flow.Event("right"), Flow.Join("join", "WaitAll"), Flow.Line("end"), Flow.Line("other")],
            [.. instead.Split(','), "fork.left>left", "fork.right>right", "right>join", "join>end"]));

        refusal!.Code.ShouldBe("alterations.migration-unsafe");
        refusal.Message.ShouldContain(why);
        harness.Instance.DefinitionVersion.ShouldBe(1);
    }

    [Theory, InlineData(FlowchartMode.Token), InlineData(FlowchartMode.Counter)]
    public async Task A_failed_step_is_healed_once(FlowchartMode mode)
    {
        var say = Flow.Node("say", "Elsa.WriteLine", ("text", Flow.JavaScript("if (!variables.Days) throw new Error('no days'); return 'ok'", "String")));
        harness.Import(Flow.Chart([say], [], Flow.KeepGoing(), [new JsonObject { ["id"] = "days", ["name"] = "Days", ["typeName"] = "Int32", ["value"] = "0" }]));
        var id = (await harness.Runtime.StartAsync(new StartCommand("wf") { Flowcharts = mode }, CancellationToken.None)).InstanceId;
        var node = harness.Kept.Read(id).Incidents.ShouldHaveSingleItem().Node;

        (await harness.Runtime.AlterAsync(new AlterInstance(id, [new Alteration.ModifyVariable("days", 2), new Alteration.HealActivity(node)]), CancellationToken.None)).ShouldBeNull();
        var again = await harness.Runtime.AlterAsync(new AlterInstance(id, [new Alteration.HealActivity("say")]), CancellationToken.None);

        harness.Kept.Read(id).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        again!.Code.ShouldBe("workflows.instance-finished");
    }

    [Fact]
    public async Task What_has_not_failed_is_not_healed()
    {
        await harness.StartAsync(Flow.Chart([Flow.Event("wait")], []));

        (await AlterAsync(new Alteration.HealActivity("wait")))!.Code.ShouldBe("alterations.activity-not-faulted");
    }

    private async Task<Refusal?> AlterAsync(params Alteration[] alterations) =>
        await harness.Runtime.AlterAsync(new AlterInstance(harness.InstanceId, alterations) { Actor = "operator" }, CancellationToken.None);

    private async Task<Refusal?> MigrateAsync(string json)
    {
        harness.Kept.Publish("wf", json);
        return await AlterAsync(new Alteration.Migrate(2));
    }

    private void HistoryIsTheState() => InstanceJson.Write(Instance.Replay(harness.Events)).ShouldBe(InstanceJson.Write(harness.Instance));

    private static string Forked(JsonObject join) => Flow.Chart([Flow.Fork("fork", "left", "right"), Flow.Event("left"), Flow.Event("right"), join, Flow.Line("end")],
        ["fork.left>left", "fork.right>right", "left>join", "right>join", "join>end"]);

    public ValueTask DisposeAsync() => harness.DisposeAsync();
}

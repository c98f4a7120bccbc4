using HrBpm.Workflows.Testing;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests;

public sealed class FlowchartRuns
{
    [Fact]
    public async Task Parallel_branches_interleave_breadth_first()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Line("s"), Line("a1"), Line("a2"), Line("b1"), Line("b2")], ["s>a1", "a1>a2", "s>b1", "b1>b2"]));
        harness.Path.ShouldBe("s > a1 > b1 > a2 > b2");
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_join_of_all_waits_for_every_branch()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Fork("split", "L", "R"), Event("laptop"), Event("badge"), Join("join", "WaitAll"), Line("end")],
            ["split.L>laptop", "split.R>badge", "laptop>join", "badge>join", "join>end"]));
        await harness.ResumeAsync("badge");
        harness.Waiting.ShouldBe("laptop");
        await harness.ResumeAsync("laptop");
        harness.Path.ShouldBe("split > laptop > badge > join > end");
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_merge_does_not_wait_for_a_branch_that_a_decision_excluded()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart(
            [Node("big", "Elsa.FlowDecision", ("condition", JavaScript("return 1 > 2", "Boolean"))), Event("director"), Event("manager"), Line("end")],
            ["big.True>director", "big.False>manager", "director>end", "manager>end"]));
        await harness.ResumeAsync("manager");
        harness.Path.ShouldBe("big > manager > end");
    }

    [Fact]
    public async Task A_join_of_any_cancels_the_branches_that_are_too_late()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Fork("split", "L", "R"), Event("a"), Event("b"), Join("first", "WaitAny"), Line("end")],
            ["split.L>a", "split.R>b", "a>first", "b>first", "first>end"]));
        await harness.ResumeAsync("b");
        harness.Instance.Bookmarks.ShouldBeEmpty();
        harness.Path.ShouldBe("split > a > b > first > end");
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_loop_walks_its_body_again()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart(
            [Line("s"), Event("work"), Node("again", "Elsa.FlowDecision", ("condition", JavaScript("return getLastResult().again", "Boolean"))), Line("end")],
            ["s>work", "work>again", "again.True>work", "again.False>end"]));
        await harness.ResumeAsync("work", new Dictionary<string, object?> { ["again"] = true });
        await harness.ResumeAsync("work", new Dictionary<string, object?> { ["again"] = false });
        harness.Path.ShouldBe("s > work > again > work > again > end");
    }

    [Fact]
    public async Task A_switch_leaves_by_its_first_case_that_holds()
    {
        await using var harness = new WorkflowHarness();
        var cases = System.Text.Json.Nodes.JsonNode.Parse("""
            [{"label":"small","condition":{"type":"JavaScript","value":"getInput('days') < 3"}},{"label":"any","condition":{"type":"JavaScript","value":"true"}}]
            """);
        var flow = Chart([Node("sw", "Elsa.FlowSwitch", ("cases", cases)), Line("small"), Line("any"), Line("none")], ["sw.small>small", "sw.any>any", "sw.Default>none"]);
        await harness.StartAsync(flow, new Dictionary<string, object?> { ["days"] = 5 });
        harness.Path.ShouldBe("sw > any");
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come_and_not_before()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Node("d", "Elsa.Delay", ("timeSpan", "02:00:00")), Line("end")], ["d>end"]));
        await harness.AdvanceAsync(TimeSpan.FromMinutes(119));
        harness.Lines.ShouldBeEmpty();
        await harness.AdvanceAsync(TimeSpan.FromMinutes(1));
        harness.Lines.ShouldBe(["end"]);
    }

    [Fact]
    public async Task A_variable_keeps_its_value_across_a_wait()
    {
        await using var harness = new WorkflowHarness();
        var variables = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["id"] = "v1", ["name"] = "count", ["typeName"] = "Int32", ["value"] = "1" });
        var set = Node("set", "Elsa.SetVariable", ("value", JavaScript("variables.count + 41", "Int32")));
        set["variable"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "v1", ["name"] = "count", ["typeName"] = "Int32" };
        await harness.StartAsync(Chart([set, Event("wait"), Node("say", "Elsa.WriteLine", ("text", JavaScript("variables.count", "String")))], ["set>wait", "wait>say"], variables: variables));
        await harness.ResumeAsync("wait");
        harness.Lines.ShouldBe(["42"]);
    }

    [Fact]
    public async Task A_bookmark_is_used_once()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Event("a"), Line("end")], ["a>end"]));
        var bookmark = harness.WaitingAt("a").Single().Id;
        (await harness.Runtime.ResumeAsync(new ResumeCommand(bookmark), TestContext.Current.CancellationToken)).ShouldBeNull();
        (await harness.Runtime.ResumeAsync(new ResumeCommand(bookmark), TestContext.Current.CancellationToken))!.Code.ShouldBe("workflows.bookmark-used");
        harness.Lines.ShouldBe(["end"]);
    }

    [Fact]
    public async Task A_loop_without_a_way_out_becomes_an_incident()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Line("s"), Line("a"), Line("b")], ["s>a", "a>b", "b>a"]));
        harness.Instance.Incidents.Single().Code.ShouldBe("engine.too-many-steps");
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Faulted);
    }

    [Fact]
    public async Task An_incident_leaves_the_other_branches_alone_when_the_definition_says_so()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Fork("split", "L", "R"), Node("bad", "Elsa.Fault", ("message", "no")), Event("good"), Line("end")],
            ["split.L>bad", "split.R>good", "good>end"], KeepGoing()));
        await harness.ResumeAsync("good");
        harness.Lines.ShouldBe(["end"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        harness.Instance.Incidents.Single().IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_type_is_an_incident_only_when_it_is_reached()
    {
        await using var harness = new WorkflowHarness();
        var flow = Chart([Event("a"), Node("x", "Somebody.Else"), Line("end")], ["a>x", "x>end"]);
        await harness.StartAsync(flow);
        harness.Instance.Incidents.ShouldBeEmpty();
        await harness.ResumeAsync("a");
        harness.Instance.Incidents.Single().Message.ShouldContain("'Somebody.Else' is not known");
    }

    [Fact]
    public async Task Replaying_the_history_rebuilds_the_stored_state()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Fork("split", "L", "R"), Event("a"), Node("d", "Elsa.Delay", ("timeSpan", "01:00:00")), Join("join", "WaitAll"), Event("last")],
            ["split.L>a", "split.R>d", "a>join", "d>join", "join>last"]));
        await harness.ResumeAsync("a", new Dictionary<string, object?> { ["when"] = new DateTime(2026, 9, 30, 10, 0, 0, DateTimeKind.Utc), ["share"] = 0.1m });
        await harness.AdvanceAsync(TimeSpan.FromHours(1));
        InstanceJson.Write(Instance.Replay(harness.Events)).ShouldBe(InstanceJson.Write(harness.Instance));
        harness.Waiting.ShouldBe("last");
    }

    [Fact]
    public async Task Starting_twice_with_one_id_starts_once()
    {
        await using var harness = new WorkflowHarness();
        harness.Kept.Publish("wf", Chart([Line("a"), Event("b")], ["a>b"]));
        var command = new StartCommand("wf") { InstanceId = "case-1" };
        await harness.Runtime.StartAsync(command, TestContext.Current.CancellationToken);
        var again = await harness.Runtime.StartAsync(command, TestContext.Current.CancellationToken);
        again.Refusal.ShouldBeNull();
        again.SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        harness.Kept.History.Count.ShouldBe(1);
    }
}

using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests;

public sealed class StateMachineRuns
{
    [Fact]
    public async Task A_transition_runs_exit_then_action_then_the_next_entry()
    {
        await using var harness = await RunAsync("New", [State("New", entry: Line("enter new"), exit: Line("exit new")), State("Paid", entry: Line("enter paid"), exit: Line("exit paid")), State("Closed")],
            [Transition("New", "Paid", Event("pay"), action: Line("book")), Transition("Paid", "Closed", Event("close"))]);
        harness.Lines.ShouldBe(["enter new"]);
        harness.Waiting.ShouldBe("pay");

        await harness.ResumeAsync("pay");
        harness.Lines.ShouldBe(["enter new", "exit new", "book", "enter paid"]);
        harness.Waiting.ShouldBe("close");

        await harness.ResumeAsync("close");
        harness.Lines.ShouldBe(["enter new", "exit new", "book", "enter paid", "exit paid", "after"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task The_first_trigger_wins_and_the_others_are_withdrawn()
    {
        await using var harness = await RunAsync("New", [State("New"), State("Paid"), State("Gone")], [Transition("New", "Paid", Event("pay")), Transition("New", "Gone", Event("cancel")), Transition("Paid", "Gone", Event("close"))]);
        harness.Waiting.ShouldBe("cancel, pay");
        await harness.ResumeAsync("pay");
        harness.Waiting.ShouldBe("close");
    }

    [Fact]
    public async Task A_trigger_that_is_done_at_once_leaves_the_others_unvisited()
    {
        await using var harness = await RunAsync("New", [State("New"), State("Paid")], [Transition("New", "Paid", Line("first")), Transition("New", "Paid", Line("second"))]);
        harness.Lines.ShouldBe(["first", "after"]);
    }

    [Fact]
    public async Task A_trigger_whose_condition_does_not_hold_is_visited_again()
    {
        await using var harness = await RunAsync("New", [State("New"), State("Paid")], [Transition("New", "Paid", Event("pay"), condition: JavaScript("getVariable('amount') >= 100", "Boolean"), action: Line("paid"))], 10);
        await harness.ResumeAsync("pay");
        harness.Waiting.ShouldBe("pay");
        harness.Lines.ShouldBeEmpty();
        await using var enough = await RunAsync("New", [State("New"), State("Paid")], [Transition("New", "Paid", Event("pay"), condition: JavaScript("getVariable('amount') >= 100", "Boolean"), action: Line("paid"))], 100);
        await enough.ResumeAsync("pay");
        enough.Lines.ShouldBe(["paid", "after"]);
    }

    [Fact]
    public async Task A_transition_without_trigger_is_taken_as_soon_as_its_condition_holds_the_first_before_the_second()
    {
        await using var harness = await RunAsync("New", [State("New", entry: Line("enter")), State("A", entry: Line("a")), State("B", entry: Line("b")), State("C", entry: Line("c"))],
            [Transition("New", "A", null, condition: false), Transition("New", "B", null, condition: true), Transition("New", "C", null), Transition("New", "A", Event("never"))]);
        harness.Lines.ShouldBe(["enter", "b", "after"]);
    }

    [Fact]
    public async Task A_transition_may_lead_back_to_its_own_state()
    {
        await using var harness = await RunAsync("Open", [State("Open", entry: Line("in"), exit: Line("out")), State("Shut")], [Transition("Open", "Open", Event("again")), Transition("Open", "Shut", Event("shut"))]);
        await harness.ResumeAsync("again");
        harness.Lines.ShouldBe(["in", "out", "in"]);
        await harness.ResumeAsync("shut");
        harness.Lines.ShouldBe(["in", "out", "in", "out", "after"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Nowhere")]
    public async Task Without_an_initial_state_that_exists_it_is_complete_at_once(string? initial)
    {
        await using var harness = await RunAsync(initial, [State("New")], []);
        harness.Lines.ShouldBe(["after"]);
    }

    [Fact]
    public async Task A_transition_to_a_state_that_does_not_exist_does_not_count()
    {
        await using var harness = await RunAsync("New", [State("New")], [Transition("New", "Nowhere", Event("pay"))]);
        harness.Lines.ShouldBe(["after"]);
    }

    [Fact]
    public async Task A_deadline_may_be_a_trigger()
    {
        await using var harness = await RunAsync("Open", [State("Open"), State("Late", entry: Line("late")), State("Done")],
            [Transition("Open", "Done", Event("done")), Transition("Open", "Late", Node("deadline", "Elsa.Delay", ("timeSpan", "01:00:00")))]);
        await harness.AdvanceAsync(TimeSpan.FromHours(1));
        harness.Lines.ShouldBe(["late", "after"]);
        harness.Waiting.ShouldBe("");
    }

    [Fact]
    public async Task A_state_that_nothing_can_leave_any_more_is_an_incident()
    {
        await using var harness = await RunAsync("New", [State("New"), State("Paid")], [Transition("New", "Paid", null, condition: false)]);
        harness.Instance.Incidents.Single().Code.ShouldBe("state-machine.stuck");
    }

    [Fact]
    public async Task A_circle_of_states_that_never_wait_is_an_incident()
    {
        await using var harness = await RunAsync("A", [State("A"), State("B")], [Transition("A", "B", null), Transition("B", "A", null)]);
        harness.Instance.Incidents.Single().Code.ShouldBe("state-machine.endless");
    }

    [Fact]
    public async Task It_goes_on_where_its_history_ended()
    {
        await using var harness = await RunAsync("New", [State("New"), State("Paid"), State("Closed")], [Transition("New", "Paid", Event("pay")), Transition("Paid", "Closed", Event("close"))]);
        await harness.ResumeAsync("pay");
        var replayed = Instance.Replay(harness.Events);
        replayed.Executions.Values.Single(e => e.Node.EndsWith(":machine", StringComparison.Ordinal)).State.ShouldBe("\"Paid\"");
        InstanceJson.Write(replayed).ShouldBe(InstanceJson.Write(harness.Instance));
    }

    [Fact]
    public async Task Triggers_must_not_share_an_id_nor_states_a_name()
    {
        await using var harness = new WorkflowHarness();
        var machine = Machine("New", [State("New"), State("New")], [Transition("New", "New", Event("pay")), Transition("New", "New", Event("pay"))]);
        Check(harness, machine).Select(p => p.Code).ShouldBe(["definitions.id-repeated", "definitions.state-repeated"]);
    }

    [Fact]
    public async Task A_machine_that_waits_and_ends_may_be_published()
    {
        await using var harness = new WorkflowHarness();
        var machine = Machine("Open", [State("Open", entry: Line("in"), exit: Line("out")), State("Shut")], [Transition("Open", "Open", Event("again")), Transition("Open", "Shut", Event("shut"), action: Line("shutting"))]);
        Check(harness, machine).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_state_that_no_transition_leads_to_is_told_once_for_all_that_belongs_to_it()
    {
        await using var harness = new WorkflowHarness();
        var machine = Machine("Open", [State("Open"), State("Lost", entry: Line("in"), exit: Line("out")), State("Shut")],
            [Transition("Open", "Shut", Event("shut")), Transition("Open", "Lost", Event("lose"), condition: false), Transition("Lost", "Shut", Event("find"), action: Line("found"))]);
        var problem = Check(harness, machine).ShouldHaveSingleItem();
        (problem.Code, problem.Severity, problem.Node).ShouldBe(("soundness.state-never-entered", ProblemSeverity.Warning, "machine"));
        problem.Message.ShouldContain("'Lost'");
    }

    [Fact]
    public async Task States_from_which_none_leads_to_an_end_must_not_be_published()
    {
        await using var harness = new WorkflowHarness();
        var machine = Machine("Open", [State("Open"), State("Held"), State("Asked"), State("Shut")],
            [Transition("Open", "Shut", Event("shut")), Transition("Open", "Held", Event("hold")), Transition("Held", "Asked", Event("ask")), Transition("Asked", "Held", Event("answer"))]);
        var problem = Check(harness, machine).ShouldHaveSingleItem();
        (problem.Code, problem.Severity, problem.Node, string.Join(" > ", problem.Path)).ShouldBe(("soundness.state-without-way-out", ProblemSeverity.Error, "machine", "hold"));
        problem.Message.ShouldContain("'Held', 'Asked'");
    }

    [Fact]
    public async Task What_comes_after_a_machine_that_only_an_end_of_the_flow_leaves_never_runs()
    {
        await using var harness = new WorkflowHarness();
        var machine = Machine("Open", [State("Open"), State("Shut", entry: Node("fin", "Elsa.Finish"))], [Transition("Open", "Shut", Event("shut"))]);
        Check(harness, machine).ShouldHaveSingleItem().Node.ShouldBe("after");
    }

    [Fact]
    public async Task A_wait_in_a_transition_is_worth_knowing_and_a_trigger_behind_one_that_is_done_at_once_never_runs()
    {
        await using var harness = new WorkflowHarness();
        var machine = Machine("Open", [State("Open"), State("Held"), State("Shut")],
            [Transition("Open", "Held", Event("hold"), action: Event("agree")), Transition("Held", "Shut", Line("at once")), Transition("Held", "Open", Event("never"))]);
        Check(harness, machine).Select(p => $"{p.Severity} {p.Code} {p.Node}").ShouldBe(["Information soundness.waits-between-states agree", "Warning soundness.never-runs never"]);
    }

    private static IReadOnlyList<DefinitionProblem> Check(WorkflowHarness harness, JsonObject machine) =>
        harness.Services.GetRequiredService<DefinitionValidator>().Check(Chart([machine, Line("after")], ["machine>after"]));

    private static async Task<WorkflowHarness> RunAsync(string? initial, JsonObject[] states, JsonObject[] transitions, int amount = 0)
    {
        var harness = new WorkflowHarness();
        var variables = new JsonArray(new JsonObject { ["id"] = "amount", ["name"] = "amount", ["typeName"] = "Int32", ["value"] = amount.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        await harness.StartAsync(Chart([Machine(initial, states, transitions), Line("after")], ["machine>after"], KeepGoing(), variables));
        return harness;
    }

    private static JsonObject Machine(string? initial, JsonObject[] states, JsonObject[] transitions) =>
        Node("machine", "Elsa.StateMachine", ("initialState", initial), ("states", new JsonArray([.. states])), ("transitions", new JsonArray([.. transitions])));

    private static JsonObject State(string name, JsonObject? entry = null, JsonObject? exit = null) => new() { ["name"] = name, ["entry"] = entry, ["exit"] = exit };

    private static JsonObject Transition(string from, string to, JsonObject? trigger, JsonNode? condition = null, JsonObject? action = null) =>
        new() { ["name"] = $"{from} to {to}", ["from"] = from, ["to"] = to, ["trigger"] = trigger, ["condition"] = condition, ["action"] = action };
}

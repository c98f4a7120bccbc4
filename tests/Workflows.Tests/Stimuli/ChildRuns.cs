using System.Text.Json.Nodes;
using HrBpm.Workflows.Testing;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Stimuli;

/// <summary>Workflows that start other workflows, and wait for them or not.</summary>
public sealed class ChildRuns
{
    [Fact]
    public async Task A_parent_gets_what_became_of_the_child_that_it_executes()
    {
        await using var harness = Harness(("child", Steps(Out("Y", "getInput('X') * 2"))));
        await harness.StartAsync(Steps(Child("x", "Elsa.ExecuteWorkflow", waits: true, ("input", JavaScript("({X:21})"))), Say("got", "getLastResult().Output.Y + ' ' + getLastResult().SubStatus")));
        await harness.DeliverAsync();
        harness.Lines.ShouldBe(["42 Finished"]);
    }

    [Fact]
    public async Task A_parent_waits_for_a_child_that_waits_and_then_gets_its_outputs()
    {
        await using var harness = Harness(("child", Steps(Event("go"), Out("Y", "'late'"))));
        await harness.StartAsync(Steps(Child("x", "Elsa.ExecuteWorkflow", waits: true), Say("got", "getLastResult().Output.Y")));
        await harness.DeliverAsync();
        harness.Waiting.ShouldBe("x");
        await harness.PublishEventAsync("go");
        harness.Lines.ShouldBe(["late"]);
    }

    [Fact]
    public async Task A_parent_that_does_not_wait_goes_on_once_the_child_rests()
    {
        await using var harness = Harness(("child", Steps(Event("go"))));
        await harness.StartAsync(Steps(Child("x", "Elsa.ExecuteWorkflow", waits: false), Say("got", "getLastResult().SubStatus")));
        await harness.DeliverAsync();
        harness.Lines.ShouldBe(["Suspended"]);
        await harness.PublishEventAsync("go");
        Children(harness).Single().SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_dispatched_childs_outputs_are_the_result()
    {
        await using var harness = Harness(("child", Steps(Out("Y", "getInput('X') * 2"))));
        await harness.StartAsync(Steps(Child("x", "Elsa.DispatchWorkflow", waits: true, ("input", JavaScript("({X:5})"))), Say("got", "getLastResult().Y")));
        await harness.DeliverAsync();
        harness.Lines.ShouldBe(["10"]);
    }

    [Fact]
    public async Task A_parent_that_dispatches_without_waiting_goes_on_at_once()
    {
        await using var harness = Harness(("child", Steps(Line("hello"))));
        await harness.StartAsync(Steps(Child("x", "Elsa.DispatchWorkflow", waits: false, ("correlationId", "c-9")), Line("end")));
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        await harness.DeliverAsync();
        var child = Children(harness).Single();
        (child.SubStatus, child.CorrelationId, child.ParentInstanceId, child.Input["ParentInstanceId"]).ShouldBe((InstanceSubStatus.Finished, "c-9", harness.InstanceId, harness.InstanceId));
    }

    [Theory]
    [InlineData("Elsa.Fault", "Faulted")]
    [InlineData("Elsa.Finish", "Finished")]
    public async Task However_a_child_ends_its_parent_is_told(string lastActivity, string how)
    {
        await using var harness = Harness(("child", Steps(Node("end", lastActivity))));
        await harness.StartAsync(Steps(Child("x", "Elsa.ExecuteWorkflow", waits: true), Say("got", "getLastResult().SubStatus")));
        await harness.DeliverAsync();
        harness.Lines.ShouldBe([how]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_parent_is_told_that_its_child_was_cancelled()
    {
        await using var harness = Harness(("child", Steps(Event("never"))));
        await harness.StartAsync(Steps(Child("x", "Elsa.ExecuteWorkflow", waits: true), Say("got", "getLastResult().SubStatus")));
        await harness.DeliverAsync();
        await harness.Runtime.CancelAsync(Children(harness).Single().Id, "operator", "no longer wanted", CancellationToken.None);
        await harness.DeliverAsync();
        harness.Lines.ShouldBe(["Cancelled"]);
    }

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow", true, InstanceSubStatus.Cancelled)]
    [InlineData("Elsa.DispatchWorkflow", true, InstanceSubStatus.Cancelled)]
    [InlineData("Elsa.BulkDispatchWorkflows", true, InstanceSubStatus.Cancelled)]
    [InlineData("Elsa.ExecuteWorkflow", false, InstanceSubStatus.Suspended)]
    [InlineData("Elsa.DispatchWorkflow", false, InstanceSubStatus.Suspended)]
    [InlineData("Elsa.BulkDispatchWorkflows", false, InstanceSubStatus.Suspended)]
    public async Task A_cancelled_parent_takes_the_children_that_it_waits_for_with_it_and_their_children(string type, bool waits, InstanceSubStatus children)
    {
        await using var harness = Harness(("child", Steps(Child("y", "Elsa.ExecuteWorkflow", waits: true, ("workflowDefinitionId", "grandchild")))), ("grandchild", Steps(Event("never"))));
        await harness.StartAsync(Steps(Child("x", type, waits, ("items", JavaScript("[1,2]"))), Event("parent waits")));
        await harness.DeliverAsync();
        var family = Children(harness).Count;

        (await harness.Runtime.CancelAsync(harness.InstanceId, "operator", "no longer wanted", CancellationToken.None)).ShouldBeNull();
        await harness.DeliverAsync();

        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Cancelled);
        family.ShouldBe(type == "Elsa.BulkDispatchWorkflows" ? 4 : 2);
        Children(harness).ShouldAllBe(c => c.SubStatus == children);
        harness.Kept.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_child_that_lost_a_race_against_time_is_cancelled()
    {
        await using var harness = Harness(("child", Steps(Event("never"))));
        await harness.StartAsync(Steps(Node("race", "Elsa.Fork", ("joinMode", "WaitAny"), ("branches", new JsonArray(Child("x", "Elsa.ExecuteWorkflow", waits: true), Node("late", "Elsa.Delay", ("timeSpan", "00:10:00"))))), Line("went on")));
        await harness.DeliverAsync();
        await harness.AdvanceAsync(TimeSpan.FromMinutes(10));
        await harness.DeliverAsync();
        (harness.Lines.Single(), Children(harness).Single().SubStatus).ShouldBe(("went on", InstanceSubStatus.Cancelled));
    }

    [Fact]
    public async Task A_child_whose_parent_was_cancelled_first_never_starts()
    {
        await using var harness = Harness(("child", Steps(Line("hello"))));
        await harness.StartAsync(Steps(Child("x", "Elsa.DispatchWorkflow", waits: true)));
        await harness.Runtime.CancelAsync(harness.InstanceId, "operator", "no longer wanted", CancellationToken.None);
        await harness.DeliverAsync();
        Children(harness).ShouldBeEmpty();
        harness.Kept.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_definition_faults_the_parent()
    {
        await using var harness = Harness();
        await harness.StartAsync(Steps(Child("x", "Elsa.DispatchWorkflow", waits: true)));
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Faulted);
        harness.Instance.Incidents.Single().Code.ShouldBe("children.definition-unknown");
    }

    [Fact]
    public async Task A_child_that_may_not_start_is_an_incident_of_its_parent()
    {
        await using var harness = Harness(("child", Steps(Event("never")).Replace("\"options\":{}", "\"options\":{\"activationStrategyType\":\"SingletonStrategy\"}", StringComparison.Ordinal)));
        await harness.Runtime.StartAsync(new StartCommand("child"), CancellationToken.None);
        await harness.StartAsync(Steps(Child("x", "Elsa.DispatchWorkflow", waits: true)));
        await harness.DeliverAsync();
        harness.Instance.Incidents.Single().Code.ShouldBe("workflows.runs-already");
    }

    [Fact]
    public async Task A_bulk_of_children_is_waited_for_and_told_in_the_order_of_the_items()
    {
        await using var harness = Harness(("child", Steps(Node("wait", "Elsa.Event", ("eventName", JavaScript("'done ' + getInput('Item')", "String"))), Out("Y", "getInput('Item') * 10"))));
        await harness.StartAsync(Chart(
            [
                Child("bulk", "Elsa.BulkDispatchWorkflows", waits: true, ("items", JavaScript("[1, 2, 3]")), ("correlationIdFunction", JavaScript("'c' + variables.Item", "String")),
                    ("childCompleted", Node("each", "Elsa.WriteLine", ("text", JavaScript("'child ' + variables.ChildOutput.Y", "String"))))),
                Say("end", "getOutputFrom('bulk', 'results').map(r => r.Output.Y).join()"),
            ], ["bulk.Completed>end"]));
        await harness.DeliverAsync();
        Children(harness).Select(c => c.CorrelationId).ShouldBe(["c1", "c2", "c3"], ignoreOrder: true);

        foreach (var n in new[] { 3, 1, 2 }) await harness.PublishEventAsync($"done {n}");

        harness.Lines.ShouldBe(["child 30", "child 10", "child 20", "10,20,30"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_bulk_without_items_or_without_waiting_is_done_at_once()
    {
        await using var harness = Harness(("child", Steps(Line("hello"))));
        await harness.StartAsync(Chart([Child("none", "Elsa.BulkDispatchWorkflows", waits: true, ("items", JavaScript("[]"))), Child("some", "Elsa.BulkDispatchWorkflows", waits: false, ("items", JavaScript("[{a:1},{a:2}]"))), Line("end")],
            ["none>some", "some>end"]));
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        await harness.DeliverAsync();
        Children(harness).Select(c => c.Input["a"]).ShouldBe([1, 2], ignoreOrder: true);
    }

    [Fact]
    public async Task An_activity_that_runs_asynchronously_has_a_run_of_its_own()
    {
        await using var harness = new WorkflowHarness();
        var script = Node("r", "Elsa.RunJavaScript", ("script", "return 2 + 3"));
        script["customProperties"] = new JsonObject { ["runAsynchronously"] = true };
        await harness.StartAsync(Steps(Line("s"), script, Say("got", "'r=' + getLastResult()")));
        harness.Waiting.ShouldBe("r");
        await harness.DeliverAsync();
        harness.Lines.ShouldBe(["s", "r=5"]);
        harness.Instance.Version.ShouldBe(2);
    }

    [Theory]
    [InlineData("AllowAlwaysStrategy", "a", "a", true)]
    [InlineData("SingletonStrategy", "a", "b", false)]
    [InlineData("CorrelatedSingletonStrategy", "a", "b", true)]
    [InlineData("Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime", "a", "a", false)]
    [InlineData("CorrelationStrategy", "a", "a", false)]
    [InlineData("CorrelationStrategy", null, null, true)]
    public async Task An_activation_strategy_says_whether_a_second_instance_may_start(string strategy, string? first, string? second, bool mayStart)
    {
        await using var harness = Harness(("only", Steps(Event("e")).Replace("\"options\":{}", $"\"options\":{{\"activationStrategyType\":\"{strategy}\"}}", StringComparison.Ordinal)));
        await harness.Runtime.StartAsync(new StartCommand("only") { CorrelationId = first }, CancellationToken.None);

        var again = await harness.Runtime.StartAsync(new StartCommand("only") { CorrelationId = second }, CancellationToken.None);

        (again.Refusal is null).ShouldBe(mayStart);
        if (again.Refusal is { } refusal) refusal.Code.ShouldBe("workflows.runs-already");
    }

    [Fact]
    public async Task A_singleton_may_start_again_once_it_has_ended()
    {
        await using var harness = Harness(("only", Steps(Event("e")).Replace("\"options\":{}", "\"options\":{\"activationStrategyType\":\"SingletonStrategy\"}", StringComparison.Ordinal)));
        await harness.Runtime.StartAsync(new StartCommand("only"), CancellationToken.None);
        await harness.PublishEventAsync("e");
        (await harness.Runtime.StartAsync(new StartCommand("only"), CancellationToken.None)).Refusal.ShouldBeNull();
    }

    private static WorkflowHarness Harness(params (string Id, string Json)[] definitions)
    {
        var harness = new WorkflowHarness();
        foreach (var (id, json) in definitions) harness.Kept.Publish(id, json.Replace("\"wf\"", $"\"{id}\"", StringComparison.Ordinal));
        return harness;
    }

    private static IReadOnlyList<Instance> Children(WorkflowHarness harness) => [.. harness.Kept.InstanceIds.Where(id => id != harness.InstanceId).Select(harness.Kept.Read)];

    private static JsonObject Child(string id, string type, bool waits, params (string Name, JsonNode? Value)[] inputs) =>
        Node(id, type, [("workflowDefinitionId", "child"), ("waitForCompletion", waits), .. inputs]);

    private static JsonObject Out(string name, string script) => Node("out", "Elsa.SetOutput", ("outputName", name), ("outputValue", JavaScript(script)));

    private static JsonObject Say(string id, string script) => Node(id, "Elsa.WriteLine", ("text", JavaScript(script, "String")));

    private static string Steps(params IEnumerable<JsonObject> activities) => Workflow(new JsonObject { ["id"] = "steps", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray([.. activities]) });
}

using System.Text.Json.Nodes;
using HrBpm.Workflows.Testing;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Stimuli;

/// <summary>Events: who hears them, what comes with them, and what becomes of those that come too early.</summary>
public sealed class EventRuns
{
    [Theory]
    [InlineData("b", "own of b")]
    [InlineData("c", "common")]
    public async Task An_event_of_one_company_starts_no_flow_of_another(string company, string expected)
    {
        await using var harness = new WorkflowHarness();
        string Listener(string id, string said) => Chart([Starts(Event("begin")), Line(said)], [$"begin>{said}"]).Replace("\"wf\"", $"\"{id}\"", StringComparison.Ordinal);
        harness.Kept.Publish("only-a", Listener("only-a", "only-a"), tenant: "a");
        harness.Kept.Publish("listener", Listener("listener", "common"));
        harness.Kept.Publish("listener", Listener("listener", "own of b"), tenant: "b");

        await harness.PublishEventAsync("begin", tenant: company);

        var started = harness.Kept.InstanceIds.Select(harness.Kept.Read).ShouldHaveSingleItem();
        (started.TenantId, started.DefinitionId).ShouldBe((company, "listener"));
        harness.Kept.History.SelectMany(h => InstanceJson.ReadEvents(h.Events)).OfType<LineWritten>().Select(l => l.Text).ShouldBe([expected]);
    }

    [Fact]
    public async Task An_event_brings_its_payload_to_the_step_that_waits_for_that_very_name()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Steps(Event("Order.Placed"), Say("said", "getLastResult().id")));

        (await harness.PublishEventAsync("order.placed", Payload(("id", "no")))).Resumed.ShouldBeEmpty();
        harness.Waiting.ShouldBe("Order.Placed");
        await harness.PublishEventAsync("Order.Placed", Payload(("id", "o-9")));

        harness.Lines.ShouldBe(["o-9"]);
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_payload_that_is_no_object_arrives_as_it_is()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Steps(Event("count"), Say("said", "getLastResult() + 1")));
        await harness.PublishEventAsync("count", 41);
        harness.Lines.ShouldBe(["42"]);
    }

    [Fact]
    public async Task An_event_with_a_correlation_id_reaches_only_instances_that_have_it()
    {
        await using var harness = new WorkflowHarness();
        harness.Kept.Publish("wf", Steps(Event("ship"), Line("shipped")));
        var (mine, other) = (await StartAsync(harness, "x1"), await StartAsync(harness, "x2"));

        await harness.PublishEventAsync("ship", correlationId: "x1");

        harness.Kept.Read(mine).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        harness.Kept.Read(other).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
    }

    [Fact]
    public async Task An_event_for_one_instance_reaches_no_other_and_starts_none()
    {
        await using var harness = new WorkflowHarness();
        harness.Kept.Publish("wf", Steps(Event("go"), Line("went")));
        harness.Kept.Publish("trigger", Chart([Starts(Event("go")), Line("began")], ["go>began"]));
        var (mine, other) = (await StartAsync(harness), await StartAsync(harness));

        var sent = await harness.PublishEventAsync("go", instanceId: mine);

        sent.Started.ShouldBeEmpty();
        harness.Kept.Read(mine).SubStatus.ShouldBe(InstanceSubStatus.Finished);
        harness.Kept.Read(other).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
    }

    [Fact]
    public async Task One_event_resumes_every_step_that_waits_for_it()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Line("s"), Named("e1", "same"), Named("e2", "same"), Line("end")], ["s>e1", "s>e2", "e1>end", "e2>end"]));
        (await harness.PublishEventAsync("same")).Resumed.Count.ShouldBe(2);
        harness.Path.ShouldBe("s > e1 > e2 > end");
    }

    [Fact]
    public async Task An_event_that_comes_too_early_waits_ten_minutes_for_somebody_to_wait_for_it()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Steps(Event("first"), Event("second"), Say("said", "getLastResult().n")));
        await harness.PublishEventAsync("second", Payload(("n", 1)));

        harness.Clock.Advance(TimeSpan.FromMinutes(9));
        await harness.PublishEventAsync("first");

        harness.Lines.ShouldBe(["1"]);
    }

    [Fact]
    public async Task An_early_event_is_forgotten_when_its_time_is_over()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Steps(Event("first"), Event("second"), Line("end")));
        await harness.PublishEventAsync("second");

        harness.Clock.Advance(TimeSpan.FromMinutes(11));
        await harness.PublishEventAsync("first");

        harness.Waiting.ShouldBe("second");
    }

    [Fact]
    public async Task A_published_event_is_heard_after_the_publishers_own_run()
    {
        await using var harness = new WorkflowHarness();
        harness.Kept.Publish("listener", Steps(Event("ping"), Say("heard", "getLastResult().msg")).Replace("\"wf\"", "\"listener\"", StringComparison.Ordinal));
        var listener = (await harness.Runtime.StartAsync(new StartCommand("listener"), CancellationToken.None)).InstanceId;

        await harness.StartAsync(Steps(Publish("p", "ping", ("payload", JavaScript("({msg:'hello'})"))), Line("published")));
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        harness.Kept.Read(listener).SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        await harness.DeliverAsync();

        LinesOf(harness, listener).ShouldBe(["hello"]);
    }

    [Fact]
    public async Task Elsa_6538_an_instance_that_publishes_to_itself_does_not_block_itself()
    {
        await using var harness = new WorkflowHarness();
        await harness.StartAsync(Chart([Line("s"), Event("local"), Line("heard"), Publish("p", "local", ("isLocalEvent", true)), Line("x")],
            ["s>local", "local>heard", "s>p", "p>x"]));
        await harness.DeliverAsync();
        harness.Path.ShouldBe("s > local > p > x > heard");
        harness.Instance.SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task A_delivery_that_is_done_twice_does_nothing_the_second_time()
    {
        await using var harness = new WorkflowHarness();
        // The step waits for the same event again and again: a second delivery would find a bookmark, but not its own.
        await harness.StartAsync(Chart([Event("again"), Line("round")], ["again>round", "round>again"]));
        harness.Kept.Publish("publisher", Steps(Publish("p", "again")).Replace("\"wf\"", "\"publisher\"", StringComparison.Ordinal));
        await harness.Runtime.StartAsync(new StartCommand("publisher"), CancellationToken.None);

        await harness.DeliverAsync();
        await harness.DeliverAsync();

        harness.Lines.ShouldBe(["round"]);
        harness.Waiting.ShouldBe("again");
    }

    [Fact]
    public async Task A_trigger_starts_an_instance_for_each_event_and_passes_on_its_payload()
    {
        await using var harness = new WorkflowHarness();
        harness.Kept.Publish("trig", Chart([Starts(Event("begin")), Say("said", "'began ' + getLastResult().n")], ["begin>said"]));

        (await harness.PublishEventAsync("nope")).Started.ShouldBeEmpty();
        var first = (await harness.PublishEventAsync("begin", Payload(("n", 1)), "c-1")).Started.Single();
        var second = (await harness.PublishEventAsync("begin", Payload(("n", 2)))).Started.Single();

        LinesOf(harness, first).ShouldBe(["began 1"]);
        harness.Kept.Read(first).CorrelationId.ShouldBe("c-1");
        LinesOf(harness, second).ShouldBe(["began 2"]);
        harness.Kept.Read(second).SubStatus.ShouldBe(InstanceSubStatus.Finished);
    }

    [Fact]
    public async Task Which_branch_runs_depends_on_the_trigger()
    {
        await using var harness = new WorkflowHarness();
        harness.Kept.Publish("trig", Chart([Starts(Event("alpha")), Line("a"), Starts(Event("beta")), Line("b"), Line("merge")], ["alpha>a", "a>merge", "beta>b", "b>merge"]));
        var started = (await harness.PublishEventAsync("beta")).Started.Single();
        LinesOf(harness, started).ShouldBe(["b", "merge"]);
    }

    [Fact]
    public async Task A_trigger_starts_the_published_version_only()
    {
        await using var harness = new WorkflowHarness();
        harness.Kept.Publish("trig", Chart([Starts(Event("old")), Line("a")], ["old>a"]));
        harness.Kept.Publish("trig", Chart([Starts(Event("new")), Line("a")], ["new>a"]));
        (await harness.PublishEventAsync("old")).Started.ShouldBeEmpty();
        (await harness.PublishEventAsync("new")).Started.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_history_of_a_triggered_instance_gives_the_stored_instance()
    {
        await using var harness = new WorkflowHarness();
        harness.Kept.Publish("trig", Chart([Starts(Event("begin")), Publish("p", "later"), Event("later"), Event("never")], ["begin>p", "p>later", "later>never"]));
        var id = (await harness.PublishEventAsync("begin")).Started.Single();

        var history = harness.Kept.History.Where(h => h.InstanceId == id).SelectMany(h => InstanceJson.ReadEvents(h.Events));

        InstanceJson.Write(Instance.Replay(history)).ShouldBe(InstanceJson.Write(harness.Kept.Read(id)));
        harness.Kept.Read(id).Bookmarks.Count.ShouldBe(1);
    }

    private static async Task<string> StartAsync(WorkflowHarness harness, string? correlationId = null) =>
        (await harness.Runtime.StartAsync(new StartCommand("wf") { CorrelationId = correlationId }, CancellationToken.None)).InstanceId;

    private static IReadOnlyList<string> LinesOf(WorkflowHarness harness, string instanceId) =>
        [.. harness.Kept.History.Where(h => h.InstanceId == instanceId).SelectMany(h => InstanceJson.ReadEvents(h.Events)).OfType<LineWritten>().Select(l => l.Text)];

    private static Dictionary<string, object?> Payload(params (string Name, object? Value)[] members) => members.ToDictionary(m => m.Name, m => m.Value);

    private static JsonObject Named(string id, string eventName) => Node(id, "Elsa.Event", ("eventName", eventName));

    private static JsonObject Say(string id, string script) => Node(id, "Elsa.WriteLine", ("text", JavaScript(script, "String")));

    private static JsonObject Publish(string id, string eventName, params (string Name, JsonNode? Value)[] inputs) => Node(id, "Elsa.PublishEvent", [("eventName", eventName), .. inputs]);

    private static JsonObject Starts(JsonObject activity)
    {
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return activity;
    }

    private static string Steps(params IEnumerable<JsonObject> activities) => Workflow(new JsonObject { ["id"] = "steps", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray([.. activities]) });
}

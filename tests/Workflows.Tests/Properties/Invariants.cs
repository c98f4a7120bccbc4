using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Nodes;
using HrBpm.Workflows.Testing;

namespace HrBpm.Workflows.Tests.Properties;

/// <summary>What holds for every instance after every run.</summary>
internal static class Invariants
{
    public static void Check(WorkflowHarness harness, Graph graph, string story)
    {
        var (instance, events) = (harness.Instance, harness.Events);
        HistoryIsState(harness, events, story);
        NothingRunsAfterItsContainer(events, story);
        NoBookmarkIsLost(harness, instance, events, story);
        EverybodyWaitsForSomething(instance, story);
        if (instance.Flowcharts == FlowchartMode.Counter) EveryNodeRunsOncePerRound(events, graph, story);
    }

    private static void HistoryIsState(WorkflowHarness harness, IReadOnlyList<InstanceEvent> events, string story)
    {
        var stored = harness.Kept.States[harness.InstanceId].State;
        Plain(InstanceJson.Write(Instance.Replay(events))).ShouldBe(Plain(stored), $"the replayed history, against the stored state, after {story}");
        InstanceJson.Write(InstanceJson.Read(stored)).ShouldBe(stored, $"the state read and written, after {story}");
    }

    /// <summary>The text of a state without the order of its members, bookmarks and sets, which says nothing.</summary>
    public static string Plain(string state) => Sorted(JsonNode.Parse(state), "").ToJsonString();

    private static JsonNode Sorted(JsonNode? node, string name) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Sorted(m.Value, m.Key)))),
        JsonArray items when name is "bookmarks" or "followed" => new JsonArray([.. items.Select(i => Sorted(i, "")).OrderBy(i => i.ToJsonString(), StringComparer.Ordinal)]),
        JsonArray items => new JsonArray([.. items.Select(i => Sorted(i, ""))]),
        _ => node?.DeepClone() ?? JsonValue.Create("null"),
    };

    private static void NothingRunsAfterItsContainer(IReadOnlyList<InstanceEvent> events, string story)
    {
        var ended = new HashSet<int>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case ActivityCompleted e: ended.Add(e.Execution); break;
                case ActivityCanceled e: ended.Add(e.Execution); break;
                case ActivityStarted e: ended.ShouldNotContain(e.Owner, $"{e.Node} ran after its container had ended, after {story}"); break;
                case BookmarkCreated e: ended.ShouldNotContain(e.Execution, $"{e.Node} waits although it has ended, after {story}"); break;
            }
        }
    }

    private static void NoBookmarkIsLost(WorkflowHarness harness, Instance instance, IReadOnlyList<InstanceEvent> events, string story)
    {
        var removed = events.OfType<BookmarkRemoved>().Select(b => b.BookmarkId).ToList();
        removed.ShouldBeUnique($"a bookmark was used up twice, after {story}");
        var open = events.OfType<BookmarkCreated>().Select(b => b.BookmarkId).Except(removed).ToList();
        instance.Bookmarks.Keys.ShouldBe(open, ignoreOrder: true, $"the bookmarks of the state, against those of the history, after {story}");
        harness.Kept.InstanceByBookmark.Keys.ShouldBe(open, ignoreOrder: true, $"the bookmarks that the store finds, after {story}");
        instance.Bookmarks.Values.ShouldAllBe(b => instance.Executions.ContainsKey(b.Execution), $"a bookmark without a visit, after {story}");
    }

    private static void EverybodyWaitsForSomething(Instance instance, string story)
    {
        instance.Queue.ShouldBeEmpty($"something is still queued after the run, after {story}");
        if (instance.Status == InstanceStatus.Finished)
        {
            (instance.Executions.Count, instance.Bookmarks.Count).ShouldBe((0, 0), $"something is left of a finished instance, after {story}");
            return;
        }

        instance.Incidents.ShouldAllBe(i => !i.IsOpen || instance.Executions.ContainsKey(i.Execution), $"an incident that nobody can deal with, after {story}");
        foreach (var visit in instance.Executions.Values)
        {
            (visit.Owner == 0 || instance.Executions.ContainsKey(visit.Owner)).ShouldBeTrue($"{visit.Node} has lost its container, after {story}");
            (instance.Executions.Values.Any(e => e.Owner == visit.Id) || instance.Bookmarks.Values.Any(b => b.Execution == visit.Id) || instance.Incidents.Exists(i => i.IsOpen && i.Execution == visit.Id))
                .ShouldBeTrue($"{visit.Node} waits for nothing, after {story}");
        }
    }

    // As often as the busiest of the connections that lead there was visited, and over those that lead back; once more for each incident that was tried again.
    // Where there is a loop, a round may begin while a node of the one before still waits; then, as in Elsa, each arrival can run it.
    private static void EveryNodeRunsOncePerRound(IReadOnlyList<InstanceEvent> events, Graph graph, string story)
    {
        var retries = events.OfType<IncidentResolved>().Count(e => e.How == Resolution.Retry);
        foreach (var chart in graph.Nodes.Values.Where(n => n.Plan?.Start is not null))
        {
            var shape = chart.Plan!.From(chart.Plan.Start!);
            var runs = events.OfType<ActivityStarted>().Where(e => e.Node == chart.Path).Select(e => e.Execution).ToHashSet();
            var visits = events.OfType<ConnectionVisited>().Where(e => runs.Contains(e.Execution)).ToLookup(e => e.Connection, e => e.IsFollowed);
            foreach (var node in chart.Activities.Where(a => a != chart.Plan.Start))
            {
                var arrivals = shape.ForwardInbound(node).Select(c => visits[c.Number].Count()).DefaultIfEmpty().ToList();
                var rounds = (chart.Connections.Any(shape.IsBackward) ? arrivals.Sum() : arrivals.Max()) + chart.Connections.Where(c => c.Target == node && shape.IsBackward(c)).Sum(c => visits[c.Number].Count(f => f));
                events.OfType<ActivityStarted>().Count(e => e.Node == node.Path).ShouldBeLessThanOrEqualTo(rounds + retries, $"{node.Id} ran more often than it had rounds, after {story}");
                if (node.Type != FlowJoin.TypeName || chart.Connections.Any(shape.IsBackward)) continue;
                events.OfType<ActivityStarted>().Count(e => e.Node == node.Path).ShouldBeLessThanOrEqualTo(1, $"join {node.Id} fired twice, after {story}");
            }
        }
    }
}

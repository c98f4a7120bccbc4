using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows.Tests.Soundness;

/// <summary>Walks one flow on the real engine: every answer at every step, each from the state that was stored, up to a depth.</summary>
internal sealed class EngineWalk : IAsyncDisposable
{
    private static readonly Dictionary<string, object?>[] Answers = [new() { ["answer"] = "Yes" }, new() { ["answer"] = "No" }];

    private readonly WorkflowHarness _harness = new([typeof(Ask)], s => s.AddSingleton(new EngineLimits { StepsPerRun = 200 }));

    /// <summary>Activities that were visited.</summary>
    public HashSet<string> Ran { get; } = [];

    /// <summary>Nodes at which something that had come stayed behind for ever.</summary>
    public HashSet<string> LeftBehind { get; } = [];

    /// <summary>Ends that cut off somebody who was still waiting.</summary>
    public HashSet<string> CutOff { get; } = [];

    /// <summary>False when some way was longer than the walk.</summary>
    public bool IsComplete { get; private set; } = true;

    public async Task EverywhereAsync(string json, int depth, int most)
    {
        await _harness.StartAsync(json);
        await FromHereAsync(depth, [most], [.. LastEvents()]);
    }

    /// <summary>Goes the way of a counter-example; steps that do not wait go by themselves. False when a step does not wait there.</summary>
    public async Task<bool> AlongAsync(string json, IEnumerable<(string Node, string Answer)> path)
    {
        await _harness.StartAsync(json);
        var events = new List<InstanceEvent>(LastEvents());
        foreach (var (node, answer) in path)
        {
            if (_harness.Instance.Status == InstanceStatus.Finished || _harness.WaitingAt(node).Count == 0) return false;
            await _harness.ResumeAsync(node, new Dictionary<string, object?> { ["answer"] = answer });
            events.AddRange(LastEvents());
        }

        Look(events);
        return true;
    }

    public bool IsOver => _harness.Instance.Status == InstanceStatus.Finished;

    /// <summary>Some way went round without waiting until the engine had enough.</summary>
    public bool WasStopped { get; private set; }

    public IReadOnlyList<string> Waiting => [.. _harness.Instance.Bookmarks.Values.Select(b => Last(_harness.Instance.Executions[b.Execution].Node)).Order(StringComparer.Ordinal)];

    public Task AnswerAsync(string node, string answer) => _harness.ResumeAsync(node, new Dictionary<string, object?> { ["answer"] = answer });

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private async Task FromHereAsync(int depth, int[] left, List<InstanceEvent> events)
    {
        Look(events);
        if (IsOver) return;
        if (depth == 0 || left[0] <= 0)
        {
            IsComplete = false;
            return;
        }

        var stored = _harness.Kept.States[_harness.InstanceId];
        foreach (var bookmark in _harness.Instance.Bookmarks.Values.ToList())
        {
            foreach (var answer in bookmark.Name == "Test.Ask" ? Answers : [[]])
            {
                left[0]--;
                _harness.Kept.States[_harness.InstanceId] = stored;
                _harness.Kept.InstanceByBookmark[bookmark.Id] = _harness.InstanceId;
                (await _harness.Runtime.ResumeAsync(new ResumeCommand(bookmark.Id) { Input = answer }, CancellationToken.None)).ShouldBeNull();
                await FromHereAsync(depth - 1, left, [.. events, .. LastEvents()]);
            }
        }
    }

    private IReadOnlyList<InstanceEvent> LastEvents() => InstanceJson.ReadEvents(_harness.Kept.History[^1].Events);

    /// <summary>Reads off the history alone, by the counts that the engine wrote into it, what stayed behind.</summary>
    private void Look(List<InstanceEvent> events)
    {
        WasStopped |= events.OfType<IncidentRaised>().Any(i => i.Code == "engine.too-many-steps");
        Ran.UnionWith(events.OfType<ActivityStarted>().Select(e => Last(e.Node)));
        var graph = _harness.Services.GetRequiredService<GraphCache>().For(_harness.Kept.Definitions.Find("wf", null)!);
        var chart = graph.Nodes["Workflow1:flow"];
        var shape = chart.Plan!.From(chart.Plan.Start!);
        var counts = new FlowCounters();
        var isOver = false;
        for (var at = 0; at < events.Count; at++)
        {
            switch (events[at])
            {
                case ConnectionVisited visited:
                    counts.Connections[visited.Connection] = counts.Of(visited.Connection) + 1;
                    if (visited.IsFollowed) counts.Followed.Add(visited.Connection);
                    else counts.Followed.Remove(visited.Connection);
                    break;
                case NodeVisited visited:
                    var wasRun = events[at - 1] is ActivityCompleted completed && completed.Node == visited.Node || events[at - 1] is ActivityCanceled cancelled && cancelled.Node == visited.Node;
                    if (!wasRun && shape.ForwardInbound(graph.Nodes[visited.Node]).Any(c => counts.Followed.Contains(c.Number) && counts.Of(c.Number) > counts.Of(visited.Node))) LeftBehind.Add(Last(visited.Node));
                    counts.Nodes[visited.Node] = counts.Of(visited.Node) + 1;
                    break;
                case ActivityCompleted { Node: "Workflow1:flow" }:
                    isOver = true;
                    break;
                case ActivityCanceled when events.Take(at).Last(e => e is not (ActivityCanceled or BookmarkRemoved)) is ActivityCompleted end && graph.Nodes[end.Node].Type == "Elsa.End":
                    CutOff.Add(Last(end.Node));
                    break;
            }
        }

        if (!isOver || events.OfType<ActivityCompleted>().Any(e => graph.Nodes[e.Node].Type == "Elsa.End")) return;
        foreach (var node in chart.Activities.Where(a => shape.ForwardInbound(a).Any(c => counts.Followed.Contains(c.Number) && counts.Of(c.Number) > counts.Of(a.Path)))) LeftBehind.Add(node.Id);
    }

    private static string Last(string path) => path[(path.LastIndexOf(':') + 1)..];
}

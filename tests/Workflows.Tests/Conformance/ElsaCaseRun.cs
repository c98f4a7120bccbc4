using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows.Tests.Conformance;

/// <summary>Does the steps of a case on an engine of its own, in memory.</summary>
internal sealed class ElsaCaseRun(ElsaCase elsa, bool usesTokens, bool isCompatible) : IAsyncDisposable
{
    private readonly WorkflowHarness _harness = new(configure: services => services.AddSingleton(
        new ElsaOptions { Flowcharts = usesTokens ? FlowchartMode.Token : FlowchartMode.Counter, Compatibility = isCompatible }));

    private readonly Dictionary<(string Instance, string Activity), string> _lastBookmarks = [];
    private readonly List<(string Id, string? Name)> _tasks = [];
    private readonly HashSet<string> _reported = [];
    private int _historySeen;
    private string? _main;

    /// <summary>The first difference from what Elsa did, or null.</summary>
    public async Task<string?> FirstDifferenceAsync()
    {
        foreach (var file in elsa.Definitions)
        {
            if (Import(elsa.Read(file), isPublished: true)["ok"]!.GetValue<bool>() is false) return $"{file} cannot be imported";
        }

        var expected = elsa.Expected(usesTokens);
        for (var at = 0; at < elsa.Steps.Count; at++)
        {
            var actual = await StepAsync(elsa.Steps[at]);
            if (Observation.Difference(expected[at], actual, elsa.IsOrdered, $"step {at} ({elsa.Steps[at]["op"]})") is { } difference) return difference + Incidents();
        }

        return null;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private async Task<JsonObject> StepAsync(JsonObject step)
    {
        if (Text(step, "op") == "import") return Import(elsa.Read(Text(step, "file")!), step["publish"]?.GetValue<bool>() ?? true);
        var hasFailed = !await DoAsync(step);
        await SettleAsync();
        Remember();
        return Observe(hasFailed);
    }

    private async Task<bool> DoAsync(JsonObject step)
    {
        switch (Text(step, "op"))
        {
            case "run": return await RunAsync(step);
            case "event": await PublishAsync(step); return true;
            case "completeTask": await CompleteTaskAsync(step); return true;
            case "resume": await ResumeAsync(step); return true;
            case "wait": _harness.Clock.Advance(TimeSpan.FromMilliseconds(step["ms"]!.GetValue<double>())); return true;
            case "cancel": await _harness.Runtime.CancelAsync(Chosen(step)!, "tester", "The case cancels it.", CancellationToken.None); return true;
            default: throw new NotSupportedException($"Expected a step that the runner knows, but it was '{step["op"]}'.");
        }
    }

    private async Task<bool> RunAsync(JsonObject step)
    {
        var result = await _harness.Runtime.StartAsync(new StartCommand(Text(step, "definition")!)
        {
            Input = Members(step["input"]),
            CorrelationId = Text(step, "correlationId"),
            Name = Text(step, "name"),
            Version = step["version"]?.GetValue<int>(),
        }, CancellationToken.None);
        if (result.Refusal is not null) return false;
        _main = result.InstanceId;
        return true;
    }

    private Task<SentStimulus> PublishAsync(JsonObject step) => _harness.Stimuli.PublishEventAsync("", Text(step, "name")!, Values.FromJson(step["payload"]), CancellationToken.None,
        Text(step, "correlationId"), step["instance"] is null ? null : Chosen(step));

    private async Task CompleteTaskAsync(JsonObject step)
    {
        var again = step["again"]?.GetValue<bool>() ?? false;
        var task = _tasks.First(t => t.Name == Text(step, "taskName") && _reported.Contains(t.Id) == again).Id;
        _reported.Add(task);
        await _harness.Stimuli.CompleteTaskAsync("", task, Values.FromJson(step["result"]), CancellationToken.None);
    }

    private async Task ResumeAsync(JsonObject step)
    {
        if (_lastBookmarks.TryGetValue((Chosen(step)!, Text(step, "activityId")!), out var bookmark))
            await _harness.Runtime.ResumeAsync(new ResumeCommand(bookmark) { Input = Members(step["input"]) }, CancellationToken.None);
    }

    private JsonObject Import(string json, bool isPublished)
    {
        try
        {
            var stored = _harness.Import(json, isPublished);
            return new JsonObject { ["ok"] = true, ["version"] = stored.Version, ["published"] = isPublished };
        }
        catch (DefinitionException)
        {
            return new JsonObject { ["ok"] = false };
        }
    }

    // Idle is: nothing to deliver, no job left, and nothing due.
    private async Task SettleAsync()
    {
        do
        {
            await _harness.DeliverAsync();
            await _harness.RunJobsAsync();
        }
        while (await ResumeDueAsync());
    }

    private async Task<bool> ResumeDueAsync()
    {
        var due = Instances().SelectMany(i => i.Bookmarks.Values).Where(b => b.DueUtc <= _harness.Clock.NowUtc).MinBy(b => b.DueUtc);
        if (due is null) return false;
        await _harness.Runtime.ResumeAsync(new ResumeCommand(due.Id) { IsDue = true }, CancellationToken.None);
        return true;
    }

    private JsonObject Observe(bool hasFailed)
    {
        var lines = _harness.Kept.History.Skip(_historySeen).SelectMany(h => InstanceJson.ReadEvents(h.Events)).OfType<LineWritten>().Select(l => (JsonNode)l.Text);
        var seen = new JsonObject { ["lines"] = new JsonArray([.. lines]) };
        _historySeen = _harness.Kept.History.Count;
        if (hasFailed) seen["error"] = true;
        var instances = Instances();
        if ((_main ?? instances.FirstOrDefault()?.Id) is not { } main) return seen;
        foreach (var (name, value) in Observation.Of(instances.First(i => i.Id == main))) seen[name] = value?.DeepClone();
        var others = instances.Where(i => i.Id != main).OrderBy(i => i.DefinitionId, StringComparer.Ordinal);
        seen["others"] = new JsonArray([.. others.Select(i => Observation.Of(i, namesDefinition: true))]);
        return seen;
    }

    private string Incidents() => string.Concat(Instances().SelectMany(i => i.Incidents).Select(i => $"; incident at {Observation.Last(i.Node)}: {i.Message}"));

    private void Remember()
    {
        foreach (var instance in Instances())
        {
            foreach (var request in instance.Bookmarks.Values.Where(b => b.Name == StimulusNames.RunTask).Select(b => (Dictionary<string, object?>)b.Payload!))
            {
                if (_tasks.TrueForAll(t => t.Id != (string)request["TaskId"]!)) _tasks.Add(((string)request["TaskId"]!, (string?)request["TaskName"]));
            }

            foreach (var bookmark in instance.Bookmarks.Values) _lastBookmarks[(instance.Id, Observation.Last(instance.Executions[bookmark.Execution].Node))] = bookmark.Id;
        }
    }

    private string? Chosen(JsonObject step)
    {
        if (Text(step, "instance") is not { } reference) return _main ?? Instances().FirstOrDefault()?.Id;
        var parts = reference.Split('#');
        return Instances().Where(i => i.DefinitionId == parts[0]).ElementAt(parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0).Id;
    }

    private List<Instance> Instances() => [.. _harness.Kept.InstanceIds.Select(_harness.Kept.Read)];

    private static string? Text(JsonObject step, string member) => step[member]?.GetValue<string>();

    private static Dictionary<string, object?> Members(JsonNode? node) => Values.FromJson(node) as Dictionary<string, object?> ?? [];
}

using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;
using HrBpm.Workflows.Testing;
using HrBpm.Workflows.Tests.Soundness;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows.Tests.Properties;

/// <summary>One flow, driven by numbers, twice at once: restarted from its stored text before every step, and by an instance that stays in memory. Looks after every step whether all is as it must be.</summary>
internal sealed class RandomRun : IAsyncDisposable
{
    private readonly WorkflowHarness _harness = new([typeof(Ask), typeof(FailsOnDemand)], s => s.AddSingleton(new EngineLimits { StepsPerRun = 200 }));
    private readonly Instance _inMemory = new();
    private readonly List<string> _done = [];
    private Graph _graph = null!;

    public bool IsOver => _harness.Instance.Status == InstanceStatus.Finished;

    /// <summary>What was done so far, for messages.</summary>
    public string Story => string.Join(", ", _done);

    public async Task StartAsync(RandomFlow flow, bool usesTokens, bool goesOnWithIncidents)
    {
        var json = flow.ToJson(goesOnWithIncidents, usesTokens);
        var result = await _harness.StartAsync(json);
        _graph = Get<GraphCache>().For(_harness.Kept.Definitions.Find("wf", null)!);
        await TwinAsync(new StartCommand("wf") { InstanceId = result.InstanceId, Actor = "initiator" });
        Invariants.Check(_harness, _graph, Story);
    }

    /// <summary>Does one thing that is possible, chosen by the number.</summary>
    public async Task StepAsync(int number)
    {
        var instance = _harness.Instance;
        var commands = Possible(instance).ToList();
        if (number % 50 == 49) commands = [new CancelCommand(instance.Id, "enough")];
        if (commands.Count == 0) return;
        await DoAsync(commands[number % commands.Count]);
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private static IEnumerable<Command> Possible(Instance instance)
    {
        foreach (var bookmark in instance.Bookmarks.Values.OrderBy(b => b.Id, StringComparer.Ordinal))
        {
            if (bookmark.DueUtc is not null) yield return new ResumeCommand(bookmark.Id) { IsDue = true };
            else
                foreach (var answer in bookmark.Name switch { "Test.Ask" => ["Yes", "No"], "Test.FailsOnDemand" => ["Yes", "No", "Fail"], _ => (string[])["Done"] })
                    yield return new ResumeCommand(bookmark.Id) { Input = new Dictionary<string, object?> { ["answer"] = answer } };
        }

        foreach (var incident in instance.Incidents.Where(i => i.IsOpen && instance.Status == InstanceStatus.Running))
        {
            yield return new ResolveIncident(instance.Id, incident.Id, Resolution.Retry, "");
            yield return new ResolveIncident(instance.Id, incident.Id, Resolution.Skip, "not needed");
            yield return new ResolveIncident(instance.Id, incident.Id, Resolution.Answer, "by hand") { Outcome = "No" };
        }
    }

    private async Task DoAsync(Command command)
    {
        if (command is ResumeCommand { IsDue: true }) _harness.Clock.Advance(TimeSpan.FromMinutes(10));
        _done.Add(Describe(command));
        var refusal = command switch
        {
            ResumeCommand resume => await _harness.Runtime.ResumeAsync(resume, CancellationToken.None),
            ResolveIncident resolve => await _harness.Runtime.ResolveIncidentAsync(resolve, CancellationToken.None),
            CancelCommand cancel => await _harness.Runtime.CancelAsync(cancel.InstanceId, "", cancel.Reason, CancellationToken.None),
            _ => throw new InvalidOperationException($"Expected a command that a run does, but got {command}."),
        };
        refusal.ShouldBeNull(Story);
        await TwinAsync(command);
        Invariants.Check(_harness, _graph, Story);
    }

    private async Task TwinAsync(Command command)
    {
        var engine = Get<Engine>();
        await using var scope = _harness.Services.CreateAsyncScope();
        var surroundings = new RunSurroundings(Get<NodeCatalog>(), Get<ExpressionEvaluator>(), scope.ServiceProvider, new Dictionary<int, string>());
        var run = new Run(_inMemory, _graph, surroundings, command.Actor, _harness.Clock.NowUtc, CancellationToken.None);
        switch (command)
        {
            case StartCommand start: await engine.StartAsync(run, start); break;
            case ResumeCommand resume: await engine.ResumeAsync(run, resume); break;
            case ResolveIncident resolve: await engine.ResolveAsync(run, resolve); break;
            case CancelCommand cancel: await Engine.CancelAsync(run, cancel); break;
        }

        _inMemory.Version++;
        Invariants.Plain(InstanceJson.Write(_inMemory)).ShouldBe(Invariants.Plain(_harness.Kept.States[_inMemory.Id].State), $"what stayed in memory, against what was restarted from text, after {Story}");
    }

    private string Describe(Command command) => command switch
    {
        ResumeCommand resume => $"{_harness.Instance.Executions[_harness.Instance.Bookmarks[resume.BookmarkId].Execution].Node.Split(':')[^1]} {resume.Input.GetValueOrDefault("answer") ?? "due"}",
        ResolveIncident resolve => $"{resolve.How} {resolve.IncidentId.Split('-')[^1]}",
        _ => "cancel",
    };

    private T Get<T>() where T : notnull => _harness.Services.GetRequiredService<T>();
}

using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HrBpm.Workflows.Testing;

/// <summary>Runs definitions in memory with a clock that the test moves. State is serialised after every run.</summary>
public sealed class WorkflowHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Makes a harness.</summary>
    /// <param name="activities">Activity classes beside the core nodes.</param>
    /// <param name="configure">Adds the ports that the activities need.</param>
    public WorkflowHarness(IEnumerable<Type>? activities = null, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(Kept);
        services.AddScoped<InMemoryWorkflowStore>();
        services.AddScoped<IWorkflowStore>(s => s.GetRequiredService<InMemoryWorkflowStore>());
        services.AddScoped<IDefinitionStore>(s => s.GetRequiredService<InMemoryWorkflowStore>());
        // A machine that is busy with other tests must not make an expression fail.
        services.AddSingleton(new ExpressionLimits { Time = TimeSpan.FromSeconds(20) });
        services.AddScoped<IDeliveryStore>(s => s.GetRequiredService<InMemoryWorkflowStore>());
        services.AddScoped<ITriggerStore>(s => s.GetRequiredService<InMemoryWorkflowStore>());
        services.AddScoped<IActivationStore>(s => s.GetRequiredService<InMemoryWorkflowStore>());
        services.AddSingleton<ISecretSeal, OpenSeal>();
        services.AddWorkflows(activities ?? []);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
        Runtime = _services.GetRequiredService<WorkflowRuntime>();
        Stimuli = _services.GetRequiredService<StimulusSender>();
    }

    /// <summary>The clock.</summary>
    public ManualClock Clock { get; } = new();

    /// <summary>What is stored.</summary>
    public InMemoryWorkflows Kept { get; } = new();

    /// <summary>The runtime.</summary>
    public WorkflowRuntime Runtime { get; }

    /// <summary>Events and reports from outside.</summary>
    public StimulusSender Stimuli { get; }

    /// <summary>The container, for the ports of a test.</summary>
    public IServiceProvider Services => _services;

    /// <summary>The instance that was started last.</summary>
    public string InstanceId { get; private set; } = "";

    /// <summary>The instance that was started last, as stored.</summary>
    public Instance Instance => Kept.Read(InstanceId);

    /// <summary>All events of the instance that was started last.</summary>
    public IReadOnlyList<InstanceEvent> Events => [.. Kept.History.Where(h => h.InstanceId == InstanceId).SelectMany(h => InstanceJson.ReadEvents(h.Events))];

    /// <summary>Lines that WriteLine wrote.</summary>
    public IReadOnlyList<string> Lines => [.. Events.OfType<LineWritten>().Select(l => l.Text)];

    /// <summary>Ids of the activities in the order in which they were visited, without containers: <c>start &gt; approve &gt; end</c>.</summary>
    public string Path
    {
        get
        {
            var containers = Events.OfType<ActivityStarted>().Select(e => Parent(e.Node)).ToHashSet();
            return string.Join(" > ", Events.OfType<ActivityStarted>().Where(e => !containers.Contains(e.Node)).Select(e => Last(e.Node)));
        }
    }

    /// <summary>Saves a definition as an import does, after a check that it can be run.</summary>
    /// <exception cref="DefinitionException">It cannot.</exception>
    public StoredDefinition Import(string json, bool isPublished = true)
    {
        var definition = WorkflowDefinition.Read(json);
        _services.GetRequiredService<DefinitionCompiler>().Compile("", 0, definition);
        return Kept.Definitions.Save(definition.DefinitionId, json, isPublished);
    }

    /// <summary>Publishes a definition and starts it.</summary>
    public async Task<RunResult> StartAsync(string json, IReadOnlyDictionary<string, object?>? input = null, string actor = "initiator", string tenant = "")
    {
        var definitionId = WorkflowDefinition.Read(json).DefinitionId;
        Kept.Publish(definitionId, json);
        var result = await Runtime.StartAsync(new StartCommand(definitionId) { Input = input ?? new Dictionary<string, object?>(), Actor = actor, TenantId = tenant }, CancellationToken.None);
        InstanceId = result.InstanceId;
        return result;
    }

    /// <summary>The open bookmarks of an activity.</summary>
    public IReadOnlyList<Bookmark> WaitingAt(string activityId)
    {
        var instance = Instance;
        return [.. instance.Bookmarks.Values.Where(b => Last(instance.Executions[b.Execution].Node) == activityId)];
    }

    /// <summary>Ids of the activities that wait, sorted, repeated for several bookmarks.</summary>
    public string Waiting
    {
        get
        {
            var instance = Instance;
            return string.Join(", ", instance.Bookmarks.Values.Select(b => Last(instance.Executions[b.Execution].Node)).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Resumes the first open bookmark of an activity, of that name if given.</summary>
    public Task<Refusal?> ResumeAsync(string activityId, IReadOnlyDictionary<string, object?>? input = null, string actor = "", string? name = null) =>
        Runtime.ResumeAsync(new ResumeCommand(WaitingAt(activityId).First(b => name is null || b.Name == name).Id) { Input = input ?? new Dictionary<string, object?>(), Actor = actor }, CancellationToken.None);

    /// <summary>Moves the clock and resumes what has become due, the earliest first, until nothing is.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        while (Instance.Bookmarks.Values.Where(b => b.DueUtc <= Clock.NowUtc).MinBy(b => b.DueUtc) is { } due)
            await Runtime.ResumeAsync(new ResumeCommand(due.Id) { IsDue = true }, CancellationToken.None);
    }

    /// <summary>Runs the jobs that were asked for, until there are none. A job that throws fails with that message.</summary>
    public async Task RunJobsAsync()
    {
        while (Kept.Jobs.TryDequeue(out var work))
        {
            await using var scope = _services.CreateAsyncScope();
            var outcome = await _services.GetRequiredService<JobRunner>().RunAsync(work, scope.ServiceProvider, CancellationToken.None);
            if (work.BookmarkId is not null && outcome is not JobOutcome.AskAgain)
                await Runtime.ResumeAsync(new ResumeCommand(work.BookmarkId) { Job = outcome }, CancellationToken.None);
        }
    }

    /// <summary>Does what runs have sent to instances, until nothing is left.</summary>
    public Task DeliverAsync() => _services.GetRequiredService<Deliveries>().RunDueAsync(CancellationToken.None);

    /// <summary>Publishes an event from outside, then does what runs have sent.</summary>
    public async Task<SentStimulus> PublishEventAsync(string name, object? payload = null, string? correlationId = null, string? instanceId = null, string tenant = "")
    {
        var sent = await Stimuli.PublishEventAsync(tenant, name, payload, CancellationToken.None, correlationId, instanceId);
        await DeliverAsync();
        return sent;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static string Last(string path) => path[(path.LastIndexOf(':') + 1)..];

    private static string Parent(string path) => path.LastIndexOf(':') is var at and > 0 ? path[..at] : "";
}

using HrBpm.Workflows.Authoring;

namespace HrBpm.Workflows.Nodes;

/// <summary>Every activity type that the engine can run.</summary>
public sealed class NodeCatalog
{
    private readonly Dictionary<string, CoreNode> _byType = new(StringComparer.Ordinal)
    {
        [Flowchart.TypeName] = new Flowchart(),
        ["Elsa.Sequence"] = new Sequence(),
        [StateMachine.TypeName] = new StateMachine(),
        ["Elsa.If"] = new If(),
        ["Elsa.Switch"] = new Switch(),
        ["Elsa.Parallel"] = new Parallel(),
        ["Elsa.Fork"] = new Fork(),
        ["Elsa.For"] = new For(),
        ["Elsa.ForEach"] = new ForEach(),
        ["Elsa.ParallelForEach"] = new ParallelForEach(),
        ["Elsa.While"] = new While(),
        ["Elsa.Break"] = new Break(),
        ["Elsa.Complete"] = new Complete(),
        ["Elsa.SetName"] = new SetName(),
        ["Elsa.Correlate"] = new Correlate(),
        ["Elsa.RunJavaScript"] = new RunJavaScript(),
        ["Elsa.FlowDecision"] = new FlowDecision(),
        ["Elsa.FlowSwitch"] = new FlowSwitch(),
        ["Elsa.FlowFork"] = new FlowFork(),
        [FlowJoin.TypeName] = new FlowJoin(),
        ["Elsa.Start"] = new PassThrough(),
        ["Elsa.End"] = new End(),
        ["Elsa.Finish"] = new Finish(),
        ["Elsa.Fault"] = new Fault(),
        ["Elsa.SetVariable"] = new SetVariable(),
        ["Elsa.SetOutput"] = new SetOutput(),
        ["Elsa.WriteLine"] = new WriteLine(),
        [HttpEndpoint.TypeName] = new HttpEndpoint(),
        ["Elsa.WriteHttpResponse"] = new WriteHttpResponse(),
        [Delay.TypeName] = new Delay(),
        [Timer.TypeName] = new Timer(),
        [Cron.TypeName] = new Cron(),
        [StartAt.TypeName] = new StartAt(),
        [Event.TypeName] = new Event(),
        ["Elsa.PublishEvent"] = new PublishEvent(),
        [RunTask.TypeName] = new RunTask(),
        ["Elsa.ExecuteWorkflow"] = new ExecuteWorkflow(),
        ["Elsa.DispatchWorkflow"] = new DispatchWorkflow(),
        ["Elsa.BulkDispatchWorkflows"] = new BulkDispatchWorkflows(),
    };

    private readonly Dictionary<string, ActivityDescriptor> _descriptors = new(StringComparer.Ordinal);

    /// <summary>Makes a catalogue of the core nodes and these activity classes.</summary>
    /// <exception cref="ArgumentException">Two classes have the same type id.</exception>
    public NodeCatalog(IEnumerable<Type> activityTypes)
    {
        foreach (var descriptor in activityTypes.Select(ActivityDescriptor.Of).OfType<ActivityDescriptor>())
        {
            if (!_byType.TryAdd(descriptor.Type, new ActivityNode(descriptor)))
                throw new ArgumentException($"Expected activity type ids to be unique, but '{descriptor.Type}' is used twice, the second time by {descriptor.ClrType.Name}.");
            _descriptors.Add(descriptor.Type, descriptor);
        }
    }

    /// <summary>Activities written in C#.</summary>
    public IReadOnlyCollection<ActivityDescriptor> Activities => _descriptors.Values;

    /// <summary>Every type that can be run.</summary>
    public IEnumerable<string> Types => _byType.Keys;

    /// <summary>True when the type can be run.</summary>
    public bool Knows(string type) => _byType.ContainsKey(type);

    /// <summary>The activity of that type, if it is written in C#.</summary>
    public ActivityDescriptor? Find(string type) => _descriptors.GetValueOrDefault(type);

    internal CoreNode Workflow { get; } = new WorkflowNode();

    internal CoreNode For(string type) => _byType.TryGetValue(type, out var node) ? node : new UnknownNode(type);
}

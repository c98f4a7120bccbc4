using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows;

/// <summary>The state of one workflow instance. Only <see cref="Apply"/> changes it.</summary>
public sealed class Instance
{
    private readonly List<InstanceEvent> _newEvents = [];

    /// <summary>Unique id.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>Owner: the company's id.</summary>
    public string TenantId { get; internal set; } = "";

    /// <summary>Logical id of the definition.</summary>
    public string DefinitionId { get; internal set; } = "";

    /// <summary>Id of the version that the instance runs.</summary>
    public string DefinitionVersionId { get; internal set; } = "";

    /// <summary>Number of that version.</summary>
    public int DefinitionVersion { get; internal set; }

    /// <summary>Correlation id.</summary>
    public string? CorrelationId { get; internal set; }

    /// <summary>Name.</summary>
    public string? Name { get; internal set; }

    /// <summary>Instance that started this one.</summary>
    public string? ParentInstanceId { get; internal set; }

    /// <summary>Mode of its flowcharts.</summary>
    public FlowchartMode Flowcharts { get; internal set; }

    /// <summary>True when it behaves as Elsa does where ours differs on purpose.</summary>
    public bool IsElsaCompatible { get; internal set; }

    /// <summary>True when it holds secrets: whatever is stored of it is sealed. Once true, it stays so.</summary>
    public bool IsConfidential { get; internal set; }

    /// <summary>Who started it.</summary>
    public string Initiator { get; internal set; } = "";

    /// <summary>Fine status.</summary>
    public InstanceSubStatus SubStatus { get; internal set; } = InstanceSubStatus.Pending;

    /// <summary>Coarse status.</summary>
    public InstanceStatus Status => Lifecycle.StatusOf(SubStatus);

    /// <summary>When it was created, UTC.</summary>
    public DateTime CreatedUtc { get; internal set; }

    /// <summary>When it last changed its status, UTC.</summary>
    public DateTime UpdatedUtc { get; internal set; }

    /// <summary>When it ended, UTC.</summary>
    public DateTime? FinishedUtc { get; internal set; }

    /// <summary>Version of the stored row, 0 before the first commit. The store sets it.</summary>
    public int Version { get; set; }

    /// <summary>Inputs that it was started with.</summary>
    public Dictionary<string, object?> Input { get; internal set; } = [];

    /// <summary>Outputs set so far.</summary>
    public Dictionary<string, object?> Output { get; internal set; } = [];

    /// <summary>Visits that are not at their end, by id.</summary>
    public SortedDictionary<int, Execution> Executions { get; internal set; } = [];

    /// <summary>Visits to come, first in first out.</summary>
    public LinkedList<ActivityScheduled> Queue { get; internal set; } = [];

    /// <summary>What is waited for, by bookmark id.</summary>
    public Dictionary<string, Bookmark> Bookmarks { get; internal set; } = [];

    /// <summary>What operators have to look at, and had to.</summary>
    public List<Incident> Incidents { get; internal set; } = [];

    /// <summary>Outputs of activities, by node id and output name.</summary>
    public Dictionary<string, Dictionary<string, object?>> ActivityOutputs { get; internal set; } = [];

    /// <summary>Steps that the current path came through, by node id.</summary>
    public Dictionary<string, PassedStep> Passed { get; internal set; } = [];

    /// <summary>The output that was produced last.</summary>
    public object? LastResult { get; internal set; }

    /// <summary>Number of the last execution.</summary>
    public int ExecutionCount { get; internal set; }

    /// <summary>Number of the last step that was passed.</summary>
    public int PassedCount { get; internal set; }

    /// <summary>Number of the last job.</summary>
    public int JobCount { get; internal set; }

    /// <summary>Number of the last delivery.</summary>
    public int DeliveryCount { get; internal set; }

    /// <summary>The activity that started the instance, when a trigger did.</summary>
    public TriggerStart? Trigger { get; internal set; }

    /// <summary>Who is to be told what becomes of the instance; null when nobody is, or was told.</summary>
    public ReportTo? ReportTo { get; internal set; }

    /// <summary>Version ids of the definitions that are used as activities; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Parts { get; internal set; }

    /// <summary>Events since the instance was made or loaded.</summary>
    public IReadOnlyList<InstanceEvent> NewEvents => _newEvents;

    /// <summary>Applies an event and keeps it for the commit.</summary>
    public void Raise(InstanceEvent happened)
    {
        Apply(happened);
        _newEvents.Add(happened);
    }

    /// <summary>Makes it confidential, if it is not.</summary>
    internal void ReceiveSecrets()
    {
        if (!IsConfidential) Raise(new SecretsReceived());
    }

    /// <summary>Rebuilds an instance from its history.</summary>
    public static Instance Replay(IEnumerable<InstanceEvent> history)
    {
        var instance = new Instance();
        foreach (var happened in history) instance.Apply(happened);
        return instance;
    }

    /// <summary>The only place that changes state.</summary>
    public void Apply(InstanceEvent happened)
    {
        switch (happened)
        {
            case InstanceStarted e: Begin(e); break;
            case InstanceMoved e: Move(e); break;
            case ActivityScheduled e: Queue.AddLast(e); break;
            case ActivityStarted e: Visit(e); break;
            case ActivityCompleted e: Complete(e); break;
            case ActivityCanceled e: End(e.Execution); break;
            case ActivityFaulted e: Executions[e.Execution].Status = ActivityStatus.Faulted; break;
            case VariableSet e: Executions[e.Scope].Variables[e.VariableId] = e.Value; break;
            case ActivityOutputSet e: SetOutput(e); break;
            case WorkflowOutputSet e: Output[e.Output] = e.Value; break;
            case StateKept e: Executions[e.Execution].State = e.Json; break;
            case ConnectionVisited e: Count(e); break;
            case NodeVisited e: Count(e); break;
            case FlowRewound e: Forget(e); break;
            case TokenPut e: Executions[e.Execution].Tokens = [.. Executions[e.Execution].Tokens, new FlowToken(e.Connection, e.IsBlock)]; break;
            case TokenTaken e: Take(e); break;
            case MemoryForgotten e: Forget(e); break;
            case BookmarkCreated e: Bookmarks[e.BookmarkId] = new Bookmark(e.BookmarkId, e.Execution, e.Name, e.Hash, e.Payload, e.DueUtc); break;
            case BookmarkRemoved e: Bookmarks.Remove(e.BookmarkId); break;
            case JobRequested: JobCount++; break;
            case IncidentRaised e: Incidents.Add(new Incident(e.IncidentId, e.Execution, e.Node, e.ActivityType, e.Code, e.Message, e.AtUtc, IsOpen: true)); break;
            case IncidentResolved e: Close(e); break;
            case InstanceMigrated e: Migrate(e); break;
            case QueueCleared: Queue.Clear(); break;
            case VisitsWithdrawn e: DropQueued(work => work.Owner == e.Owner); break;
            case InstanceLabelled e: (Name, CorrelationId) = (e.Name, e.CorrelationId); break;
            case LineWritten or HttpResponseWritten: break;
            case TriggerUsed: Trigger = Trigger! with { Input = null }; break;
            case DeliveryRequested: DeliveryCount++; break;
            case ParentTold: ReportTo = null; break;
            case SecretsReceived: IsConfidential = true; break;
            default: throw new InvalidOperationException($"Expected a known event, but got {happened.GetType().Name}.");
        }
    }

    private void Begin(InstanceStarted e)
    {
        (Id, TenantId, DefinitionId, DefinitionVersionId, DefinitionVersion) = (e.InstanceId, e.TenantId, e.DefinitionId, e.DefinitionVersionId, e.DefinitionVersion);
        (CorrelationId, Name, ParentInstanceId, Initiator) = (e.CorrelationId, e.Name, e.ParentInstanceId, e.Actor);
        (Flowcharts, IsElsaCompatible, IsConfidential) = (e.Flowcharts, e.IsElsaCompatible, e.IsConfidential);
        (CreatedUtc, UpdatedUtc) = (e.AtUtc, e.AtUtc);
        Input = new Dictionary<string, object?>(e.Input);
        (Trigger, ReportTo, Parts) = (e.Trigger, e.ReportTo, e.Parts);
    }

    private void Move(InstanceMoved e)
    {
        if (!Lifecycle.Allows(SubStatus, e.To)) throw new InvalidOperationException($"Expected a legal transition of instance {Id}, but it is {SubStatus} and was asked to become {e.To}.");
        SubStatus = e.To;
        UpdatedUtc = e.AtUtc;
        if (Status == InstanceStatus.Finished) FinishedUtc = e.AtUtc;
    }

    private void Visit(ActivityStarted e)
    {
        var work = Queue.First!.Value;
        Queue.RemoveFirst();
        ExecutionCount = e.Execution;
        Executions[e.Execution] = new Execution
        {
            Id = e.Execution,
            Node = e.Node,
            Owner = e.Owner,
            Tag = work.Tag,
            Variables = work.Locals is null ? [] : new Dictionary<string, object?>(work.Locals),
            IsBackward = work.IsBackward,
            ComesBackTo = work.ComesBackTo,
            CameBackBecause = work.Because,
            StartedUtc = e.AtUtc,
        };
    }

    private void Complete(ActivityCompleted e)
    {
        End(e.Execution);
        Passed[e.Node] = new PassedStep(++PassedCount, e.Outcomes);
    }

    // What an ended container has queued is dropped with it: nothing runs after its container ended. Elsa runs it still.
    private void End(int execution)
    {
        Executions.Remove(execution);
        if (!IsElsaCompatible && Queue.Count > 0) DropQueuedOf(execution);
    }

    private void DropQueuedOf(int execution) => DropQueued(work => work.Owner == execution);

    private void DropQueued(Func<ActivityScheduled, bool> isDropped)
    {
        for (var work = Queue.First; work is not null;)
        {
            var next = work.Next;
            if (isDropped(work.Value)) Queue.Remove(work);
            work = next;
        }
    }

    private void SetOutput(ActivityOutputSet e)
    {
        if (!ActivityOutputs.TryGetValue(e.Node, out var outputs)) ActivityOutputs[e.Node] = outputs = [];
        outputs[e.Output] = e.Value;
        LastResult = e.Value;
    }

    private void Count(ConnectionVisited e)
    {
        var flow = Executions[e.Execution].Flow ??= new FlowCounters();
        flow.Connections[e.Connection] = flow.Of(e.Connection) + 1;
        if (e.IsFollowed) flow.Followed.Add(e.Connection);
        else flow.Followed.Remove(e.Connection);
    }

    private void Count(NodeVisited e)
    {
        var flow = Executions[e.Execution].Flow ??= new FlowCounters();
        flow.Nodes[e.Node] = flow.Of(e.Node) + 1;
    }

    private void Take(TokenTaken e)
    {
        var tokens = Executions[e.Execution].Tokens.ToList();
        tokens.Remove(new FlowToken(e.Connection, e.IsBlock));
        Executions[e.Execution].Tokens = tokens;
    }

    private void Forget(MemoryForgotten e)
    {
        foreach (var input in e.Inputs) Input.Remove(input);
        foreach (var execution in Executions.Values) execution.Variables.Remove(ForEach.Items);
        ActivityOutputs = [];
        LastResult = null;
    }

    private void Forget(FlowRewound e)
    {
        var flow = Executions[e.Execution].Flow ??= new FlowCounters();
        var forgotten = e.ForgottenNodes.ToHashSet();
        foreach (var node in forgotten)
        {
            flow.Nodes.Remove(node);
            Passed.Remove(node);
        }

        foreach (var connection in e.ForgottenConnections)
        {
            flow.Connections.Remove(connection);
            flow.Followed.Remove(connection);
        }

        Executions[e.Execution].Tokens = [.. Executions[e.Execution].Tokens.Where(t => !e.ForgottenConnections.Contains(t.Connection))];

        DropQueued(work => work.Owner == e.Execution && (forgotten.Contains(work.Node) || work.Node == e.ToNode));
    }

    private void Migrate(InstanceMigrated e)
    {
        (DefinitionVersionId, DefinitionVersion, Parts) = (e.DefinitionVersionId, e.DefinitionVersion, e.Parts);
        foreach (var (execution, tokens) in e.Tokens ?? new Dictionary<int, IReadOnlyList<FlowToken>>()) Executions[execution].Tokens = tokens;
        foreach (var (execution, connections) in e.Connections)
            Executions[execution].Flow = new FlowCounters
            {
                Nodes = Executions[execution].Flow?.Nodes ?? [],
                Connections = connections.ToDictionary(c => c.Key, c => c.Value.Visits),
                Followed = [.. connections.Where(c => c.Value.IsFollowed).Select(c => c.Key)],
            };
    }

    private void Close(IncidentResolved e)
    {
        var at = Incidents.FindIndex(i => i.Id == e.IncidentId);
        Incidents[at] = Incidents[at] with { IsOpen = false };
    }
}

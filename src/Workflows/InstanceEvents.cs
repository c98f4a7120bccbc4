using System.Text.Json.Serialization;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows;

/// <summary>Something that happened to an instance. The events of all runs, in order, are its history; replaying them rebuilds it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(InstanceStarted), "started")]
[JsonDerivedType(typeof(InstanceMoved), "moved")]
[JsonDerivedType(typeof(ActivityScheduled), "scheduled")]
[JsonDerivedType(typeof(ActivityStarted), "visited")]
[JsonDerivedType(typeof(ActivityCompleted), "completed")]
[JsonDerivedType(typeof(ActivityCanceled), "canceled")]
[JsonDerivedType(typeof(ActivityFaulted), "faulted")]
[JsonDerivedType(typeof(VariableSet), "variable")]
[JsonDerivedType(typeof(ActivityOutputSet), "output")]
[JsonDerivedType(typeof(WorkflowOutputSet), "workflowOutput")]
[JsonDerivedType(typeof(StateKept), "state")]
[JsonDerivedType(typeof(ConnectionVisited), "connection")]
[JsonDerivedType(typeof(NodeVisited), "node")]
[JsonDerivedType(typeof(FlowRewound), "rewound")]
[JsonDerivedType(typeof(TokenPut), "token")]
[JsonDerivedType(typeof(TokenTaken), "tokenTaken")]
[JsonDerivedType(typeof(MemoryForgotten), "memoryForgotten")]
[JsonDerivedType(typeof(BookmarkCreated), "bookmark")]
[JsonDerivedType(typeof(BookmarkRemoved), "bookmarkRemoved")]
[JsonDerivedType(typeof(JobRequested), "job")]
[JsonDerivedType(typeof(IncidentRaised), "incident")]
[JsonDerivedType(typeof(IncidentResolved), "incidentResolved")]
[JsonDerivedType(typeof(InstanceMigrated), "migrated")]
[JsonDerivedType(typeof(QueueCleared), "queueCleared")]
[JsonDerivedType(typeof(VisitsWithdrawn), "visitsWithdrawn")]
[JsonDerivedType(typeof(InstanceLabelled), "labelled")]
[JsonDerivedType(typeof(LineWritten), "line")]
[JsonDerivedType(typeof(HttpResponseWritten), "httpResponse")]
[JsonDerivedType(typeof(TriggerUsed), "triggerUsed")]
[JsonDerivedType(typeof(DeliveryRequested), "delivery")]
[JsonDerivedType(typeof(ParentTold), "parentTold")]
[JsonDerivedType(typeof(SecretsReceived), "secretsReceived")]
public abstract record InstanceEvent;

/// <summary>The instance was created.</summary>
public sealed record InstanceStarted(string InstanceId, string TenantId, string DefinitionId, string DefinitionVersionId, int DefinitionVersion,
    IReadOnlyDictionary<string, object?> Input, string? CorrelationId, string? Name, string? ParentInstanceId, string Actor, DateTime AtUtc) : InstanceEvent
{
    /// <summary>Mode of the instance's flowcharts, fixed at the start.</summary>
    public FlowchartMode Flowcharts { get; init; }

    /// <summary>Elsa's behaviour where ours differs on purpose, fixed at the start.</summary>
    public bool IsElsaCompatible { get; init; }

    /// <summary>True when the definition, or whoever started the instance, has secrets.</summary>
    public bool IsConfidential { get; init; }

    /// <summary>The activity that started the instance, when a trigger did.</summary>
    public TriggerStart? Trigger { get; init; }

    /// <summary>Who is told what became of the instance.</summary>
    public ReportTo? ReportTo { get; init; }

    /// <summary>Version ids of the definitions that are used as activities, fixed at the start; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Parts { get; init; }
}

/// <summary>The instance changed its sub-status.</summary>
public sealed record InstanceMoved(InstanceSubStatus To, string? Reason, DateTime AtUtc) : InstanceEvent;

/// <summary>A visit to an activity was put in the queue.</summary>
/// <param name="Node">Node id: the path of activity ids from the root.</param>
/// <param name="Owner">Execution of the container that wants to be told when the visit is complete.</param>
/// <param name="Tag">The container's own mark on the visit.</param>
/// <param name="Locals">Variables that the container gives to the visit.</param>
/// <param name="IsBackward">Reached over a backward connection, or by a return.</param>
/// <param name="ComesBackTo">Node id to visit next: set by a return that comes straight back.</param>
public sealed record ActivityScheduled(string Node, int Owner, string? Tag = null, IReadOnlyDictionary<string, object?>? Locals = null,
    bool IsBackward = false, string? ComesBackTo = null) : InstanceEvent
{
    /// <summary>Why the flow came back, when an activity and not a person sent it back.</summary>
    public Refusal? Because { get; init; }
}

/// <summary>The visit at the head of the queue began.</summary>
public sealed record ActivityStarted(int Execution, string Node, int Owner, DateTime AtUtc) : InstanceEvent;

/// <summary>A visit ended, by these outcomes.</summary>
public sealed record ActivityCompleted(int Execution, string Node, IReadOnlyList<string> Outcomes, DateTime AtUtc) : InstanceEvent;

/// <summary>A visit was ended from outside; its bookmarks are gone.</summary>
public sealed record ActivityCanceled(int Execution, string Node, DateTime AtUtc) : InstanceEvent;

/// <summary>A visit has failed.</summary>
public sealed record ActivityFaulted(int Execution, string Node, DateTime AtUtc) : InstanceEvent;

/// <summary>A variable got a value, in the scope of this execution.</summary>
public sealed record VariableSet(int Scope, string VariableId, object? Value) : InstanceEvent;

/// <summary>An activity produced an output.</summary>
public sealed record ActivityOutputSet(string Node, string Output, object? Value) : InstanceEvent;

/// <summary>The workflow's own output got a value.</summary>
public sealed record WorkflowOutputSet(string Output, object? Value) : InstanceEvent;

/// <summary>A visit kept state across a wait (JSON text).</summary>
public sealed record StateKept(int Execution, string Json) : InstanceEvent;

/// <summary>A flowchart counted a visit of a connection.</summary>
public sealed record ConnectionVisited(int Execution, int Connection, bool IsFollowed) : InstanceEvent;

/// <summary>A flowchart counted a visit of a node.</summary>
public sealed record NodeVisited(int Execution, string Node) : InstanceEvent;

/// <summary>A flowchart put a token on a connection.</summary>
public sealed record TokenPut(int Execution, int Connection, bool IsBlock) : InstanceEvent;

/// <summary>A flowchart took a token from a connection.</summary>
public sealed record TokenTaken(int Execution, int Connection, bool IsBlock) : InstanceEvent;

/// <summary>What Elsa does not keep across a wait is gone: these inputs, and all outputs of activities. Only with <c>elsaCompatibility</c>.</summary>
public sealed record MemoryForgotten(IReadOnlyList<string> Inputs) : InstanceEvent;

/// <summary>A flowchart forgot these nodes and connections, because the flow went back to a step before them.</summary>
public sealed record FlowRewound(int Execution, string ToNode, IReadOnlyList<string> ForgottenNodes, IReadOnlyList<int> ForgottenConnections) : InstanceEvent;

/// <summary>A visit waits for something.</summary>
public sealed record BookmarkCreated(string BookmarkId, int Execution, string Node, string Name, string Hash, object? Payload, DateTime? DueUtc) : InstanceEvent;

/// <summary>A bookmark was used or withdrawn.</summary>
public sealed record BookmarkRemoved(string BookmarkId, bool IsUsed, string Actor) : InstanceEvent;

/// <summary>Work outside the transaction was asked for; the store writes it in the same transaction.</summary>
/// <param name="JobId">Unique id.</param>
/// <param name="BookmarkId">The bookmark that its outcome resumes; null when nothing waits.</param>
/// <param name="ActivityType">Type of the activity that runs outside.</param>
/// <param name="Execution">Execution that asked.</param>
/// <param name="Node">Node id that asked.</param>
/// <param name="Inputs">Evaluated inputs.</param>
/// <param name="IdempotencyKey">Stable across retries.</param>
/// <param name="NotBeforeUtc">Earliest moment of the first attempt.</param>
public sealed record JobRequested(string JobId, string? BookmarkId, string ActivityType, int Execution, string Node,
    IReadOnlyDictionary<string, object?> Inputs, string IdempotencyKey, DateTime NotBeforeUtc) : InstanceEvent
{
    /// <summary>The inputs that have secrets, sealed; among the others they are hidden. Null when there are none.</summary>
    public string? Sealed { get; init; }
}

/// <summary>An operator must look.</summary>
public sealed record IncidentRaised(string IncidentId, int Execution, string Node, string ActivityType, string Code, string Message, DateTime AtUtc) : InstanceEvent;

/// <summary>An operator dealt with an incident.</summary>
public sealed record IncidentResolved(string IncidentId, Resolution How, string Reason, string Actor, DateTime AtUtc) : InstanceEvent;

/// <summary>The instance goes on by another version of its definition.</summary>
/// <param name="DefinitionVersionId">Id of the version.</param>
/// <param name="DefinitionVersion">Its number.</param>
/// <param name="Connections">For each execution of a flowchart, how often the connections of the new version count as visited, by their number.</param>
/// <param name="AtUtc">When.</param>
public sealed record InstanceMigrated(string DefinitionVersionId, int DefinitionVersion, IReadOnlyDictionary<int, Dictionary<int, ConnectionCount>> Connections, DateTime AtUtc) : InstanceEvent
{
    /// <summary>Version ids of the definitions that the new version uses as activities, by reference.</summary>
    public IReadOnlyDictionary<string, string>? Parts { get; init; }

    /// <summary>For each execution of a flowchart in token mode, its tokens on the connections of the new version.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<FlowToken>>? Tokens { get; init; }
}

/// <summary>Everything that was queued is forgotten.</summary>
public sealed record QueueCleared : InstanceEvent;

/// <summary>What a container had put in the queue is taken out again.</summary>
public sealed record VisitsWithdrawn(int Owner) : InstanceEvent;

/// <summary>The instance's name or correlation id changed.</summary>
public sealed record InstanceLabelled(string? Name, string? CorrelationId) : InstanceEvent;

/// <summary>WriteHttpResponse said what the request that caused the run is answered.</summary>
/// <param name="Execution">The visit.</param>
/// <param name="StatusCode">Status code, 200 to 599.</param>
/// <param name="Content">Body, as a value.</param>
/// <param name="ContentType">Media type; null for the one that fits the body.</param>
/// <param name="Headers">Text or a list of texts by name.</param>
public sealed record HttpResponseWritten(int Execution, int StatusCode, object? Content, string? ContentType, IReadOnlyDictionary<string, object?> Headers) : InstanceEvent;

/// <summary>WriteLine wrote.</summary>
public sealed record LineWritten(string Text) : InstanceEvent;

/// <summary>The activity that started the instance was reached and took what came with the trigger.</summary>
public sealed record TriggerUsed(int Execution) : InstanceEvent;

/// <summary>Something for other instances was asked for; the store writes it in the same transaction, and it is delivered after the commit.</summary>
/// <param name="DeliveryId">Unique id.</param>
/// <param name="Command">What is to be done.</param>
public sealed record DeliveryRequested(string DeliveryId, Command Command) : InstanceEvent;

/// <summary>The parent was told what became of this instance.</summary>
public sealed record ParentTold : InstanceEvent;

/// <summary>Secrets came into the instance, from another one or with a new version of its definition: it is confidential from here on.</summary>
public sealed record SecretsReceived : InstanceEvent;

namespace HrBpm.Workflows;

/// <summary>One visit to an activity that is not at its end yet, with its scope.</summary>
public sealed class Execution
{
    /// <summary>Unique within the instance, counted from 1.</summary>
    public required int Id { get; init; }

    /// <summary>Node id: the path of activity ids from the root.</summary>
    public required string Node { get; init; }

    /// <summary>The container's execution; 0 for the outermost.</summary>
    public int Owner { get; init; }

    /// <summary>The container's own mark on the visit.</summary>
    public string? Tag { get; init; }

    /// <summary>Reached over a backward connection, or by a return.</summary>
    public bool IsBackward { get; init; }

    /// <summary>Node id to visit next, set by a return that comes straight back.</summary>
    public string? ComesBackTo { get; init; }

    /// <summary>Why the flow came back here, when an activity and not a person sent it back.</summary>
    public Refusal? CameBackBecause { get; init; }

    /// <summary>When the visit began, UTC.</summary>
    public DateTime StartedUtc { get; init; }

    /// <summary>Running or Faulted; a visit that ended is not kept.</summary>
    public ActivityStatus Status { get; set; } = ActivityStatus.Running;

    /// <summary>Values of the variables that this scope holds, by variable id; those given by the container by name.</summary>
    public Dictionary<string, object?> Variables { get; init; } = [];

    /// <summary>What the activity kept for itself, as JSON text.</summary>
    public string? State { get; set; }

    /// <summary>Counters of a flowchart in counter mode.</summary>
    public FlowCounters? Flow { get; set; }

    /// <summary>Tokens of a flowchart in token mode.</summary>
    public IReadOnlyList<FlowToken> Tokens { get; set; } = [];
}

/// <summary>A token of a flowchart in token mode.</summary>
/// <param name="Connection">Number of the connection that it is on.</param>
/// <param name="IsBlock">It only holds a later arrival back.</param>
public sealed record FlowToken(int Connection, bool IsBlock);

/// <summary>What a flowchart in counter mode remembers: how often its nodes and connections were visited.</summary>
public sealed class FlowCounters
{
    /// <summary>Visits by node id.</summary>
    public Dictionary<string, int> Nodes { get; init; } = [];

    /// <summary>Visits by connection number.</summary>
    public Dictionary<int, int> Connections { get; init; } = [];

    /// <summary>Connections whose last visit was followed.</summary>
    public HashSet<int> Followed { get; init; } = [];

    /// <summary>How often a node was visited.</summary>
    public int Of(string node) => Nodes.GetValueOrDefault(node);

    /// <summary>How often a connection was visited.</summary>
    public int Of(int connection) => Connections.GetValueOrDefault(connection);
}

/// <summary>Something that an instance waits for.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Execution">The visit that waits.</param>
/// <param name="Name">What kind of thing is waited for.</param>
/// <param name="Hash">Upper-case hex SHA-256 of name and payload (Elsa's stimulus hash).</param>
/// <param name="Payload">Data that identifies the stimulus.</param>
/// <param name="DueUtc">Time resumes it at this moment, if set.</param>
public sealed record Bookmark(string Id, int Execution, string Name, string Hash, object? Payload, DateTime? DueUtc);

/// <summary>Something that an operator must look at.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Execution">The visit that cannot go on.</param>
/// <param name="Node">Its node id.</param>
/// <param name="ActivityType">Its type.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Message">What was expected, and what came.</param>
/// <param name="AtUtc">When, UTC.</param>
/// <param name="IsOpen">False when an operator dealt with it.</param>
public sealed record Incident(string Id, int Execution, string Node, string ActivityType, string Code, string Message, DateTime AtUtc, bool IsOpen);

/// <summary>A step that the current path came through.</summary>
/// <param name="Order">Position among all that were passed.</param>
/// <param name="Outcomes">The outcomes by which it was left.</param>
public sealed record PassedStep(int Order, IReadOnlyList<string> Outcomes);

namespace HrBpm.Activities.Inbox;

/// <summary>What has become of one person's task.</summary>
public enum AssignmentState
{
    /// <summary>依次: not this person's turn yet; nothing is in an inbox.</summary>
    Queued,

    /// <summary>In the person's inbox.</summary>
    Open,

    /// <summary>委派: the person asked somebody else for an answer and decides afterwards.</summary>
    Delegated,

    /// <summary>同意.</summary>
    Approved,

    /// <summary>拒绝.</summary>
    Rejected,

    /// <summary>办理完成.</summary>
    Completed,

    /// <summary>The delegate gave an opinion; the owner decides.</summary>
    Answered,

    /// <summary>退回: the flow went back to an earlier step.</summary>
    Returned,

    /// <summary>转办: somebody else has it now.</summary>
    Transferred,

    /// <summary>离职转办: HR gave it to somebody else.</summary>
    Rerouted,

    /// <summary>Nobody needs it any more, because others decided or time passed.</summary>
    Recalled,
}

/// <summary>How a person came to have a task.</summary>
public enum AssignmentOrigin
{
    /// <summary>By the rules of the step.</summary>
    Rule,

    /// <summary>转办.</summary>
    Transfer,

    /// <summary>委派.</summary>
    Delegation,

    /// <summary>The task was late, so the manager has it as well.</summary>
    Escalation,

    /// <summary>离职转办.</summary>
    Reroute,
}

/// <summary>One person's task within an approval or handling step.</summary>
public sealed record Assignment
{
    /// <summary>Id of the task (Guid "D").</summary>
    public required string TaskId { get; init; }

    /// <summary>Person who has it (Guid "D").</summary>
    public required string AssigneeId { get; init; }

    /// <summary>The owner, when this is a delegation: both names are shown.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The task that waits for this one's answer (委派).</summary>
    public string? ParentTaskId { get; init; }

    /// <summary>Which required decision this task can give. Somebody who takes a task over, or gets it as well, has the same seat.</summary>
    public int Seat { get; init; }

    /// <summary>How the person came to have it.</summary>
    public AssignmentOrigin Origin { get; init; }

    /// <summary>What has become of it.</summary>
    public AssignmentState State { get; init; }

    /// <summary>What the engine waits for; null while nothing is waited for.</summary>
    public string? BookmarkId { get; init; }

    /// <summary>1 at the step's first visit, 2 when the flow came back to it once, and so on.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Who ended it; for a recalled task, the person whose decision made it needless. Empty when time did.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>Display name of <see cref="ClosedBy"/>, where it is known.</summary>
    public string? ClosedByName { get; init; }

    /// <summary>When it ended.</summary>
    public DateTime? ClosedAtUtc { get; init; }

    /// <summary>The engine waits for this task: it is open, or its owner waits for a delegate.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsLive => State is AssignmentState.Open or AssignmentState.Delegated;
}

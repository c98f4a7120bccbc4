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

    /// <summary>前加签: the person asked others to sign first, and decides after them.</summary>
    Held,

    /// <summary>认领: another candidate has claimed the step; the task comes back when that one releases it.</summary>
    Yielded,

    /// <summary>拿回: the person took the decision back and has the task anew.</summary>
    TakenBack,

    /// <summary>减签: whoever had asked for this signer does so no more.</summary>
    Removed,

    /// <summary>抄送: told of the step, with nothing to do.</summary>
    Told,
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

    /// <summary>加签: another approver asked for this person as well.</summary>
    Added,

    /// <summary>拿回.</summary>
    TakeBack,

    /// <summary>The person for whom it was meant is away and has named this one.</summary>
    Away,
}

/// <summary>加签: where an added signer stands to the one who asked.</summary>
public enum SignerPlace
{
    /// <summary>Not added: found by the step's rules.</summary>
    None,

    /// <summary>前加签: signs first.</summary>
    Before,

    /// <summary>后加签: signs afterwards.</summary>
    After,

    /// <summary>并加签: signs at the same time.</summary>
    Beside,
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

    /// <summary>Which of the seat's signers this is: 0 for the one by the rules, more for those who were added (加签). The seat agrees when all its voices have.</summary>
    public int Voice { get; init; }

    /// <summary>Where an added signer stands to <see cref="AddedTo"/>.</summary>
    public SignerPlace Place { get; init; }

    /// <summary>The voice of the same seat that asked for this signer.</summary>
    public int? AddedTo { get; init; }

    /// <summary>票签: how much the seat's vote counts.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>催办: when the person was last urged.</summary>
    public DateTime? UrgedAtUtc { get; init; }

    /// <summary>By when this person should do it, where working time was counted; it goes with the task when somebody else gets it. Null: the step's due time.</summary>
    public DateTime? DueUtc { get; init; }

    /// <summary>When this person is reminded, where working time was counted.</summary>
    public DateTime? RemindUtc { get; init; }

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

    /// <summary>The engine waits for this task: it is open, or its owner waits for a delegate or for added signers.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsLive => State is AssignmentState.Open or AssignmentState.Delegated or AssignmentState.Held;

    /// <summary>It is live, or may become so: its turn comes, or somebody releases the step.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsUndone => IsLive || State is AssignmentState.Queued or AssignmentState.Yielded;

    /// <summary>The person said yes, or did it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsAgreed => State is AssignmentState.Approved or AssignmentState.Completed;

    /// <summary>The same voice of the same seat: one decision is enough for both.</summary>
    internal bool SpeaksWith(Assignment other) => Seat == other.Seat && Voice == other.Voice;
}

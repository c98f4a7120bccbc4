namespace HrBpm.Activities.Inbox;

/// <summary>The way in which somebody comes to act on a task.</summary>
public enum TaskVia
{
    /// <summary>Signed in as the assignee.</summary>
    Session,

    /// <summary>With the expiring link that was made for this task and this person.</summary>
    Link,

    /// <summary>As the proxy that HR named, with a reason.</summary>
    Proxy,

    /// <summary>As HR of the company, on somebody else's task.</summary>
    Hr,

    /// <summary>Nobody: a moment came, or another flow asked.</summary>
    Time,

    /// <summary>Signed in as the one who started the flow.</summary>
    Initiator,

    /// <summary>Signed in as somebody who handed the flow on to this step.</summary>
    Predecessor,
}

/// <summary>What somebody, or time, asks of a step's tasks.</summary>
public sealed record TaskCommand
{
    /// <summary>Verb, for example <c>approve</c>; see <see cref="TaskVerbs"/>.</summary>
    public required string Verb { get; init; }

    /// <summary>Task that is meant; null for verbs that concern the whole step.</summary>
    public string? TaskId { get; init; }

    /// <summary>Person who asks; empty for time.</summary>
    public string By { get; init; } = "";

    /// <summary>Person for whom a proxy asks.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>How the person came in.</summary>
    public TaskVia Via { get; init; }

    /// <summary>What the person wrote; for a reroute and a proxy, the reason.</summary>
    public string? Comment { get; init; }

    /// <summary>What the person filled in.</summary>
    public IReadOnlyDictionary<string, object?>? Answers { get; init; }

    /// <summary>Person who shall have it (transfer, delegate, reroute) or who is removed (减签), or activity to return to.</summary>
    public string? To { get; init; }

    /// <summary>Persons who are added (加签) or sent a copy (抄送).</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>After a return: come straight back rather than walk again.</summary>
    public bool ComesStraightBack { get; init; }

    /// <summary>Signature that was given with it.</summary>
    public string? SignatureId { get; init; }

    /// <summary>Escalation only: who gets which task as well, by task id.</summary>
    public IReadOnlyDictionary<string, string> Managers { get; init; } = new Dictionary<string, string>();
}

/// <summary>What a verb may know of the world.</summary>
/// <param name="NowUtc">The moment of the run.</param>
/// <param name="NewTaskId">Makes ids for the tasks that the verb adds.</param>
public sealed record TaskMoment(DateTime NowUtc, Func<string> NewTaskId);

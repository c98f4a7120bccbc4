namespace HrBpm.Activities.Inbox;

/// <summary>One thing that was done in a step; the list of them is the step's history.</summary>
/// <param name="Verb">Verb that was applied, for example <c>approve</c>.</param>
/// <param name="TaskId">Task that it was applied to; null when it concerned the whole step.</param>
/// <param name="By">Person who did it; empty when time did.</param>
/// <param name="OnBehalfOf">Person for whom it was done (proxy, delegation).</param>
/// <param name="Via">Way in which the person came in.</param>
/// <param name="AtUtc">When.</param>
/// <param name="Comment">What the person wrote.</param>
/// <param name="SignatureId">Signature that was given with it.</param>
/// <param name="To">Persons, or the step, to which it was directed; with spaces between.</param>
public sealed record TaskEntry(string Verb, string? TaskId, string By, string? OnBehalfOf, TaskVia Via, DateTime AtUtc, string? Comment, string? SignatureId, string? To = null);

/// <summary>抄送: somebody who is told of a step without having to do anything.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="By">Who sent it; empty when the step itself did.</param>
/// <param name="AtUtc">When.</param>
/// <param name="TaskId">The task beside which it is read.</param>
/// <param name="IsLate">Sent because the step is late.</param>
public sealed record TaskCopy(string PersonId, string By, DateTime AtUtc, string TaskId, bool IsLate = false);

/// <summary>How the whole step ended.</summary>
public enum Verdict
{
    /// <summary>同意.</summary>
    Approved,

    /// <summary>拒绝.</summary>
    Rejected,

    /// <summary>办理完成.</summary>
    Done,

    /// <summary>Time passed, so the flow goes on by itself.</summary>
    Advanced,

    /// <summary>退回 to an earlier step.</summary>
    Returned,
}

/// <summary>The decision of a step.</summary>
/// <param name="Verdict">How the step ended.</param>
/// <param name="By">Person whose act ended it; empty when time did.</param>
/// <param name="AtUtc">When.</param>
/// <param name="ReturnTo">Activity to which the flow goes back.</param>
/// <param name="ComesStraightBack">After a return: come straight back here rather than walk again.</param>
public sealed record TaskDecision(Verdict Verdict, string By, DateTime AtUtc, string? ReturnTo = null, bool ComesStraightBack = false);

using HrBpm.Workflows;

namespace HrBpm.Activities.Offboarding;

/// <summary>The company's offboarding cases. What is written commits together with the run.</summary>
public interface IOffboarding
{
    /// <summary>The case, or null when there is none.</summary>
    Task<OffboardingCase?> FindAsync(Guid caseId, CancellationToken ct);

    /// <summary>The leaver's case that is not over, if any.</summary>
    Task<Guid?> OpenCaseOfAsync(Guid leaverId, CancellationToken ct);

    /// <summary>Adds the case, or takes over amended facts into the one that is there.</summary>
    Task SaveAsync(OffboardingCase facts, CancellationToken ct);

    /// <summary>Moves the case on, or says why it cannot move. The note says why, where there is more to say than the stage.</summary>
    Task<Refusal?> MoveToAsync(Guid caseId, OffboardingStage stage, string? note, DateTime nowUtc, CancellationToken ct);

    /// <summary>Keeps what the company answered to the notice, and why the flow went on.</summary>
    Task RecordAnswerAsync(Guid caseId, NoticeAnswer answer, CancellationToken ct);

    /// <summary>Keeps what is claimed for damage.</summary>
    Task RecordDamageAsync(Guid caseId, DamageClaim claim, CancellationToken ct);
}

/// <summary>What the company answered to the notice.</summary>
/// <param name="Decision">Outcome of the step: <c>Approved</c>, <c>Rejected</c> or <c>Advanced</c>.</param>
/// <param name="By">Person id of whoever answered; null when nobody did.</param>
/// <param name="AtUtc">When.</param>
/// <param name="Note">Why the flow goes on (zh-CN).</param>
public sealed record NoticeAnswer(string Decision, string? By, DateTime AtUtc, string? Note);

/// <summary>A claim for damage that the leaver caused, with a basis in the contract.</summary>
/// <param name="ClaimedMinor">Claimed, in fen; 0 for none.</param>
/// <param name="DeductibleMinor">Of it, what may be deducted from one month's wage, in fen (工资支付暂行规定 art. 16).</param>
/// <param name="Basis">Clause of the contract, or why nothing is claimed.</param>
/// <param name="AtUtc">When.</param>
public sealed record DamageClaim(long ClaimedMinor, long DeductibleMinor, string Basis, DateTime AtUtc);

using HrBpm.Workflows;

namespace HrBpm.Activities.Org;

/// <summary>What HR decides about a person's employment.</summary>
public interface IEmployments
{
    /// <summary>Sets the last day of the person's present employment. Setting the same day again changes nothing; another day moves it.</summary>
    /// <returns>Null when done, or <c>employments.unknown</c>, <c>employments.before-start</c>.</returns>
    Task<Refusal?> EndAsync(Guid personId, DateOnly lastDay, CancellationToken ct);
}

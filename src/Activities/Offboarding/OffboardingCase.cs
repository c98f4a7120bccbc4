namespace HrBpm.Activities.Offboarding;

/// <summary>One employment that ends, as it stands now.</summary>
/// <param name="Id">Also the id of the workflow instance and its correlation id.</param>
/// <param name="CompanyId">The company that employs the leaver.</param>
/// <param name="Number">What people call it, for example <c>LZ-20261123-8F3A21</c>.</param>
/// <param name="Request">Who, how and when.</param>
/// <param name="Clock">The moments that follow from it.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="StartedBy">Who asked for it.</param>
/// <param name="OpenedAtUtc">When. A request that is amended later is held against this day.</param>
/// <param name="AllCompleteAtUtc">When every step before the release of pay was complete; null before that.</param>
public sealed record OffboardingCase(
    Guid Id, Guid CompanyId, string Number, OffboardingRequest Request, OffboardingClock Clock, OffboardingStage Stage, string StartedBy, DateTime OpenedAtUtc, DateTime? AllCompleteAtUtc);

namespace HrBpm.Activities.WorkingTime;

/// <summary>When people work.</summary>
public interface IWorkSchedules
{
    /// <summary>The schedule of a person as it is known now; null when there is no such person, or one who was never employed.</summary>
    Task<WorkSchedule?> OfAsync(Guid personId, CancellationToken ct);
}

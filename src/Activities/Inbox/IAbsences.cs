namespace HrBpm.Activities.Inbox;

/// <summary>Who has named somebody for the time in which they are away.</summary>
public interface IAbsences
{
    /// <summary>The person whom <paramref name="personId"/> has named for flows of this definition at this moment; null when the person is not away.</summary>
    Task<Guid?> DelegateOfAsync(Guid personId, string definitionId, DateTime nowUtc, CancellationToken ct);
}

namespace HrBpm.Activities.Accounts;

/// <summary>离职转办: the open tasks of somebody who leaves go to somebody else.</summary>
public interface ITaskHandover
{
    /// <summary>
    /// Gives each open task of the person to another, flow by flow, except in one flow: a leaver's own case is theirs to the end.
    /// Tasks that were given already are not there any more, so it may be repeated.
    /// </summary>
    /// <returns>Number of tasks that were given.</returns>
    Task<int> GiveAsync(Guid fromPersonId, Guid toPersonId, string exceptInstanceId, string reason, CancellationToken ct);
}

namespace HrBpm.Activities.Accounts;

/// <summary>What people sign in to this system with. What is written commits together with the run.</summary>
public interface IAccounts
{
    /// <summary>Disables the person's sign-in and ends their sessions. Does nothing when it is disabled.</summary>
    Task DisableSignInAsync(Guid personId, DateTime nowUtc, CancellationToken ct);

    /// <summary>The person is no longer among the active people.</summary>
    /// <param name="lastDay">Last day of the employment.</param>
    Task EndEmploymentAsync(Guid personId, DateOnly lastDay, CancellationToken ct);
}

/// <summary>离职转办: the open tasks of somebody who leaves go to somebody else.</summary>
public interface ITaskHandover
{
    /// <summary>Gives each open task of the person to another, flow by flow. Tasks that were given already are not there any more, so it may be repeated.</summary>
    /// <param name="exceptInstanceId">Flow whose tasks stay: a leaver's own case is theirs to the end.</param>
    /// <returns>Number of tasks that were given.</returns>
    Task<int> GiveAsync(Guid fromPersonId, Guid toPersonId, string exceptInstanceId, string reason, CancellationToken ct);
}

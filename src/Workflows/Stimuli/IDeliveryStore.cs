namespace HrBpm.Workflows;

/// <summary>What runs send to instances. Scoped: joins the attempt that <see cref="IWorkflowStore.BeginAsync"/> of the same scope began.</summary>
/// <remarks>A delivery is a row from the transaction that sent it to the transaction that does what it says. So it is done, once, however processes die.</remarks>
public interface IDeliveryStore
{
    /// <summary>Deliveries that are due, in the order in which they were sent.</summary>
    Task<IReadOnlyList<Delivery>> ReadDueAsync(DateTime nowUtc, int most, CancellationToken ct);

    /// <summary>Early stimuli that a bookmark waits for by now.</summary>
    Task<IReadOnlyList<Delivery>> ReadMatchedAsync(DateTime nowUtc, int most, CancellationToken ct);

    /// <summary>Takes a delivery, or an early stimulus, for this attempt: it goes with the attempt's commit.</summary>
    /// <returns>False when it has gone, or another attempt is at it.</returns>
    Task<bool> TakeAsync(string deliveryId, CancellationToken ct);

    /// <summary>Sends something with the attempt's commit.</summary>
    void Send(Delivery delivery);

    /// <summary>Keeps a stimulus that nothing waits for yet, until something does or the time is over.</summary>
    void KeepEarly(Delivery stimulus, DateTime untilUtc);

    /// <summary>The bookmarks that wait for a stimulus, oldest first.</summary>
    Task<IReadOnlyList<WaitingBookmark>> FindBookmarksAsync(SendStimulus stimulus, CancellationToken ct);

    /// <summary>Sees to it that a bookmark, if it is open, stays so until the attempt ends.</summary>
    /// <returns>False when it is not open.</returns>
    Task<bool> HoldWaitAsync(string bookmarkId, CancellationToken ct);

    /// <summary>Commits what was taken and sent in an attempt that runs no instance.</summary>
    Task CommitAsync(CancellationToken ct);

    /// <summary>Lets a delivery that failed rest, longer each time, so that it holds up nothing else. Needs no attempt.</summary>
    Task PutOffAsync(string deliveryId, DateTime nowUtc, string why, CancellationToken ct);
}

/// <summary>One thing that is to be done to an instance, after the commit that asked for it.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="TenantId">Owner.</param>
/// <param name="Number">Place among those that were sent at the same moment.</param>
/// <param name="Command">What is to be done: a <see cref="SendStimulus"/>, a <see cref="StartCommand"/>, a <see cref="ResumeCommand"/> or a <see cref="CancelCommand"/>.</param>
/// <param name="SentUtc">When it was sent.</param>
public sealed record Delivery(string Id, string TenantId, int Number, Command Command, DateTime SentUtc);

/// <summary>A bookmark that waits for a stimulus.</summary>
/// <param name="BookmarkId">The bookmark.</param>
/// <param name="InstanceId">Its instance.</param>
public sealed record WaitingBookmark(string BookmarkId, string InstanceId);

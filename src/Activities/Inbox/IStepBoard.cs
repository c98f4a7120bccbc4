namespace HrBpm.Activities.Inbox;

/// <summary>The human steps of a flow as a board shows them: who still owes what.</summary>
public interface IStepBoard
{
    /// <summary>The flow's human steps in the order in which they opened. Of a step that was done more than once, the last time counts.</summary>
    Task<IReadOnlyList<BoardStep>> OfAsync(string instanceId, DateTime nowUtc, CancellationToken ct);
}

/// <summary>Somebody who owes a step.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Name">Their name.</param>
/// <param name="UserName">The name that they sign in with.</param>
/// <param name="TaskId">Their task.</param>
public sealed record BoardDebtor(Guid PersonId, string Name, string UserName, Guid TaskId);

/// <summary>One step.</summary>
/// <param name="ActivityId">The step in the flow.</param>
/// <param name="Step">Its name.</param>
/// <param name="Stage">The stage that it belongs to.</param>
/// <param name="Visit">How many times the flow has come to it: 1 for the first.</param>
/// <param name="Acts">How many tasks of this visit have ended.</param>
/// <param name="IsOpen">True while somebody has to do it.</param>
/// <param name="OwedBy">Whom it waits for.</param>
/// <param name="OpenedUtc">Since when.</param>
/// <param name="DueUtc">By when.</param>
/// <param name="IsOverdue">Open after it was due.</param>
/// <param name="Outcome">Verb that ended it; null while it is open.</param>
/// <param name="ClosedUtc">When it ended.</param>
/// <param name="ClosedById">Who ended it; null when time did.</param>
/// <param name="ClosedVia">How that person came in.</param>
public sealed record BoardStep(
    string ActivityId, string Step, string? Stage, int Visit, int Acts, bool IsOpen, IReadOnlyList<BoardDebtor> OwedBy, DateTime OpenedUtc, DateTime? DueUtc, bool IsOverdue,
    string? Outcome, DateTime? ClosedUtc, Guid? ClosedById, TaskVia? ClosedVia);

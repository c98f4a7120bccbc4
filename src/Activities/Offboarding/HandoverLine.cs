namespace HrBpm.Activities.Offboarding;

/// <summary>What kind of thing is handed over.</summary>
public enum HandoverKind
{
    /// <summary>客户: a customer.</summary>
    Customer,

    /// <summary>跟进事项: an open matter.</summary>
    FollowUp,
}

/// <summary>One customer or open matter that goes from the leaver to the receiver.</summary>
/// <param name="Number">Position in the list, from 1; people and forms refer to it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">Customer or matter.</param>
/// <param name="State">How it stands, what is promised, what comes next.</param>
/// <param name="ConfirmedBy">Person id of whoever has taken it over; null while nobody has.</param>
public sealed record HandoverLine(int Number, HandoverKind Kind, string Subject, string State, string? ConfirmedBy = null);

/// <summary>The lines of a case's handover.</summary>
public interface IHandover
{
    /// <summary>All lines, in order.</summary>
    Task<IReadOnlyList<HandoverLine>> ListAsync(Guid caseId, CancellationToken ct);

    /// <summary>Puts these lines in the place of those that are there.</summary>
    Task ReplaceAsync(Guid caseId, IReadOnlyList<HandoverLine> lines, CancellationToken ct);

    /// <summary>Keeps that the receiver has taken these lines over.</summary>
    Task ConfirmAsync(Guid caseId, IReadOnlyCollection<int> numbers, string receiverId, DateTime nowUtc, CancellationToken ct);
}
